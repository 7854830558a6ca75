"""What must hold after it all, counted."""

from dataclasses import dataclass
from typing import Any

from infra.faults.people import Matter, People
from infra.faults.witness import Witness

STEPS = 4
"""Changes, and so events, per settled matter: opened, accepted, done, rated."""


@dataclass(frozen=True)
class Verdict:
    """Counts; all but the first three must be zero."""

    matters: int
    events: int
    doubled_events: int
    unanswered: int
    lost_matters: int
    doubled_matters: int
    wrong_versions: int
    lost_events: int
    out_of_order: int
    dead_letters: int
    internal_errors: int

    @property
    def good(self) -> bool:
        return not any((
            self.unanswered, self.lost_matters, self.doubled_matters, self.wrong_versions, self.lost_events,
            self.out_of_order, self.dead_letters, self.internal_errors,
        ))  # fmt: skip

    def lines(self) -> list[str]:
        return [
            f"matters settled through it all   {self.matters}",
            f"events that the witness got      {self.events}",
            f"  came more than once            {self.doubled_events} (consumers drop these by their inbox)",
            f"matters without a final answer   {self.unanswered}",
            f"accepted but not stored          {self.lost_matters}",
            f"stored more than once            {self.doubled_matters}",
            f"settled with a wrong version     {self.wrong_versions}",
            f"events lost                      {self.lost_events}",
            f"events out of order              {self.out_of_order}",
            f"dead letters                     {self.dead_letters}",
            f"answers 500                      {self.internal_errors}",
        ]


def judge(people: People, witness: Witness, tickets: Any, dead_letters: int) -> Verdict:
    """Holds what people were told against what is stored and what the witness got."""
    stored: dict[str, list[dict[str, Any]]] = {}
    for ticket in tickets.find({}, {"text": 1, "version": 1}):
        stored.setdefault(ticket["text"], []).append(ticket)
    return Verdict(
        matters=len(people.settled),
        events=len(witness.seen),
        doubled_events=sum(count > 1 for count in witness.seen.values()),
        unanswered=len(people.unsettled),
        lost_matters=sum(matter.mark not in stored for matter in people.settled),
        doubled_matters=sum(len(stored.get(matter.mark, ())) > 1 for matter in people.settled),
        wrong_versions=sum(_wrong(matter, stored) for matter in people.settled),
        lost_events=sum(STEPS - len(set(witness.order.get(matter.ticket, ()))) for matter in people.settled),
        out_of_order=sum(versions != sorted(versions) for versions in witness.order.values()),
        dead_letters=dead_letters,
        internal_errors=people.answers.get(500, 0),
    )


def complete(people: People, witness: Witness) -> bool:
    return all(len(witness.order.get(matter.ticket, ())) >= STEPS for matter in people.settled)


def _wrong(matter: Matter, stored: dict[str, list[dict[str, Any]]]) -> bool:
    told = matter.versions == list(range(1, STEPS + 1))
    kept = [ticket["version"] for ticket in stored.get(matter.mark, ())] == [STEPS]
    return not (told and kept)
