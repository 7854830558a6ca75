"""Change requests: ask, agree in turn, reject, withdraw."""

from typing import Any

from services.residents.domain.changing import CHANGE, agreeing, capacities, concerns, refuse_out_of_turn, turns
from services.residents.domain.differences import differences, flat
from services.residents.usecases.applying import apply_change, refuse_hopeless, registry_of, target_area
from shared.contracts.actor import Actor
from shared.contracts.residents.changes import (
    CHANGE_PENDING,
    NO_CHANGE,
    NOT_OF_THE_HOUSEHOLD,
    ONE_KIND,
    ChangeKind,
    ChangePage,
    ChangeState,
    ChangeView,
    GetChange,
    ListChanges,
    RejectChange,
    RequestChange,
    ValidateChange,
    WithdrawChange,
)
from shared.contracts.residents.people import NOT_ADMITTED, NOT_LIVING_HERE, WORKERS, PersonState
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor


def request_change(store: Any, actor: Actor, command: RequestChange) -> ChangeView:
    asked_for = {kind: getattr(command, kind) for kind in ChangeKind if getattr(command, kind) is not None}
    if len(asked_for) != 1:
        raise ONE_KIND()
    ((kind, wanted),) = asked_for.items()
    applicant = applicant_in(store, actor, command)
    person = store.get_person(command.person or applicant.id, "/person")
    if person.state != PersonState.LIVING_HERE:
        raise NOT_LIVING_HERE("/person")
    refuse_stranger(store, applicant.id, person.id, getattr(wanted, "household", None))
    refuse_hopeless(store, person, kind, wanted)
    before = registry_of(store, person, kind)
    if not differences(before, flat(wanted.model_dump(mode="json"))):
        raise NO_CHANGE(f"/{kind}")
    if store.pending_change(person.id, kind) is not None:
        raise CHANGE_PENDING()
    change = store.new_change(
        kind, wanted, before, turns(kind, person.area, target_area(store, person, kind, wanted)),
        person=person.id, applicant=applicant.id, account=actor.account, photos=command.photos, note=command.note,
    )  # fmt: skip
    store.record_change(change, "request", actor, ChangeState.PENDING, command.note)
    store.save(change)
    store.announce_change(change, person.area)
    return view(store, change, actor)


def applicant_in(store: Any, actor: Actor, command: RequestChange) -> Any:
    """The person who asks: whoever is behind the account, or whom staff of the area name."""
    if command.applicant is None:
        person = store.find_account_holder(actor.account)
        if person is None:
            raise NOT_ADMITTED()
        return person
    person = store.get_person(command.applicant, "/applicant")
    if not actor.has(*WORKERS) or not actor.covers(person.area):
        raise NOT_FOUND("/applicant", what="person")
    return person


def refuse_stranger(store: Any, applicant: str, person: str, target: str | None) -> None:
    """One asks for oneself, for those one lives with, and for those who are to join one's household."""
    if applicant == person:
        return
    mine, theirs = store.stay_of(applicant), store.stay_of(person)
    if mine is None or mine.household not in {theirs.household if theirs else None, target}:
        raise NOT_OF_THE_HOUSEHOLD("/person")


def get_change(store: Any, actor: Actor, command: GetChange) -> ChangeView:
    return view(store, visible(store, actor, command.change_id), actor)


def list_changes(store: Any, actor: Actor, command: ListChanges) -> ChangePage:
    if actor.has(*WORKERS):
        if command.area is not None and not actor.covers(command.area):
            raise OUTSIDE_AREA("/area")
        areas = (command.area,) if command.area else actor.areas
        roles = actor.roles & WORKERS
        found = store.waiting_changes(areas, roles) if command.state is None else store.changes_in(areas, roles)
    else:
        me = store.find_account_holder(actor.account)
        found = store.own_changes(actor.account, me.id if me else None)
    conditions = found | ({"state": command.state} if command.state else {})
    after = decode_cursor(command.cursor, str)[0] if command.cursor else None
    changes = store.find_changes(conditions, after, command.limit + 1)
    return ChangePage(
        items=[view(store, change, actor) for change in changes[: command.limit]],
        next=encode_cursor(changes[command.limit - 1].id) if len(changes) > command.limit else None,
    )


def validate_change(store: Any, actor: Actor, command: ValidateChange) -> ChangeView:
    change = visible(store, actor, command.change_id)
    held = capacities(actor, change.account, change.applicant, store.turns_of(change))
    refuse_out_of_turn(actor, held, change.state, store.turns_of(change))
    move = CHANGE.decide(change.state, agreeing(held), held)
    store.mark_validated(change, actor)
    area = store.get_person(change.person).area
    if move.target == ChangeState.APPLIED:
        apply_change(store, change)
    return close(store, actor, change, move, command.note, area)


def reject_change(store: Any, actor: Actor, command: RejectChange) -> ChangeView:
    change = visible(store, actor, command.change_id)
    held = capacities(actor, change.account, change.applicant, store.turns_of(change))
    refuse_out_of_turn(actor, held, change.state, store.turns_of(change))
    move = CHANGE.decide(change.state, "reject", held)
    change.reason = command.reason
    return close(store, actor, change, move, command.reason, store.get_person(change.person).area)


def withdraw_change(store: Any, actor: Actor, command: WithdrawChange) -> ChangeView:
    change = visible(store, actor, command.change_id)
    move = CHANGE.decide(
        change.state, "withdraw", capacities(actor, change.account, change.applicant, store.turns_of(change))
    )
    return close(store, actor, change, move, None, store.get_person(change.person).area)


def visible(store: Any, actor: Actor, change_id: str) -> Any:
    """The request, for whom it is about, who asked and who has a say; for others there is none."""
    change = store.get_change(change_id)
    own = actor.account == change.account or (
        actor.person is not None and actor.person in (change.person, change.applicant)
    )
    if not own and not concerns(actor, store.turns_of(change)):
        raise NOT_FOUND("/change_id", what="change")
    return change


def close(store: Any, actor: Actor, change: Any, move: Any, note: str | None, area: str) -> ChangeView:
    store.record_change(change, move.action, actor, move.target, note)
    store.save(change)
    store.announce_change(change, area)
    return view(store, change, actor)


def view(store: Any, change: Any, actor: Actor) -> ChangeView:
    wanted = flat(store.wanted_in(change).model_dump(mode="json"))
    return store.change_view(change, actor, differences(store.before_of(change), wanted))
