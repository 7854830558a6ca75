"""Texts are judged as they come in; their authors may appeal, and staff of the area decide."""

from typing import Any

from services.tickets.domain.hosting import hosts
from services.tickets.domain.moderating import (
    HOLD,
    Fired,
    capacities,
    judge_text,
    keep_until,
    refuse_biased,
    refuse_to_hold,
    same_text,
)
from services.tickets.usecases.pages import beyond, following
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.judged import JudgedKind, ModerationRule, TextHeld
from shared.contracts.tickets.moderation import (
    AppealHeld,
    ChangeRules,
    DecisionKind,
    DecisionPage,
    GetHeld,
    HeldPage,
    HeldTextDecided,
    HeldView,
    HoldState,
    HoldText,
    ListHeld,
    ListMyHeld,
    ReleaseHeld,
    RuleSet,
    RulesView,
    ShowDecisions,
    ShowRules,
    UpholdHeld,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA


def judge(store: Any, actor: Actor, kind: JudgedKind, subject: str, area: str, text: str, *,
          emergency: bool = False) -> bool:  # fmt: skip
    """Whether the text is held back, for use cases to call inside of the unit of work that keeps it.

    Whoever keeps the text keeps the answer with it and shows it to others only when that is no. Staff of the area are
    those who decide on texts, so that theirs are not judged. Clocks and duties go on as if nothing were held.
    """
    if hosts(actor, area):
        return False
    number = store.rules_number()
    rules = store.rule_set(number)
    posted = store.note_posted(actor.account, same_text(text), rules.repost_minutes)
    judgement = judge_text(text, kind, rules, posted, emergency)
    if not judgement.reached:
        return False
    about = {"subject": subject, "area": area, "rules_version": number}
    if judgement.emergency:
        store.log_decision(DecisionKind.FLAGGED, judgement.fired, judged=kind, **about)
        return False
    held = store.new_held(text, judgement.fired, kind=kind, account=actor.account, **about)
    store.save(held)
    logged(store, held, DecisionKind.HELD)
    tell(store, held)
    return True


def show_moderation_rules(store: Any, actor: Actor, command: ShowRules) -> RulesView:
    return store.rules_view(command.version or store.rules_number())


def change_moderation_rules(store: Any, actor: Actor, command: ChangeRules) -> RulesView:
    number = store.rules_number()
    store.refuse_stale(number)
    rules = RuleSet(**{name: getattr(command, name) for name in RuleSet.model_fields})
    store.change_rules(rules, number + 1, actor.account, command.reason)
    return store.rules_view(number + 1)


def list_my_held_texts(store: Any, actor: Actor, command: ListMyHeld) -> HeldPage:
    found = store.find_held_of(actor.account, beyond(command.cursor), command.limit + 1)
    return HeldPage(
        items=[store.held_view(held, actor.account, False) for held in found[: command.limit]],
        next=following(found, command.limit),
    )


def list_held_texts(store: Any, actor: Actor, command: ListHeld) -> HeldPage:
    if not hosts(actor, command.area):
        raise OUTSIDE_AREA("/area")
    after = beyond(command.cursor)
    found = store.find_held(command.area, command.kind, command.state, after, command.limit + 1)
    return HeldPage(
        items=[store.held_view(held, actor.account, True) for held in found[: command.limit]],
        next=following(found, command.limit),
    )


def show_moderation_log(store: Any, actor: Actor, command: ShowDecisions) -> DecisionPage:
    if not (actor.has(Role.AUDITOR) or hosts(actor, command.area)):
        raise OUTSIDE_AREA("/area")
    found = store.find_decisions(command.area, beyond(command.cursor), command.limit + 1)
    return DecisionPage(
        items=[store.decision_view(entry) for entry in found[: command.limit]], next=following(found, command.limit)
    )


def hold_text(store: Any, actor: Actor, command: HoldText) -> HeldView:
    """Upheld at once, since a person has decided; the appeal is for somebody else."""
    posted = store.find_posted(command.kind, command.subject)
    if posted is None or not hosts(actor, posted.area):
        raise NOT_FOUND("/subject", what="text")
    refuse_to_hold(posted, actor.account)
    number = store.rules_number()
    fired = (Fired(ModerationRule.BY_HAND, 0),)
    held = store.new_held(
        posted.text, fired, kind=command.kind, subject=command.subject, area=posted.area, account=posted.author,
        rules_version=number,
    )  # fmt: skip
    held.state, held.reason, held.upheld_by = HoldState.UPHELD, command.reason, actor.account
    held.keep_until = keep_until(store.now, store.rule_set(number))
    store.save(held)
    store.hide_subject(held)
    logged(store, held, DecisionKind.HELD, actor.account, command.reason)
    tell(store, held)
    return store.held_view(held, actor.account, True, opened=False)


def get_held_text(store: Any, actor: Actor, command: GetHeld) -> HeldView:
    held = visible(store, actor, command.held_id)
    return store.held_view(held, actor.account, hosts(actor, held.area))


def appeal_held_text(store: Any, actor: Actor, command: AppealHeld) -> HeldView:
    held = move(store, actor, command.held_id, "appeal")
    store.seal_appeal(held, command.text)
    held.keep_until = None
    store.save(held)
    logged(store, held, DecisionKind.APPEALED)
    return store.held_view(held, actor.account, hosts(actor, held.area), opened=False)


def release_held_text(store: Any, actor: Actor, command: ReleaseHeld) -> HeldView:
    held = move(store, actor, command.held_id, "release")
    refuse_biased(actor.account, held.account, None)
    store.show_subject(held)
    return decided(store, actor, held, DecisionKind.RELEASED, command.reason)


def uphold_held_text(store: Any, actor: Actor, command: UpholdHeld) -> HeldView:
    held = move(store, actor, command.held_id, "uphold")
    refuse_biased(actor.account, held.account, held.upheld_by)
    held.upheld_by = actor.account
    return decided(store, actor, held, DecisionKind.UPHELD, command.reason)


def drop_original(store: Any, held_id: str) -> None:
    """Its time is over."""
    store.drop_original(held_id)


def decided(store: Any, actor: Actor, held: Any, kind: DecisionKind, reason: str) -> HeldView:
    held.reason = reason
    held.keep_until = keep_until(store.now, store.rule_set(store.rules_number()))
    store.save(held)
    logged(store, held, kind, actor.account, reason)
    news = HeldTextDecided(held=held.id, kind=held.kind, subject=held.subject, area=held.area, account=held.account,
                           state=held.state)  # fmt: skip
    store.announce(news, subject=held.id, version=held.version, area=held.area)
    return store.held_view(held, actor.account, True, opened=False)


def tell(store: Any, held: Any) -> None:
    rules = [each.rule for each in held.rules]
    news = TextHeld(
        held=held.id, kind=held.kind, subject=held.subject, area=held.area, account=held.account, rules=rules
    )
    store.announce(news, subject=held.id, version=held.version, area=held.area)


def logged(store: Any, held: Any, kind: DecisionKind, by: str | None = None, reason: str | None = None) -> None:
    store.log_decision(
        kind, held.rules, judged=held.kind, held=held.id, subject=held.subject, area=held.area,
        rules_version=held.rules_version, by=by, reason=reason,
    )  # fmt: skip


def visible(store: Any, actor: Actor, held_id: str) -> Any:
    """The held text, for its author and staff of its area; for others there is none."""
    held = store.get_held(held_id)
    if held.account != actor.account and not hosts(actor, held.area):
        raise NOT_FOUND("/held_id", what="held text")
    return held


def move(store: Any, actor: Actor, held_id: str, action: str) -> Any:
    held = visible(store, actor, held_id)
    roles = capacities(actor.account, held.account, hosts(actor, held.area))
    held.state = HoldState(HOLD.decide(held.state, action, roles).target)
    return held
