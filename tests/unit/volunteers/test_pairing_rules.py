"""The way of pairs and visits, who is fit for a pair, when a visit is missed, and what time counts once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain import areas
from services.volunteers.domain import pairing as rules
from services.volunteers.domain.pair_gaps import (
    Frequency,
    days_late,
    in_time_permille,
    is_in_time,
    late_since,
    minutes_anew,
    next_due,
)
from services.volunteers.domain.pairing import ELDER, GUARDIAN, PAIR, PAIR_VISIT, STAFF_OF_AREA, SUITE, VOLUNTEER
from services.volunteers.domain.turns import places_missing
from shared.contracts.actor import Actor, Role
from shared.contracts.volunteers.pairing import PairKind, PairState
from shared.contracts.volunteers.pairs import PairPlan
from shared.contracts.volunteers.wards import WardKind
from shared.kernel.errors import Refusal

START = date(2026, 3, 2)
"""A Monday."""
HERE = "150504.001.001"
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
WEEKLY = Frequency(interval=7, rule=None, first=START, grace=2)
SATURDAYS = Frequency(interval=None, rule="FREQ=WEEKLY;BYDAY=SA", first=START, grace=2)
RULES = (
    "FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=SA",
    "FREQ=WEEKLY;BYDAY=TU,FR",
    "FREQ=MONTHLY;BYDAY=1MO",
    "FREQ=DAILY;INTERVAL=5",
)
days = st.integers(0, 200).map(lambda after: START + timedelta(days=after))
intervals = st.builds(Frequency, st.integers(1, 60), st.none(), st.just(START), st.integers(0, 20))
by_rule = st.builds(Frequency, st.none(), st.sampled_from(RULES), st.just(START), st.integers(0, 20))
plans = st.one_of(intervals, by_rule)


def code_of(refused, *arguments) -> str:
    with pytest.raises(Refusal) as refusal:
        refused(*arguments)
    return refusal.value.reason.code


def lateness(plan: Frequency, visits: list[date], today: date) -> int:
    due = next_due(plan, START, max(visits, default=None))
    assert due is not None
    return days_late(today, late_since(plan, due))


@given(plans, st.lists(days, max_size=8), days)
def test_another_visit_never_makes_a_pair_later(plan: Frequency, visits: list[date], today: date):
    seen = [visit for visit in visits if visit < today]
    assert lateness(plan, [*seen, today], today) <= lateness(plan, seen, today)
    assert lateness(plan, [*seen, today], today) == 0


@given(plans, st.lists(days, max_size=8), days)
def test_each_day_without_a_visit_makes_a_late_pair_a_day_later(plan: Frequency, visits: list[date], today: date):
    late, tomorrow = lateness(plan, visits, today), lateness(plan, visits, today + timedelta(days=1))
    assert tomorrow == late + 1 if late else tomorrow in (0, 1)


@given(intervals, st.sets(days), days)
def test_interval_is_missed_when_no_visit_lies_in_it_and_its_grace(plan: Frequency, visits: set[date], today: date):
    assert plan.interval is not None
    allowed = [today - timedelta(days=back) for back in range(plan.interval + plan.grace + 1)]
    seen = [visit for visit in visits if visit <= today]
    assert (lateness(plan, seen, today) == 0) is any(day in visits or day <= START for day in allowed)


@given(plans, st.integers(0, 6))
def test_who_visits_on_each_planned_day_is_never_late(plan: Frequency, times: int):
    last = None
    for _ in range(times):
        due = next_due(plan, START, last)
        assert due is not None and (last is None or due > last)
        assert is_in_time(plan, START, last, due) and is_in_time(plan, START, last, due + timedelta(days=plan.grace))
        assert not is_in_time(plan, START, last, late_since(plan, due))
        last = due


PLANNED = {
    "FREQ=DAILY": lambda day: True,
    "FREQ=WEEKLY;BYDAY=TU,FR": lambda day: day.weekday() in (1, 4),
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO": lambda day: (day - START).days % 14 == 0,
    "FREQ=MONTHLY;BYMONTHDAY=31": lambda day: day.day == 31,
    "FREQ=MONTHLY;BYMONTHDAY=-1": lambda day: (day + timedelta(days=1)).day == 1,
    "FREQ=MONTHLY;BYDAY=1MO": lambda day: day.weekday() == 0 and day.day <= 7,
}
"""Rules, and the same said of single days."""


@given(
    st.sampled_from(sorted(PLANNED)), st.integers(0, 9), st.integers(0, 150), st.sets(st.integers(0, 400), max_size=12),
    st.integers(0, 400),
)  # fmt: skip
def test_lateness_is_that_of_the_first_planned_day_which_no_visit_keeps(rule, grace, resumed, visited, ahead):
    """Day by day, over month ends and leap days, and after a pause from which on days count anew."""
    counted_from, today = START + timedelta(days=resumed), START + timedelta(days=resumed + ahead)
    calendar = [START + timedelta(days=each) for each in range(1000)]
    planned = [day for day in calendar if PLANNED[rule](day)]
    visits = [day for each in visited if counted_from <= (day := START + timedelta(days=each)) <= today]

    def kept_by(visit: date) -> date:
        near = [day for day in planned if day <= visit][-1:] + [
            day for day in planned if day > visit and (day - visit).days <= grace
        ][:1]
        return min(near, key=lambda day: abs((day - visit).days), default=visit)

    kept = kept_by(max(visits)) if visits else None
    missed = next(day for day in planned if day >= counted_from and (kept is None or day > kept))
    plan = Frequency(None, rule, START, grace)
    due = next_due(plan, counted_from, max(visits, default=None))
    assert due == missed
    assert days_late(today, late_since(plan, missed)) == max((today - missed).days - grace, 0)


def test_a_visit_counts_for_the_nearest_planned_day():
    saturday = date(2026, 3, 7)
    assert next_due(SATURDAYS, START, None) == saturday
    following = saturday + timedelta(days=7)
    for visited in (saturday - timedelta(days=2), saturday, saturday + timedelta(days=3)):
        assert next_due(SATURDAYS, START, visited) == following
    assert next_due(SATURDAYS, START, saturday - timedelta(days=3)) == saturday
    assert next_due(SATURDAYS, START, START - timedelta(days=2)) == saturday


def test_a_rule_that_is_over_is_never_missed():
    once = Frequency(None, "FREQ=DAILY;COUNT=1", START, 0)
    assert next_due(once, START, None) == START
    assert next_due(once, START, START) is None
    assert is_in_time(once, START, START, START + timedelta(days=9)) and days_late(START, None) == 0


def test_visits_before_the_pair_is_counted_do_not_count():
    assert next_due(WEEKLY, START, START - timedelta(days=1)) == START + timedelta(days=7)
    assert is_in_time(WEEKLY, START, None, START - timedelta(days=30))


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 100))
def test_share_in_time_is_of_visits_and_open_gaps(in_time: int, late: int, gaps: int):
    share = in_time_permille(in_time, in_time + late, gaps)
    if in_time + late + gaps == 0:
        assert share is None
    else:
        assert share is not None and 0 <= share <= 1000
        assert (share == 1000) is (late + gaps == 0)


spans = st.builds(
    lambda since, lasts: (NOON + timedelta(minutes=since), NOON + timedelta(minutes=since + lasts)),
    st.integers(0, 300),
    st.integers(1, 120),
)


@given(st.lists(spans, max_size=8))
def test_minutes_with_two_at_once_count_once_in_any_order(visits: list[tuple[datetime, datetime]]):
    served = sum(minutes_anew(visit, visits[:place]) for place, visit in enumerate(visits))
    minutes = {
        since + timedelta(minutes=each)
        for since, until in visits
        for each in range(int((until - since).total_seconds()) // 60)
    }
    assert served == len(minutes)


def test_a_pair_of_adults_begins_with_the_volunteer_and_one_with_a_child_with_both():
    assert rules.acceptance(PairKind.VOLUNTEER_ELDER, set(), VOLUNTEER) == "begin"
    assert rules.acceptance(PairKind.CARER_CHILD, set(), VOLUNTEER) == "agree"
    assert rules.acceptance(PairKind.CARER_CHILD, {VOLUNTEER}, GUARDIAN) == "begin"
    assert rules.acceptance(PairKind.ELDER_CHILD, {GUARDIAN}, VOLUNTEER) == "begin"


def test_moves_of_pairs_keep_to_the_table():
    assert PAIR.reachable() == set(PairState)
    assert PAIR.decide("active", "pause", {SUITE}).target == "paused"
    assert code_of(PAIR.decide, "paused", "resume", {VOLUNTEER}) == "forbidden"
    assert code_of(PAIR.decide, "proposed", "begin", {STAFF_OF_AREA}) == "forbidden"
    assert code_of(PAIR.decide, "ended", "resume", {STAFF_OF_AREA}) == "not_allowed_now"
    assert code_of(PAIR_VISIT.decide, "told", "confirm", {VOLUNTEER}) == "forbidden"
    assert code_of(PAIR_VISIT.decide, "confirmed", "decline", {ELDER}) == "not_allowed_now"


@pytest.mark.parametrize(
    ("capacity", "state", "accepted", "works_there", "shown"),
    [
        (GUARDIAN, PairState.PROPOSED, (), False, "小满"),
        (VOLUNTEER, PairState.PROPOSED, (), False, None),
        (VOLUNTEER, PairState.AGREED, (VOLUNTEER,), False, None),
        (VOLUNTEER, PairState.AGREED, (GUARDIAN,), False, "小满"),
        (VOLUNTEER, PairState.PAUSED, (GUARDIAN, VOLUNTEER), False, "小满"),
        (STAFF_OF_AREA, PairState.ACTIVE, (GUARDIAN, VOLUNTEER), True, "小满"),
        (STAFF_OF_AREA, PairState.ACTIVE, (GUARDIAN, VOLUNTEER), False, "小*"),
        *((each, PairState.ENDED, (GUARDIAN,), True, None) for each in (GUARDIAN, VOLUNTEER, STAFF_OF_AREA)),
    ],
)
def test_name_of_a_child_is_for_those_who_have_to_do_with_it(capacity, state, accepted, works_there, shown):
    assert rules.child_shown("小满", {capacity}, state, accepted, works_there) == shown


def test_who_works_in_a_community_or_a_grid_of_it_works_there():
    for duty, there in (("150504", False), ("150504.001", False), (HERE, True), (f"{HERE}.002", False)):
        staff = Actor("a", frozenset({Role.COMMUNITY_STAFF}), areas=("150599", duty))
        assert areas.works_there(staff, HERE) is there
        assert areas.office_of(staff, HERE)[1] == (duty if len(duty) <= len(HERE) else None)
    assert areas.works_there(Actor("a", frozenset(), areas=(f"{HERE}.002",)), f"{HERE}.002")


def test_carers_of_children_are_checked_until_the_last_day():
    assert code_of(rules.refuse_unvetted, PairKind.CARER_CHILD, None, START) == "volunteers.vetting_missing"
    before = START - timedelta(days=1)
    assert code_of(rules.refuse_unvetted, PairKind.ELDER_CHILD, before, START) == "volunteers.vetting_over"
    rules.refuse_unvetted(PairKind.CARER_CHILD, START, START)
    rules.refuse_unvetted(PairKind.VOLUNTEER_ELDER, None, START)


def test_pairs_are_refused_with_their_reason():
    assert code_of(rules.refuse_wrong_ward, PairKind.CARER_CHILD, WardKind.ELDER) == "volunteers.wrong_ward"
    assert (
        code_of(rules.refuse_adult, 2000, START) == code_of(rules.refuse_adult, 2030, START) == "volunteers.not_a_child"
    )
    assert code_of(rules.refuse_untrained, 2, 1) == "volunteers.training_missing"
    assert code_of(rules.refuse_too_many, 3, 3) == "volunteers.too_many_pairs"
    for plan in (PairPlan(what=["company"]), PairPlan(interval=7, rule="FREQ=DAILY", what=["company"])):
        assert code_of(rules.refuse_unclear, plan, "/interval") == "volunteers.interval_or_rule"


def test_a_surplus_for_one_skill_fills_no_other_place():
    places = [(None, 2), ("meals", 1)]
    assert places_missing(places, []) == 3
    assert places_missing(places, [None, None, None]) == 1
    assert places_missing(places, [None, "meals", None]) == 0
