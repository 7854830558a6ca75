"""A stored ticket as its readers see it."""

from collections.abc import Mapping
from typing import Any

from services.tickets.domain.flow import FLOW, FOLLOWER, Standing, capacities
from shared.contracts.actor import Actor
from shared.contracts.model import Point
from shared.contracts.tickets.matters import (
    GradingStep,
    HeadOutcome,
    Interval,
    NextAction,
    Step,
    TicketView,
    TrackChange,
)

AS_STORED = (
    "number", "state", "channel", "ticket_class", "track", "colour", "category", "text", "address", "building", "area",
    "desk", "responsible", "unit", "opened_at", "citizen_since", "promised_at", "reaction_due", "reacted_at", "state_due",
    "done_at", "closed_at", "confirm_by", "merged_into", "note", "stars", "matter", "measure",
    "outside_desk", "outside_state", "outside_reference", "version",
)  # fmt: skip


def shown(
    row: Mapping[str, Any], actor: Actor, follows: bool = False, outcome: HeadOutcome | None = None
) -> TicketView:
    """A stored ticket as this actor sees it. Who only follows it sees nothing that could tell who reported it."""
    held = capacities(actor, standing_of(row), follows)
    view = TicketView(
        id=row["_id"],
        **{name: row.get(name) for name in AS_STORED},
        extra=row.get("extra", {}),
        point=point_of(row),
        backstop=row.get("backstop", False),
        supporters=row.get("supporters", 0),
        reopened=row.get("reopened", 0),
        held=row.get("held", False),
        overridden=row.get("overridden", False),
        gradings=[graded(entry) for entry in row.get("gradings", [])],
        photos=row.get("photos", []),
        proof=row.get("proof", []),
        pauses=[Interval(since=p["since"], until=p.get("until"), reason=p["reason"]) for p in row.get("pauses", [])],
        history=[
            Step(action=s["action"], at=s["at"], target=s["target"], desk=s.get("desk"), note=told_to(actor, s))
            for s in row["history"]
        ],
        track_changes=[
            TrackChange(at=c["at"], before=c["before"], after=c["after"], reason=c["reason"])
            for c in row.get("track_changes", [])
        ],
        actions=_actions(row["state"], held),
        merged=row.get("merged", []),
        following=follows,
        outcome=outcome,
    )
    return view.model_copy(update=_withheld(view)) if held == {FOLLOWER} else view


def head_outcome(row: Mapping[str, Any], actor: Actor, follows: bool) -> HeadOutcome:
    """What became of the matter that another was merged into, for those who reported or joined that other."""
    told = ("number", "state", "promised_at", "done_at", "closed_at", "note")
    held = capacities(actor, standing_of(row), follows)
    return HeadOutcome(
        ticket_id=row["_id"], **{name: row.get(name) for name in told}, actions=_actions(row["state"], held)
    )


def _withheld(view: TicketView) -> dict[str, Any]:
    return {
        "text": None, "extra": {}, "address": None, "building": None, "photos": [], "outside_reference": None,
        "track_changes": [], "gradings": [step.model_copy(update={"reason": None}) for step in view.gradings],
        "history": [step.model_copy(update={"note": None}) for step in view.history],
    }  # fmt: skip


def _actions(state: str, held: frozenset[str]) -> list[NextAction]:
    return [NextAction(action=move.action, needs=list(move.needs)) for move in FLOW.open_to(state, held)]


def graded(entry: Mapping[str, Any]) -> GradingStep:
    """One grading, without who it was that overrode the rules."""
    by_person = entry.get("by") is not None
    return GradingStep(
        at=entry["at"], colour=entry["colour"], rules=entry.get("rules", []), by_person=by_person,
        lifted=entry.get("lifted", False), reason=entry.get("reason"),
    )  # fmt: skip


def told_to(actor: Actor, step: Mapping[str, Any]) -> str | None:
    """The note of a step; one that moderation holds back is for its author only."""
    return step.get("note") if not step.get("held") or step["by"] == actor.account else None


def standing_of(row: Mapping[str, Any]) -> Standing:
    return Standing(
        area=row["area"], desk=row["desk"], reporter=row.get("reporter"), person=row.get("reporter_person"),
        filed_by=row.get("filed_by"), handler=row.get("handler"), against=row.get("against"),
        barred=tuple(row.get("barred", ())), outside=tuple(row.get("outside_clients", ())),
        insiders=(*(each["account"] for each in row.get("handlers", ())), *row.get("units", ())),
    )  # fmt: skip


def point_of(row: Mapping[str, Any]) -> Point | None:
    if not row.get("place"):
        return None
    longitude, latitude = row["place"]["coordinates"]
    return Point(longitude=longitude, latitude=latitude)
