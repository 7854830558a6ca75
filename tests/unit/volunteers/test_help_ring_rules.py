"""Rings only grow, nobody is asked twice or in their rest, and everybody who fits is asked in the end."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.help_rings import (
    FIRST_RINGS,
    SHORTEST_WAIT,
    STEP,
    TRUSTED,
    Candidate,
    Wish,
    choose,
    has_time,
    headline,
    misfit,
    refuse_shrinking,
    tally,
    wait_for,
    wave,
)
from shared.contracts.volunteers.help_rings import Ring
from shared.contracts.volunteers.needs import Misfit
from shared.contracts.volunteers.people import Skill, Slot
from shared.kernel.errors import Refusal

MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
"""Nine o'clock in Shanghai."""
WEEK = Wish(Skill.COMPANY, False, MONDAY, MONDAY + timedelta(days=6), 60)
RINGS = FIRST_RINGS["soon"]

candidates = st.builds(
    Candidate,
    volunteer=st.integers(0, 10**6).map(str),
    account=st.just("a"),
    metres=st.none() | st.floats(0, 8000),
    radius=st.integers(0, 9000),
    skills=st.sets(st.sampled_from([Skill.COMPANY, Skill.MEALS])).map(frozenset),
    confirmed=st.just(frozenset()),
    slots=st.just(()) | st.just((Slot(weekday=3, since=time(9), until=time(9, 30)),)),
    resting_until=st.none() | st.integers(-50, 50).map(lambda hours: MONDAY + timedelta(hours=hours)),
    asked_last=st.none() | st.integers(1, 999).map(lambda hours: MONDAY - timedelta(hours=hours)),
)
rings = st.lists(
    st.builds(Ring, radius=st.integers(50, 9000), wait=st.integers(1, 600), most=st.integers(1, 5)),
    min_size=1,
    max_size=5,
    unique_by=lambda ring: ring.radius,
).map(lambda found: sorted(found, key=lambda ring: ring.radius))


def person(number: int = 1, **fields) -> Candidate:
    return Candidate(
        **{"volunteer": str(number), "account": "a", "metres": 10, "radius": 2000, "skills": frozenset({Skill.COMPANY})} | fields
    )  # fmt: skip


def run(town: list[Candidate], rings: list[Ring], now: datetime) -> list[tuple[int, list[Candidate]]]:
    """All waves until there is nobody left, by the clock."""
    waves: list[tuple[int, list[Candidate]]] = []
    asked: set[str] = set()
    at = 0

    def near(metres: int) -> list[Candidate]:
        found = [each for each in town if each.volunteer not in asked and (each.metres or 0) <= metres]
        return sorted(found, key=lambda each: float("inf") if each.metres is None else each.metres)

    while True:
        at, chosen = wave(rings, at, near, WEEK, now)
        if not chosen:
            return waves
        waves.append((at, chosen))
        asked |= {each.volunteer for each in chosen}
        now += timedelta(minutes=rings[at].wait)


@given(st.lists(candidates, max_size=40, unique_by=lambda each: each.volunteer), rings)
def test_rings_only_grow_and_nobody_is_asked_twice_or_in_their_rest(town, rings):
    waves = run(town, rings, MONDAY)
    numbers = [number for number, _ in waves]
    assert numbers == sorted(numbers)
    asked = [each.volunteer for _, chosen in waves for each in chosen]
    assert len(asked) == len(set(asked))
    moment = MONDAY
    for number, chosen in waves:
        assert 0 < len(chosen) <= rings[number].most
        assert all(misfit(each, WEEK, moment) is None for each in chosen)
        assert all(each.resting_until is None or each.resting_until <= moment for each in chosen)
        assert all((each.metres or 0) <= rings[number].radius for each in chosen)
        moment += timedelta(minutes=rings[number].wait)


@given(st.lists(candidates, max_size=40, unique_by=lambda each: each.volunteer), rings)
def test_everybody_who_fits_is_asked_by_the_last_ring(town, rings):
    asked = {each.volunteer for _, chosen in run(town, rings, MONDAY) for each in chosen}
    fit = {each.volunteer for each in town if misfit(each, WEEK, MONDAY) is None}
    assert {
        each.volunteer for each in town if each.volunteer in fit and (each.metres or 0) <= rings[-1].radius
    } <= asked


@given(st.lists(candidates, max_size=30, unique_by=lambda each: each.volunteer), st.integers(1, 5))
def test_nearer_come_first_and_of_the_equally_near_who_was_asked_least_recently(town, most):
    town.sort(key=lambda each: float("inf") if each.metres is None else each.metres)
    chosen = choose(iter(town), most, WEEK, MONDAY)
    left = [each for each in town if misfit(each, WEEK, MONDAY) is None and each not in chosen]
    assert len(chosen) == min(most, len(chosen) + len(left))

    def order(each: Candidate):
        step = float("inf") if each.metres is None else each.metres // STEP
        return step, each.asked_last or datetime.min.replace(tzinfo=UTC), each.volunteer

    assert all(order(one) <= order(other) for one in chosen for other in left)


@given(rings, st.integers(0, 20_000))
def test_every_ring_has_its_turn_before_it_is_too_late(rings, minutes):
    left = timedelta(minutes=minutes)
    for at, ring in enumerate(rings):
        waited = wait_for(rings, at, left)
        assert SHORTEST_WAIT <= waited <= max(timedelta(minutes=ring.wait), SHORTEST_WAIT)
        assert waited == timedelta(minutes=ring.wait) or waited * (len(rings) - at) <= max(
            left, len(rings) * SHORTEST_WAIT
        )
        left -= waited
    assert left >= -len(rings) * SHORTEST_WAIT


def test_choosing_reads_no_further_than_it_has_to():
    def town():
        yield person(1, metres=10)
        yield person(2, metres=10 + STEP)
        raise AssertionError("read on")

    assert [each.volunteer for each in choose(town(), 1, WEEK, MONDAY)] == ["1"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, None),
        ({"metres": None}, None),
        ({"skills": frozenset({Skill.MEALS})}, Misfit.NOT_QUALIFIED),
        ({"metres": 2001}, Misfit.TOO_FAR),
        ({"resting_until": MONDAY + timedelta(minutes=1)}, Misfit.RESTING),
        ({"resting_until": MONDAY}, None),
        ({"slots": (Slot(weekday=1, since=time(9), until=time(9, 59)),)}, Misfit.NO_TIME),
        ({"metres": 2001, "resting_until": MONDAY + timedelta(days=1)}, Misfit.TOO_FAR),
    ],
)
def test_first_thing_that_is_not_in_order_is_the_reason(fields, reason):
    assert misfit(person(**fields), WEEK, MONDAY) == reason


@pytest.mark.parametrize("skill", sorted(TRUSTED))
def test_trusted_skills_have_to_be_confirmed(skill):
    wish = Wish(skill, False, MONDAY, WEEK.ends_at, 60)
    offered = {"skills": frozenset({skill})}
    assert misfit(person(**offered), wish, MONDAY) is Misfit.NOT_QUALIFIED
    assert misfit(person(**offered, confirmed=frozenset({skill})), wish, MONDAY) is None


@pytest.mark.parametrize(
    ("weekday", "since", "until", "begins", "hours", "wanted", "free"),
    [
        (1, time(9), time(10), 0, 1, 60, True),
        (1, time(9), time(10), 0, 1, 61, False),
        (1, time(8), time(9, 30), 0, 5, 31, False),
        (1, time(8), time(9, 30), 0, 5, 30, True),
        (3, time(20), time(21), 0, 24 * 6, 60, True),
        (7, time(20), time(21), 0, 24 * 6, 60, False),
        (1, time(9), time(10), 24 * 7, 1, 60, True),
    ],
)
def test_time_is_found_within_one_slot_of_one_day(weekday, since, until, begins, hours, wanted, free):
    start = MONDAY + timedelta(hours=begins)
    slots = (Slot(weekday=weekday, since=since, until=until),)
    assert has_time(slots, start, start + timedelta(hours=hours), wanted) is free


def test_reasons_are_counted_and_the_best_one_stands_above():
    around = [
        person(1, skills=frozenset()), person(2, metres=2500), person(3, resting_until=MONDAY + timedelta(days=1)),
        person(4, slots=(Slot(weekday=1, since=time(6), until=time(7)),)), person(5),
    ]  # fmt: skip
    counts = tally(around, [person(6, metres=9000), person(7, skills=frozenset())], {"5"}, WEEK, MONDAY)
    assert counts == {
        Misfit.NOT_QUALIFIED: 1, Misfit.TOO_FAR: 2, Misfit.RESTING: 1, Misfit.NO_TIME: 1, Misfit.NOT_ANSWERED: 1,
    }  # fmt: skip
    for best in (Misfit.NOT_ANSWERED, Misfit.NO_TIME, Misfit.RESTING, Misfit.TOO_FAR, Misfit.NOT_QUALIFIED):
        assert headline(counts) is best
        counts = counts - Counter({best: 9})
    assert headline({}) is Misfit.NOT_QUALIFIED


def test_rings_that_do_not_grow_are_refused():
    refuse_shrinking(RINGS)
    with pytest.raises(Refusal, match=r"volunteers\.rings_shrink at /rings/2/radius"):
        refuse_shrinking([*RINGS[:2], RINGS[1]])
