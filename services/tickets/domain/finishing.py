"""When a matter may be called done: a complex one has a lead, a hard one has been met about, no unit still owes a task."""

from dataclasses import dataclass

from shared.contracts.tickets.catalogue import Track
from shared.contracts.tickets.handling import LEADER_ONLY, NO_LEAD, NO_MEETING, TASKS_OPEN


@dataclass(frozen=True)
class Readiness:
    """led: somebody is named who leads it. met: a joint meeting was held. excused: a reason is given for open tasks.
    leads: whoever finishes it has it in hand."""

    track: Track = Track.SIMPLE
    led: bool = False
    met: bool = False
    open_tasks: int = 0
    excused: bool = False
    leads: bool = False


NOTHING_OWED = Readiness()


def refuse_unready(facts: Readiness) -> None:
    if facts.track is Track.COMPLEX and not facts.led:
        raise NO_LEAD()
    if facts.track is Track.HARD and not facts.met:
        raise NO_MEETING()
    if facts.open_tasks and not facts.excused:
        raise TASKS_OPEN("/open_tasks_reason", count=facts.open_tasks)
    if facts.open_tasks and not facts.leads:
        raise LEADER_ONLY("/open_tasks_reason")
