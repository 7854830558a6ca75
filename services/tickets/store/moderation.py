"""Keeping what was held back, by which rules, and what people decided on it."""

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from services.tickets.documents.moderation import (
    FiredEntry,
    HeldText,
    ModerationDecision,
    PostedText,
    RuleEdition,
)
from services.tickets.domain.moderating import HOLD, MEANING, WAITING, Fired, Posted, capacities
from services.tickets.domain.moderation_words import FIRST_RULES
from services.tickets.store.held_subjects import hide, posted_at, show_again
from services.tickets.store.inside import inside, newest
from shared.contracts.tickets.judged import JudgedKind
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.moderation import (
    DecisionKind,
    DecisionView,
    FiredRule,
    HeldView,
    HoldState,
    RuleSet,
    RulesView,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import blind, seal, unseal
from shared.storage.work import Work

SEALED_FOR = "held-text"
FIRST = 1
DUE_AT_ONCE = 100


class ModerationStore(Work):
    documents = (HeldText, ModerationDecision, RuleEdition, PostedText)

    def rules_number(self) -> int:
        """Which set of rules is in force."""
        latest = RuleEdition.objects().order_by("-number").only("number").first()
        return latest.number if latest else FIRST

    def rule_set(self, number: int) -> RuleSet:
        return _rule_set(number)

    def change_rules(self, rules: RuleSet, number: int, account: str, reason: str) -> None:
        self.save(
            RuleEdition(
                id=self.new_id(), number=number, rules=rules.model_dump(mode="json"), by=account, since=self.now,
                reason=reason,
            )
        )  # fmt: skip

    def rules_view(self, number: int) -> RulesView:
        edition = RuleEdition.objects(number=number).first()
        if edition is None and number != FIRST:
            raise NOT_FOUND("/version", what="set of rules")
        kept = edition.rules if edition else FIRST_RULES.model_dump(mode="json")
        since, reason = (edition.since, edition.reason) if edition else (None, None)
        return RulesView(version=number, since=since, reason=reason, **kept)

    def note_posted(self, account: str, text: str | None, minutes: int) -> int:
        """How often the account has posted this text within the last `minutes`; this time is noted for the next."""
        if text is None:
            return 0
        fingerprint = blind(text, "posted-text")
        since = self.now - timedelta(minutes=minutes)
        before = PostedText.objects(account=account, fingerprint=fingerprint, at__gt=since).limit(1000).count(True)
        self.save(PostedText(id=self.new_id(), account=account, fingerprint=fingerprint, at=self.now))
        return before

    def new_held(self, text: str, fired: Iterable[Fired], **fields: Any) -> HeldText:
        return HeldText(
            id=self.new_id(), state=HOLD.initial, rules=[FiredEntry(rule=f.rule, points=f.points) for f in fired],
            held_at=self.now, original=seal(text, SEALED_FOR), **fields,
        )  # fmt: skip

    def get_held(self, held_id: str) -> HeldText:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        held = HeldText.objects(id=held_id).first()
        if held is None:
            raise NOT_FOUND("/held_id", what="held text")
        self.refuse_stale(held.version)
        return held

    def seal_appeal(self, held: HeldText, text: str) -> None:
        held.appeal = seal(text, SEALED_FOR)

    def find_held(self, area: str, kind: JudgedKind | None, state: HoldState | None, after: str | None,
                  limit: int) -> list[HeldText]:  # fmt: skip
        """Those waiting longest first."""
        states = [state] if state else list(WAITING)
        query: dict[str, Any] = {"area": inside(area), "state": {"$in": states}} | ({"kind": kind} if kind else {})
        query |= {"_id": {"$gt": after}} if after else {}
        return list(HeldText.objects(__raw__=query).order_by("id").limit(limit))

    def find_held_of(self, account: str, before: str | None, limit: int) -> list[HeldText]:
        return list(HeldText.objects(__raw__=newest({"account": account}, before)).order_by("-id").limit(limit))

    def find_posted(self, kind: JudgedKind, subject: str) -> Posted | None:
        return posted_at(kind, subject)

    def hide_subject(self, held: HeldText) -> None:
        hide(held.kind, held.subject)

    def show_subject(self, held: HeldText) -> None:
        show_again(held.kind, held.subject, held.account)

    def originals_due(self) -> list[str]:
        """Held texts whose originals have been kept long enough."""
        return list(HeldText.objects(keep_until__lte=self.now).limit(DUE_AT_ONCE).scalar("id"))

    def drop_original(self, held_id: str) -> None:
        held = HeldText.objects(id=held_id).first()
        if held is not None:
            held.original = held.appeal = held.keep_until = None
            self.save(held)

    def log_decision(self, kind: DecisionKind, fired: Iterable[Fired], **fields: Any) -> None:
        """Adds to the log; there is nothing that changes it."""
        entries = [FiredEntry(rule=each.rule, points=each.points) for each in fired]
        self.save(ModerationDecision(id=self.new_id(), kind=kind, at=self.now, rules=entries, **fields))

    def find_decisions(self, area: str, before: str | None, limit: int) -> list[ModerationDecision]:
        query = newest({"area": inside(area)}, before)
        return list(ModerationDecision.objects(__raw__=query).order_by("-id").limit(limit))

    def decision_view(self, entry: ModerationDecision) -> DecisionView:
        return DecisionView(
            id=entry.id, kind=entry.kind, at=entry.at, held=entry.held, judged=entry.judged, subject=entry.subject,
            area=entry.area, rules=_told(entry.rules), rules_version=entry.rules_version, by=entry.by, reason=entry.reason,
        )  # fmt: skip

    def held_view(self, held: HeldText, account: str, reviewer: bool, opened: bool = True) -> HeldView:
        """`opened`: with the original; a decision's reply, which is kept for repeats, goes without."""
        moves = HOLD.open_to(held.state, capacities(account, held.account, reviewer))
        return HeldView(
            id=held.id, kind=held.kind, subject=held.subject, area=held.area, state=held.state, rules=_told(held.rules),
            rules_version=held.rules_version, held_at=held.held_at, original=_opened(held.original, opened),
            appeal=_opened(held.appeal, opened), reason=held.reason, keep_until=held.keep_until,
            earlier=_count_earlier(held) if reviewer else None,
            actions=[NextAction(action=move.action, needs=list(move.needs)) for move in moves], version=held.version,
        )  # fmt: skip


def _count_earlier(held: HeldText) -> int:
    return HeldText.objects(account=held.account, id__lt=held.id, state__ne=HoldState.RELEASED).limit(1000).count(True)


def _opened(sealed: str | None, opened: bool) -> str | None:
    return unseal(sealed, SEALED_FOR) if sealed and opened else None


def _told(rules: Iterable[FiredEntry]) -> list[FiredRule]:
    return [
        FiredRule(rule=each.rule, points=each.points, en=MEANING[each.rule][0], zh=MEANING[each.rule][1])
        for each in rules
    ]


@lru_cache(maxsize=8)
def _rule_set(number: int) -> RuleSet:
    """Editions never change, so that one that was read need not be read again."""
    edition = RuleEdition.objects(number=number).first()
    return RuleSet.model_validate(edition.rules) if edition else FIRST_RULES
