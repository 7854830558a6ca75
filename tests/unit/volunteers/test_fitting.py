"""Each part of a score."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.fitting import FITS, Offered, Offers, Wanted, fit
from services.volunteers.domain.half_hours import refuse_bad_time, touched, within
from services.volunteers.domain.progress import percent
from services.volunteers.domain.sharing import most_taken
from shared.contracts.volunteers.matching import Weights
from shared.contracts.volunteers.needs import Kind
from shared.contracts.volunteers.people import Skill, Slot
from shared.kernel.errors import Refusal

AREA = "150454.001.001"
METRE = 1 / 111_195
"""Degrees of latitude, about."""


def parts(need: dict, resource: dict) -> tuple[dict[str, int], int, int]:
    wanted = Wanted(**({"id": "n", "kind": Kind.VENUE, "skill": None, "area": AREA} | need))
    offered = Offered(**({"id": "r", "kind": Kind.VENUE, "skills": frozenset(), "area": AREA} | resource))
    found = fit([wanted], Offers([offered]), Weights())
    return {name: int(part[0, 0]) for name, part in found.parts.items()}, int(found.stage[0, 0]), int(found.score[0, 0])


def test_skill_counts_more_when_confirmed():
    need = {"kind": Kind.PEOPLE, "skill": Skill.HAIRCUTS}
    able = {"kind": Kind.PEOPLE, "skills": frozenset({Skill.HAIRCUTS, Skill.COMPANY})}
    assert parts(need, able)[0]["skill"] == 600
    assert parts(need, able | {"confirmed": True})[0]["skill"] == 1000
    assert parts(need, able | {"skills": frozenset({Skill.COMPANY})})[1:] == (0, 0)


@pytest.mark.parametrize(("metres", "part"), [(0, 1000), (500, 500), (900, 100)])
def test_distance_falls_to_the_end_of_the_reach(metres: int, part: int):
    here, there = {"place": (124.0, 30.0)}, {"place": (124.0, 30.0 + metres * METRE), "reach": 1000}
    assert parts(here, there)[0]["distance"] == pytest.approx(part, abs=1)


def test_beyond_the_reach_is_too_far():
    assert parts({"place": (124.0, 30.0)}, {"place": (124.0, 30.0 + 1010 * METRE), "reach": 1000})[1:] == (1, 0)


def test_without_a_point_the_area_decides():
    assert parts({}, {"area": "150454.001"})[0]["distance"] == 500
    assert parts({}, {"area": "150454.002"})[1] == 1
    assert parts({"area": "150454.001"}, {"area": AREA})[1] == 1


def test_time_is_the_share_that_is_free():
    assert parts({"week": frozenset({1, 2, 3, 4})}, {"week": frozenset({2, 3, 4})})[0]["time"] == 750
    assert parts({"week": frozenset({1, 2, 3, 4})}, {"week": frozenset({4, 5})})[1] == 2
    assert parts({}, {"week": frozenset({4, 5})})[0]["time"] == 1000
    assert parts({"week": frozenset({1})}, {})[0]["time"] == 1000


def test_record_is_the_share_of_kept_promises():
    assert parts({}, {})[0]["record"] == 500
    assert parts({}, {"done": 8, "dropped": 0})[0]["record"] == 900
    assert parts({}, {"done": 0, "dropped": 8})[0]["record"] == 100


def test_fairness_prefers_who_has_given_little():
    assert [parts({}, {"given": many})[0]["fairness"] for many in (0, 1, 4)] == [1000, 500, 200]


def test_score_is_the_weighted_mean():
    found, stage, score = parts({}, {})
    weights = Weights()
    assert stage == FITS
    assert score == sum(found[name] * getattr(weights, name) for name in found) // 100


def test_half_hours_count_from_monday_in_shanghai():
    monday = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert touched(monday, monday + timedelta(minutes=61)) == {0, 1, 2}
    sunday_night = monday + timedelta(days=7) - timedelta(minutes=30)
    assert touched(sunday_night, sunday_night + timedelta(hours=1)) == {335, 0}
    assert within([]) is None
    assert within([Slot(weekday=1, since=time(0, 15), until=time(2, 0))]) == {1, 2, 3}
    assert within([Slot(weekday=7, since=time(23, 0), until=time(23, 59))]) == {334, 335}


def test_time_in_disorder_is_refused():
    now = datetime(2026, 11, 22, tzinfo=UTC)
    refuse_bad_time(None, None)
    for pair in ((now, None), (None, now), (now, now), (now, now + timedelta(days=7, minutes=1))):
        with pytest.raises(Refusal) as refusal:
            refuse_bad_time(*pair, "/rows/3")
        assert (refusal.value.reason.code, refusal.value.pointer) == ("volunteers.bad_time", "/rows/3/ends_at")


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8), st.integers(1, 3)), max_size=8)


@given(SPANS, st.integers(0, 20), st.integers(1, 8))
def test_most_taken_is_the_worst_hour(spans: list[tuple[int, int, int]], since: int, hours: int):
    first = datetime(2026, 11, 22, tzinfo=UTC)
    booked = [(first + timedelta(hours=s), first + timedelta(hours=s + n), many) for s, n, many in spans]
    worst = max(sum(many for s, n, many in spans if s <= hour < s + n) for hour in range(since, since + hours))
    assert most_taken(booked, first + timedelta(hours=since), first + timedelta(hours=since + hours)) == worst


def test_percent_of_steps():
    assert [percent(1, 3, "running"), percent(0, 0, "running"), percent(0, 0, "done")] == [33, 0, 100]
