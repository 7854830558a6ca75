"""Finding, keeping and showing change requests."""

import json
from collections.abc import Iterable
from typing import Any

from services.residents.documents.changes import Change, ChangeStepDocument, Validation
from services.residents.domain.changing import CHANGE, Turn, capacities, next_turn
from shared.contracts.actor import Actor
from shared.contracts.residents.admission import NextAction
from shared.contracts.residents.changes import (
    ChangeKind,
    ChangeMoved,
    ChangeState,
    ChangeStep,
    ChangeView,
    Difference,
    GridChange,
    HouseholdChange,
    IdentityChange,
    ValidationView,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

WANTED = "change-wanted"
SHAPES = {
    ChangeKind.IDENTITY: IdentityChange,
    ChangeKind.HOUSEHOLD: HouseholdChange,
    ChangeKind.GRID: GridChange,
}


class ChangeStore(Work):
    documents = (Change,)

    def new_change(
        self, kind: ChangeKind, wanted: Any, before: dict[str, Any], asked: Iterable[Turn], **fields: Any
    ) -> Change:
        change = Change(id=self.new_id(), kind=kind, state=CHANGE.initial, requested_at=self.now, **fields)
        change.wanted = seal(wanted.model_dump_json(exclude_none=True), WANTED)
        change.before = seal(json.dumps(before), WANTED)
        change.validations = [Validation(role=turn.role, area=turn.area) for turn in asked]
        self._note_turn(change)
        return change

    def get_change(self, change_id: str) -> Change:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        change = Change.objects(id=change_id).first()
        if change is None:
            raise NOT_FOUND("/change_id", what="change")
        self.refuse_stale(change.version)
        return change

    def pending_change(self, person: str, kind: ChangeKind) -> Change | None:
        return Change.objects(person=person, kind=kind, state=ChangeState.PENDING).first()

    def pending_changes_of(self, person: str) -> list[Change]:
        return list(Change.objects(person=person, state=ChangeState.PENDING))

    def find_changes(self, conditions: dict[str, Any], after: str | None, limit: int) -> list[Change]:
        """Oldest first."""
        query = conditions | ({"_id": {"$gt": after}} if after is not None else {})
        return list(Change.objects(__raw__=query).order_by("id").limit(limit))

    def own_changes(self, account: str, person: str | None) -> dict[str, Any]:
        if person is None:
            return {"account": account}
        return {"$or": [{"account": account}, {"person": person}, {"applicant": person}]}

    def waiting_changes(self, areas: Iterable[str], roles: Iterable[str]) -> dict[str, Any]:
        """Those whose next turn is that of these roles in these areas."""
        within = [{"waits_in": {"$gte": area, "$lt": area + "/"}} for area in areas] or [{"waits_in": "-"}]
        return {"$or": within, "waits_for": {"$in": list(roles)}}

    def changes_in(self, areas: Iterable[str], roles: Iterable[str]) -> dict[str, Any]:
        """Those in which these roles have, or had, a turn in these areas."""
        within = [{"area": {"$gte": area, "$lt": area + "/"}} for area in areas] or [{"area": "-"}]
        return {"validations": {"$elemMatch": {"$or": within, "role": {"$in": list(roles)}}}}

    def wanted_in(self, change: Change) -> Any:
        """What is asked for, as the contract's value."""
        return SHAPES[change.kind].model_validate_json(unseal(change.wanted, WANTED))

    def before_of(self, change: Change) -> dict[str, Any]:
        return json.loads(unseal(change.before, WANTED))

    def turns_of(self, change: Change) -> list[Turn]:
        return [Turn(v.role, v.area, v.at is not None) for v in change.validations]

    def mark_validated(self, change: Change, actor: Actor) -> None:
        place = next_turn(self.turns_of(change))
        if place is not None:
            change.validations[place].by, change.validations[place].at = actor.account, self.now
        self._note_turn(change)

    def record_change(self, change: Change, action: str, actor: Actor, target: str, note: str | None = None) -> None:
        change.history.append(
            ChangeStepDocument(action=action, by=actor.account, at=self.now, target=target, note=note)
        )
        change.state = target
        if target != ChangeState.PENDING:
            change.decided_at, change.waits_in, change.waits_for = self.now, None, None

    def announce_change(self, change: Change, area: str) -> None:
        news = ChangeMoved(
            change=change.id, kind=change.kind, person=change.person, account=change.account, state=change.state,
            waits_in=change.waits_in, waits_for=change.waits_for, photos=list(change.photos),
            areas=sorted({turn.area for turn in change.validations}),
        )  # fmt: skip
        self.announce(news, subject=change.id, version=change.version, area=area)

    def change_view(self, change: Change, actor: Actor, differences: list[Difference]) -> ChangeView:
        held = capacities(actor, change.account, change.applicant, self.turns_of(change))
        moves = CHANGE.open_to(change.state, held)
        return ChangeView(
            id=change.id,
            kind=change.kind,
            state=change.state,
            person=change.person,
            applicant=change.applicant,
            differences=differences,
            photos=list(change.photos),
            note=change.note,
            reason=change.reason,
            validations=[ValidationView(role=v.role, area=v.area, at=v.at) for v in change.validations],
            requested_at=change.requested_at,
            decided_at=change.decided_at,
            history=[ChangeStep(action=s.action, at=s.at, target=s.target, note=s.note) for s in change.history],
            actions=[NextAction(action=move.action, needs=list(move.needs)) for move in moves],
            version=change.version,
        )

    def _note_turn(self, change: Change) -> None:
        place = next_turn(self.turns_of(change))
        waiting = change.validations[place] if place is not None else None
        change.waits_for = waiting.role if waiting else None
        change.waits_in = waiting.area if waiting else None
