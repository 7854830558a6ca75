"""Each part of a score."""

from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.fitting import FITS, Offered, Offers, Wanted, fit
from services.volunteers.domain.half_hours import refuse_bad_time, refuse_too_long, touched, within
from services.volunteers.domain.progress import percent
from services.volunteers.domain.sharing import most_taken
from services.volunteers.domain.survey_rows import refuse_rows
from shared.contracts.volunteers.matching import Weights
from shared.contracts.volunteers.needs import BAD_TIME, Kind
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


PARTS = st.fixed_dictionaries(
    {"done": st.integers(0, 9), "dropped": st.integers(0, 9), "given": st.integers(0, 9), "confirmed": st.booleans(),
     "place": st.sampled_from((None, (124.0, 30.0), (124.01, 30.0))), "week": st.sampled_from((None, frozenset({1})))}
)  # fmt: skip
COUNTS = st.integers(1, 100)


@given(PARTS, st.builds(Weights, skill=COUNTS, distance=COUNTS, time=COUNTS, record=COUNTS, fairness=COUNTS))
def test_parts_that_are_shown_sum_up_to_the_score(resource: dict, weights: Weights):
    wanted = Wanted("n", Kind.VENUE, None, AREA, place=(124.0, 30.0), week=frozenset({1, 2}))
    found = fit([wanted], Offers([Offered("r", Kind.VENUE, frozenset(), AREA, **resource)]), weights)
    by = {name: getattr(weights, name) for name in found.parts}
    mean = sum(int(part[0, 0]) * by[name] for name, part in found.parts.items()) // sum(by.values())
    assert (int(found.stage[0, 0]), int(found.score[0, 0])) == (FITS, max(mean, 1))


def test_some_time_needs_one_stretch_of_that_length():
    """Three hours some time this month: in one go, on any day of the week."""
    need = {"week": frozenset(range(336)), "length": 6}
    assert parts(need, {"week": frozenset(range(20, 26))})[0]["time"] == 1000
    assert parts(need, {"week": frozenset(range(20, 26)) - {23}})[1] == 2
    assert parts(need, {"week": frozenset({333, 334, 335, 0, 1, 2})})[0]["time"] == 1000
    assert parts(need, {})[0]["time"] == 1000
    morning = {"week": frozenset(range(16, 24)), "length": 6}
    assert parts(morning, {"week": frozenset(range(18, 30))})[0]["time"] == 1000
    assert parts(morning, {"week": frozenset(range(19, 30))})[1] == 2


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


def test_what_takes_longer_than_there_is_time_is_refused():
    now = datetime(2026, 11, 22, tzinfo=UTC)
    refuse_too_long(None, None, None, "")
    refuse_too_long(180, now, now + timedelta(days=30), "")
    for minutes, until in ((180, now + timedelta(minutes=179)), (30, None)):
        with pytest.raises(Refusal) as refusal:
            refuse_too_long(minutes, now, until, "/rows/3")
        found = refusal.value
        assert (found.reason.code, found.pointer) == ("volunteers.takes_too_long", "/rows/3/minutes")


def test_all_rows_in_disorder_are_named():
    def refuse(pointer: str) -> None:
        raise BAD_TIME(pointer, days=7)

    refuse_rows([lambda: None])
    with pytest.raises(Refusal) as one:
        refuse_rows([lambda: None, partial(refuse, "/rows/1/ends_at")])
    assert (one.value.pointer, "errors" in one.value.facts) == ("/rows/1/ends_at", False)
    with pytest.raises(Refusal) as two:
        refuse_rows([partial(refuse, "/rows/0/ends_at"), lambda: None, partial(refuse, "/rows/2/ends_at")])
    assert [each["pointer"] for each in two.value.facts["errors"]] == ["/rows/0/ends_at", "/rows/2/ends_at"]


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8), st.integers(1, 3)), max_size=8)


@given(SPANS, st.integers(0, 20), st.integers(1, 8))
def test_most_taken_is_the_worst_hour(spans: list[tuple[int, int, int]], since: int, hours: int):
    first = datetime(2026, 11, 22, tzinfo=UTC)
    booked = [(first + timedelta(hours=s), first + timedelta(hours=s + n), many) for s, n, many in spans]
    worst = max(sum(many for s, n, many in spans if s <= hour < s + n) for hour in range(since, since + hours))
    assert most_taken(booked, first + timedelta(hours=since), first + timedelta(hours=since + hours)) == worst


def test_percent_of_steps():
    assert [percent(1, 3, "running"), percent(0, 0, "running"), percent(0, 0, "done")] == [33, 0, 100]
