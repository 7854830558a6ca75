"""Whom a call for help asks next, ring by ring, and why nobody took it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.volunteers.domain.availability import is_resting, minutes
from shared.contracts.volunteers.help_calls import HelpUrgency
from shared.contracts.volunteers.help_rings import RINGS_SHRINK, Ring
from shared.contracts.volunteers.needs import Misfit
from shared.contracts.volunteers.people import Skill, Slot
from shared.kernel.clock import SHANGHAI

TRUSTED = frozenset({Skill.BATHING, Skill.MEDICAL})
"""Skills that a supporter must have confirmed, whatever the call says."""

STEP = 100
"""Distances are equal when they fall into the same so many metres."""

FIRST_RINGS: Mapping[HelpUrgency, tuple[Ring, ...]] = {
    HelpUrgency.NOW: (
        Ring(radius=500, wait=5, most=10),
        Ring(radius=1500, wait=5, most=20),
        Ring(radius=5000, wait=10, most=40),
    ),
    HelpUrgency.SOON: (
        Ring(radius=500, wait=60, most=5),
        Ring(radius=1500, wait=120, most=10),
        Ring(radius=5000, wait=240, most=20),
    ),
    HelpUrgency.WHENEVER: (
        Ring(radius=1000, wait=720, most=5),
        Ring(radius=3000, wait=1440, most=10),
        Ring(radius=10_000, wait=1440, most=20),
    ),
}
"""What every area begins with."""

SHORTEST_WAIT = timedelta(minutes=1)

NEVER = datetime.min.replace(tzinfo=UTC)
_BY_HOW_FAR = (Misfit.NOT_ANSWERED, Misfit.NO_TIME, Misfit.RESTING, Misfit.TOO_FAR)


@dataclass(frozen=True)
class Wish:
    """What a call asks of whoever comes: help of so many minutes at some time between the two moments."""

    skill: Skill
    confirmed_only: bool
    starts_at: datetime
    ends_at: datetime
    minutes: int


@dataclass(frozen=True)
class Candidate:
    """A volunteer as seen from a call. `metres` is None where one of the two has no point and both are of one community."""

    volunteer: str
    account: str
    metres: float | None
    radius: int
    skills: frozenset[Skill]
    confirmed: frozenset[Skill] = frozenset()
    slots: tuple[Slot, ...] = ()
    resting_until: datetime | None = None
    asked_last: datetime | None = None


Near = Callable[[int], Iterable[Candidate]]
"""Those within so many metres who were not asked yet, the nearest first, those without a distance last."""


def wave(rings: Sequence[Ring], at: int, near: Near, wish: Wish, now: datetime) -> tuple[int, list[Candidate]]:
    """The ring and whom to ask in it: the ring `at` as long as it has somebody left, then the next that has.

    Nobody when all rings are through.
    """
    for number in range(at, len(rings)):
        if chosen := choose(near(rings[number].radius), rings[number].most, wish, now):
            return number, chosen
    return max(at, len(rings) - 1), []


def wait_for(rings: Sequence[Ring], at: int, left: timedelta) -> timedelta:
    """How long the ring `at` is waited for: as its rule says, but never so long that those behind it would be asked too late.

    `left`: until the last moment at which help could begin; each ring that is to come has an equal share of it.
    """
    return max(min(timedelta(minutes=rings[at].wait), left / (len(rings) - at)), SHORTEST_WAIT)


def choose(candidates: Iterable[Candidate], most: int, wish: Wish, now: datetime) -> list[Candidate]:
    """Of those who fit, the nearest; of the equally near, who was asked least recently. Reads no more of them than it takes."""
    fitting: list[Candidate] = []
    for each in candidates:
        if len(fitting) >= most and _step(each) > _step(fitting[-1]):
            break
        if misfit(each, wish, now) is None:
            fitting.append(each)
    fitting.sort(key=lambda each: (_step(each), each.asked_last or NEVER, each.volunteer))
    return fitting[:most]


def misfit(each: Candidate, wish: Wish, now: datetime) -> Misfit | None:
    """Why somebody does not fit: the first thing that is not in order."""
    if not qualified(wish, each.skills, each.confirmed):
        return Misfit.NOT_QUALIFIED
    if each.metres is not None and each.metres > each.radius:
        return Misfit.TOO_FAR
    if is_resting(each.resting_until, now):
        return Misfit.RESTING
    return None if has_time(each.slots, max(now, wish.starts_at), wish.ends_at, wish.minutes) else Misfit.NO_TIME


def qualified(wish: Wish, offered: Collection[Skill], confirmed: Collection[Skill]) -> bool:
    return wish.skill in (confirmed if wish.confirmed_only or wish.skill in TRUSTED else offered)


def has_time(slots: Sequence[Slot], since: datetime, until: datetime, wanted: int) -> bool:
    """Whether one slot of one day leaves so many minutes between the two moments; who names no slots is asked at any time."""
    if not slots:
        return until - since >= timedelta(minutes=wanted)
    begins, ends = since.astimezone(SHANGHAI), until.astimezone(SHANGHAI)
    day = begins.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < ends:
        for slot in slots:
            if slot.weekday == day.isoweekday():
                opens = max(begins, day + timedelta(minutes=minutes(slot.since)))
                closes = min(ends, day + timedelta(minutes=minutes(slot.until)))
                if closes - opens >= timedelta(minutes=wanted):
                    return True
        day += timedelta(days=1)
    return False


def tally(
    around: Iterable[Candidate], beyond: Iterable[Candidate], asked: Collection[str], wish: Wish, now: datetime
) -> Counter[Misfit]:
    """How many volunteers did not take a call for which reason. `beyond`: who lives behind the last ring.

    Who fits and was not asked, since the call was taken for a while, counts as not answered too.
    """
    found = Counter(
        Misfit.NOT_ANSWERED if each.volunteer in asked else misfit(each, wish, now) or Misfit.NOT_ANSWERED
        for each in around
    )
    far = sum(qualified(wish, each.skills, each.confirmed) for each in beyond)
    return found + Counter({Misfit.TOO_FAR: far})


def headline(counts: Mapping[Misfit, int]) -> Misfit:
    """The one reason for all of it: how far the best got."""
    return next((reason for reason in _BY_HOW_FAR if counts.get(reason)), Misfit.NOT_QUALIFIED)


def refuse_shrinking(rings: Sequence[Ring]) -> None:
    for number in range(1, len(rings)):
        if rings[number].radius <= rings[number - 1].radius:
            raise RINGS_SHRINK(f"/rings/{number}/radius")


def _step(each: Candidate) -> float:
    return float("inf") if each.metres is None else each.metres // STEP
