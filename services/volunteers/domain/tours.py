"""How a stop of a tour moves, and ways between stops: nobody is in two places at once."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from shared.contracts.volunteers.tours import PERFORMER_ELSEWHERE, ROUTE_DAYS, ROUTE_ORDER, StopState
from shared.kernel.clock import SHANGHAI
from shared.kernel.machine import Machine, Move

ORGANISER, HOST = "organiser", "host"
EARTH = 6_371_009
"""Mean radius in metres."""
TOUR_STOP = Machine(
    "tour_stop",
    states=tuple(StopState),
    initial=StopState.ASKED,
    terminal=frozenset({StopState.REFUSED, StopState.WITHDRAWN, StopState.CANCELLED, StopState.HELD}),
    moves=(
        Move("accept", (StopState.ASKED,), StopState.ACCEPTED, frozenset({ORGANISER}), ("performers", "starts")),
        Move("refuse", (StopState.ASKED,), StopState.REFUSED, frozenset({ORGANISER}), ("reason",)),
        Move("withdraw", (StopState.ASKED,), StopState.WITHDRAWN, frozenset({HOST})),
        Move("move", (StopState.ACCEPTED,), StopState.ACCEPTED, frozenset({ORGANISER}), ("starts", "place", "point")),
        Move("call_off", (StopState.ACCEPTED,), StopState.CANCELLED, frozenset({ORGANISER, HOST}), ("reason",)),
        Move("report", (StopState.ACCEPTED,), StopState.HELD, frozenset({HOST}), ("audience",)),
    ),
)


@dataclass(frozen=True)
class Appearance:
    """Being at a point (longitude, latitude) for a time; `speed` in kilometres an hour on the way to it and from it."""

    point: tuple[float, float]
    starts: datetime
    ends: datetime
    speed: int
    place: str = ""


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the great circle (haversine)."""
    (west, south), (east, north) = ([math.radians(part) for part in point] for point in (one, other))
    part = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(part)))


def travel_minutes(one: Appearance, other: Appearance) -> int:
    """Whole minutes, rounded up, at the slower of the two speeds."""
    return math.ceil(metres(one.point, other.point) * 60 / (min(one.speed, other.speed) * 1000))


def can_do_both(one: Appearance, other: Appearance) -> bool:
    """Whether the same person can appear at both: the way lies between the end of the earlier and the later's start."""
    earlier, later = sorted((one, other), key=lambda each: each.starts)
    return earlier.ends + timedelta(minutes=travel_minutes(one, other)) <= later.starts


def refuse_bad_route(stops: Sequence[Appearance], pointer: str) -> None:
    """The stops are on one day in Shanghai, in order, with time for the way."""
    for place, (before, stop) in enumerate(pairwise(stops), 1):
        if stop.starts.astimezone(SHANGHAI).date() != stops[0].starts.astimezone(SHANGHAI).date():
            raise ROUTE_DAYS(f"{pointer}/{place}/starts")
        if stop.starts <= before.starts or not can_do_both(before, stop):
            raise ROUTE_ORDER(f"{pointer}/{place}/starts", minutes=travel_minutes(before, stop))


def refuse_elsewhere(stop: Appearance, others: Iterable[Appearance], pointer: str) -> None:
    for other in others:
        if not can_do_both(stop, other):
            starts = f"{other.starts.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            raise PERFORMER_ELSEWHERE(pointer, place=other.place, starts=starts)
