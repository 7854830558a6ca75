"""Meetings: conditions, what others see, pairs; which shifts somebody can take; days of a rule made in pieces."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.ahead import days_ahead
from services.volunteers.domain.meetings import pair_state, permitted, refuse_disordered, refuse_unmet
from services.volunteers.domain.recurrence import recurrence
from services.volunteers.domain.taking import is_takeable
from shared.contracts.volunteers.activities import Need
from shared.contracts.volunteers.meeting_pairs import MeetingPairState, Word
from shared.contracts.volunteers.meeting_series import Affirmation, Conditions, Shown
from shared.contracts.volunteers.people import Skill
from shared.contracts.volunteers.shifts import EntryState
from shared.kernel.errors import Refusal

DAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 2, 4, tzinfo=UTC)
SINGLE = Affirmation(code="single", text="本人目前单身", text_en="I am single")
WORDS = st.none() | st.sampled_from(Word)


def unmet(conditions: Conditions, **person) -> str | None:
    """The field that a condition is not met in; None where all are."""
    told = {"birth_year": 1990, "area": "150506.001.001", "affirms": []} | person
    try:
        refuse_unmet(conditions, told["birth_year"], told["area"], told["affirms"], DAY)
    except Refusal as refusal:
        assert refusal.reason.code == "volunteers.condition_unmet"
        return refusal.pointer
    return None


@given(st.integers(1900, 2026), st.integers(0, 120), st.integers(0, 120))
def test_ages_count_by_calendar_years(birth_year: int, since: int, until: int):
    fits = since <= DAY.year - birth_year <= until
    conditions = Conditions(since_age=since, until_age=until)
    assert (unmet(conditions, birth_year=birth_year) is None) == fits


def test_each_condition_names_its_field():
    conditions = Conditions(since_age=22, areas=["150506.001"], affirm=[SINGLE])
    assert unmet(conditions, affirms=["single"]) is None
    assert unmet(conditions, affirms=["single"], birth_year=2010) == "/birth_year"
    assert unmet(conditions, affirms=["single"], area="150506.0011") == "/area"
    assert unmet(conditions, affirms=["other"]) == "/affirms"
    assert unmet(Conditions(), birth_year=1900, area="150599") is None
    with pytest.raises(Refusal) as refused:
        refuse_disordered(Conditions(since_age=40, until_age=30))
    assert refused.value.reason.code == "volunteers.bad_ages"


@given(
    st.dictionaries(st.sampled_from([each.value for each in Shown]), st.none() | st.text()),
    st.lists(st.sampled_from(Shown)),
)
def test_others_see_what_is_permitted_and_nothing_else(told, permits):
    seen = permitted(told, permits)
    assert set(seen) <= set(permits)
    assert all(told[name] == value and value is not None for name, value in seen.items())


@given(WORDS, WORDS)
def test_two_are_together_when_both_say_so_and_parted_when_one_does(one: Word | None, other: Word | None):
    state = pair_state(one, other)
    assert state == pair_state(other, one)
    assert (state == MeetingPairState.TOGETHER) == (one == other == Word.TOGETHER)
    assert (state == MeetingPairState.PARTED) == (Word.PARTED in (one, other))
    assert (state == MeetingPairState.FORMED) == (one is None and other is None)


@dataclass
class Listed:
    skill: Skill | None
    state: EntryState


def span(after: int, minutes: int = 60) -> tuple[datetime, datetime]:
    return NOON + timedelta(minutes=after), NOON + timedelta(minutes=after + minutes)


def test_takeable_is_a_free_place_that_fits_at_a_time_when_one_is_free():
    needs = [Need(skill=Skill.HAIRCUTS, places=1), Need(places=1)]
    assert is_takeable(needs, [], [], span(0), [])
    taken = [Listed(None, EntryState.SIGNED_UP)]
    assert not is_takeable(needs, taken, [], span(0), [])
    assert is_takeable(needs, taken, [Skill.HAIRCUTS], span(0), [])
    assert not is_takeable(needs, [], [], span(0), [span(30)])
    assert is_takeable(needs, [], [], span(0), [span(60), span(-60)])


@given(
    st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SA", "FREQ=MONTHLY;BYDAY=1MO;COUNT=5", None]), st.integers(1, 40)
)
def test_days_made_some_at_a_time_are_all_days_in_order(rule: str | None, room: int):
    ruled, horizon = recurrence(rule, DAY), DAY + timedelta(days=300)
    after, made = DAY - timedelta(days=1), []
    while True:
        days, after, _ = days_ahead(ruled, after, horizon, room)
        made += days
        if not days or after == horizon:
            break
    assert made == ruled.between(DAY - timedelta(days=1), horizon)
    assert days_ahead(ruled, DAY - timedelta(days=1), horizon, 0)[0] == []
