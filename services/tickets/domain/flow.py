"""Which way a matter goes, and who may move it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.tickets.domain.finishing import NOTHING_OWED, Readiness, refuse_unready
from shared.contracts.actor import STAFF, Actor
from shared.contracts.tickets.handling import (
    COMPLAINED_ABOUT,
    NO_PROOF,
    NOT_AGAIN_HERE,
    TOO_LATE_TO_DISAGREE,
)
from shared.contracts.tickets.matters import TicketState
from shared.kernel.machine import Machine, Move

REPORTER = "reporter"
FOLLOWER = "follower"
DESK = "desk"
VIEWER = "viewer"
OUTSIDE = "outside_desk"
CLOCK = "clock"
STREET_DEPTH = 2
DISAGREE_DAYS = 15
"""How long after its close a matter can be opened again."""


@dataclass(frozen=True)
class CaseFacts:
    """What the guards of the moves look at."""

    now: datetime
    photo_needed: bool = False
    photos: int = 0
    closed_at: datetime | None = None
    readiness: Readiness = NOTHING_OWED


def fit_to_finish(facts: CaseFacts) -> None:
    if facts.photo_needed and not facts.photos:
        raise NO_PROOF("/photos")
    refuse_unready(facts.readiness)


def soon_enough(facts: CaseFacts) -> None:
    if facts.closed_at is not None and facts.now > facts.closed_at + timedelta(days=DISAGREE_DAYS):
        raise TOO_LATE_TO_DISAGREE(closed=facts.closed_at.date().isoformat(), days=DISAGREE_DAYS)


S = TicketState
IN_HAND = (S.ACCEPTED, S.WAITING)
BY_DESK = frozenset({DESK})
BY_REPORTER = frozenset({REPORTER})
BY_CITIZEN = frozenset({REPORTER, FOLLOWER})
OWED = (S.OPEN, *IN_HAND, S.OUTSIDE, S.JOINT)

FLOW = Machine(
    name="ticket",
    states=tuple(TicketState),
    initial=S.OPEN,
    terminal=frozenset({S.WITHDRAWN}),
    moves=(
        Move("accept", (S.OPEN,), S.ACCEPTED, BY_DESK),
        Move("finish", (S.ACCEPTED, S.JOINT), S.DONE, BY_DESK, needs=("note",), guard=fit_to_finish),
        Move("hand_over", (S.OPEN, *IN_HAND), S.OPEN, BY_DESK, needs=("desk", "note")),
        Move("lead", (S.OPEN, S.ACCEPTED), S.ACCEPTED, BY_DESK, needs=("name",)),
        Move("lead", (S.JOINT,), S.JOINT, BY_DESK, needs=("name",)),
        Move("to_backstop", (S.OPEN, *IN_HAND), S.OPEN, BY_DESK, needs=("note",)),
        Move("pause", (S.ACCEPTED,), S.WAITING, BY_DESK, needs=("reason", "note")),
        Move("resume", (S.WAITING,), S.ACCEPTED, BY_DESK),
        Move("decline", (S.OPEN, S.ACCEPTED), S.DECLINED, BY_DESK, needs=("reason",)),
        Move("escalate", (S.OPEN, *IN_HAND, S.OUTSIDE, S.JOINT), S.OPEN, frozenset({CLOCK})),
        Move("send_outside", (S.OPEN, S.ACCEPTED), S.OUTSIDE, BY_DESK, needs=("outside_desk", "note")),
        Move("bring_back", (S.OUTSIDE,), S.ACCEPTED, frozenset({DESK, OUTSIDE}), needs=("note",)),
        Move("convene", (S.OPEN, S.ACCEPTED), S.JOINT, BY_DESK, needs=("units", "note")),
        Move("change_track", (S.OPEN,), S.OPEN, BY_DESK, needs=("track", "reason")),
        Move("change_track", (S.ACCEPTED,), S.ACCEPTED, BY_DESK, needs=("track", "reason")),
        Move("merge", (S.OPEN, *IN_HAND), S.MERGED, BY_DESK, needs=("into",)),
        Move("unmerge", (S.MERGED,), S.OPEN, BY_DESK, needs=("reason",)),
        Move("confirm", (S.DONE,), S.CLOSED, BY_REPORTER),
        Move("rate", (S.DONE,), S.CLOSED, BY_REPORTER, needs=("stars",)),
        Move("rate", (S.CLOSED, S.DECLINED), S.CLOSED, BY_CITIZEN, needs=("stars",)),
        Move("disagree", (S.DONE, S.CLOSED, S.DECLINED), S.OPEN, BY_CITIZEN, needs=("reason",), guard=soon_enough),
        Move("lapse", (S.DONE,), S.CLOSED, frozenset({CLOCK})),
        *(Move("grade", (state,), state, BY_DESK, needs=("colour", "reason")) for state in OWED),
        Move("withdraw", (S.OPEN,), S.WITHDRAWN, BY_REPORTER),
    ),
)
RESTARTS = frozenset({"open", "accept", "lead", "finish", "hand_over", "to_backstop", "escalate", "send_outside", "bring_back", "convene",
                      "unmerge", "disagree", "uphold_objection"})  # fmt: skip
"""Steps at which the clock of the desk starts again; a pause and its end do not."""


OUTCOMES = frozenset({S.DONE, S.CLOSED, S.DECLINED})
"""What is an answer to those who reported a matter."""


def is_answer(action: str, source: str | None, target: str) -> bool:
    """Whether a step is something that all who reported the matter are told: its outcome, or that it opens again."""
    if source in OUTCOMES and target not in OUTCOMES:
        return True
    return target in OUTCOMES and source != target and (source, action) != (S.DECLINED, "rate")


@dataclass(frozen=True)
class Standing:
    """Who has to do with a matter: what tells in what capacity somebody stands to it.

    outside: accounts of the outside desk that has it now. insiders: accounts that had it in hand before, or a task of it.
    """

    area: str
    desk: str
    reporter: str | None = None
    person: str | None = None
    filed_by: str | None = None
    handler: str | None = None
    against: str | None = None
    barred: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    insiders: tuple[str, ...] = ()


def capacities(actor: Actor, standing: Standing, follows: bool = False) -> frozenset[str]:
    """In what capacities the actor stands to a matter; none: for them it does not exist.

    Who filed it for somebody else speaks for them, unless it is in their own hand. Who is complained about has no part.
    """
    if actor.account == standing.against:
        return frozenset()
    held = set()
    if _reported(actor, standing):
        held.add(REPORTER)
    if follows:
        held.add(FOLLOWER)
    if actor.account in standing.outside:
        held.add(OUTSIDE)
    if actor.account in standing.insiders:
        held.add(VIEWER)
    if actor.has(*STAFF):
        if actor.covers(standing.area) or actor.covers(standing.desk):
            held.add(VIEWER)
        at_desk = actor.covers(standing.desk) or actor.account == standing.handler
        if at_desk and actor.account not in standing.barred:
            held.add(DESK)
    return frozenset(held)


def _reported(actor: Actor, standing: Standing) -> bool:
    if actor.account == standing.reporter or (actor.person is not None and actor.person == standing.person):
        return True
    return actor.account == standing.filed_by != standing.handler


def refuse_partial(account: str, standing: Standing, pointer: str | None = None) -> None:
    """No hand-over to the person complained about, nor back to whom the citizen has disagreed with."""
    if account == standing.against:
        raise COMPLAINED_ABOUT(pointer)
    if account in standing.barred:
        raise NOT_AGAIN_HERE(pointer)


def one_level_up(desk: str) -> str:
    """grid, community, street, district; the district is the last."""
    return desk.rpartition(".")[0] or desk


def duty_desk(area: str) -> str:
    """The street's duty desk takes what nobody owns; where no street is known, the district's."""
    return ".".join(area.split(".")[:STREET_DEPTH])


def around(area: str) -> list[str]:
    """The area and all above it, the smallest first: `150202.003.005`, `150202.003`, `150202`."""
    found = [area]
    while "." in area:
        area = area.rpartition(".")[0]
        found.append(area)
    return found
