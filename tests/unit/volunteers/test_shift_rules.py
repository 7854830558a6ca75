"""Places and waiting lists, days of a rule, codes by time steps, time served."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.passage_codes import STEP, code_of, read, step_at, step_ends
from services.volunteers.domain.places import (
    collide,
    fitting,
    free,
    moving_up,
    refuse_too_few,
    refuse_twice,
    seat,
    stand_by,
    taken,
)
from services.volunteers.domain.recurrence import recurrence
from services.volunteers.domain.serving import minutes_served, refuse_departure_out_of_time
from services.volunteers.domain.sign_up_pauses import paused_because, refuse_paused
from services.volunteers.domain.standing_in import persons_of, stand_in, to_tell
from shared.contracts.volunteers.activities import Need
from shared.contracts.volunteers.attendance import Passage
from shared.contracts.volunteers.people import Skill
from shared.contracts.volunteers.shifts import EntryState
from shared.kernel.errors import Refusal

NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
FIRST = date(2026, 11, 2)
MOMENTS = st.integers(0, 10_000).map(lambda minutes: NOON + timedelta(minutes=minutes))


@dataclass
class Listed:
    account: int
    skill: Skill | None
    state: EntryState


@dataclass
class Pausable:
    paused: str | None = None
    paused_with_activity: str | None = None


@pytest.mark.parametrize(
    ("shift", "because"),
    [
        (Pausable("漏水"), "漏水"),
        (Pausable(paused_with_activity="缺物资"), "缺物资"),
        (Pausable("漏水", "缺物资"), "漏水"),
    ],
)
def test_paused_sign_up_is_refused_with_the_reason_of_the_shift_before_that_of_its_activity(shift, because: str):
    with pytest.raises(Refusal) as refused:
        refuse_paused(shift)
    assert reason(refused) == "volunteers.sign_up_paused"
    assert refused.value.facts["reason"] == paused_because(shift) == because


def test_sign_up_that_is_not_paused_is_not_refused():
    refuse_paused(Pausable())
    assert paused_because(Pausable()) is None


def reason(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.reason.code


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, 11)), max_size=60)


@given(STEPS, st.integers(1, 4), st.integers(0, 4))
def test_places_are_never_overbooked_and_who_waits_moves_up_in_order(steps, places: int, reserve: int):
    needs, entries = [Need(places=places)], []
    for joins, account in steps:
        mine = next((each for each in entries if each.account == account), None)
        if joins and mine is None:
            try:
                skill, state = seat(needs, entries, reserve, waits=True)
            except Refusal:
                assert free(needs[0], entries) == 0
                continue
            entries.append(Listed(account, skill, state))
        elif not joins and mine is not None:
            waited = [each for each in entries if each.state == EntryState.WAITING and each is not mine]
            entries.remove(mine)
            up = moving_up(needs, entries)
            assert up == waited[: len(up)]
            for each in up:
                each.state = EntryState.SIGNED_UP
        assert taken(entries, None) <= places
        waits = [each for each in entries if each.state == EntryState.WAITING]
        assert len(waits) <= reserve
        assert not waits or taken(entries, None) == places


def test_places_for_a_skill_are_kept_for_those_who_have_it():
    needs = [Need(skill=Skill.HAIRCUTS, places=1), Need(places=1)]
    assert fitting(needs, None, []) == [needs[1]]
    assert fitting(needs, None, [Skill.HAIRCUTS]) == needs
    assert fitting(needs, Skill.HAIRCUTS, [Skill.HAIRCUTS]) == [needs[0]]
    with pytest.raises(Refusal) as refused:
        fitting(needs, Skill.HAIRCUTS, [Skill.COMPANY])
    assert reason(refused) == "volunteers.not_qualified"
    with pytest.raises(Refusal) as refused:
        fitting(needs, Skill.COMPANY, [Skill.COMPANY])
    assert reason(refused) == "volunteers.skill_not_needed"


def test_needs_name_each_skill_once_and_keep_who_is_signed_up():
    with pytest.raises(Refusal) as refused:
        refuse_twice([Need(places=1), Need(places=2)])
    assert reason(refused) == "volunteers.skill_twice"
    entries = [Listed(n, None, EntryState.SIGNED_UP) for n in range(2)]
    refuse_too_few([Need(places=2)], entries)
    for needs in ([Need(places=1)], [Need(skill=Skill.COMPANY, places=5)]):
        with pytest.raises(Refusal) as refused:
            refuse_too_few(needs, entries)
        assert reason(refused) == "volunteers.places_taken"


@given(MOMENTS, st.integers(10, 300), MOMENTS, st.integers(10, 300))
def test_shifts_collide_when_they_share_a_minute(one: datetime, lasts: int, other: datetime, other_lasts: int):
    ends, other_ends = one + timedelta(minutes=lasts), other + timedelta(minutes=other_lasts)
    shared = min(ends, other_ends) - max(one, other)
    assert collide(one, ends, other, other_ends) == (shared > timedelta(0)) == collide(other, other_ends, one, ends)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=HOURLY", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=2000", "FREQ=DAILY;BYHOUR=3", "FREQ=DAILY;FREQ=DAILY",
        "FREQ=MONTHLY;BYDAY=XX", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;UNTIL=20261301", "INTERVAL=2",
        "FREQ=DAILY;UNTIL=20200101", "FREQ=MONTHLY;BYDAY=9MO",
    ],
)  # fmt: skip
def test_what_is_no_rule_over_days_is_refused(rule: str):
    with pytest.raises(Refusal) as refused:
        recurrence(rule, FIRST)
    assert (reason(refused), refused.value.pointer) == ("volunteers.bad_rule", "/rule")


@given(st.lists(st.sampled_from(EntryState), max_size=12), st.integers(0, 12))
def test_who_stands_by_takes_no_place_and_no_more_do_than_may(states: list[EntryState], most: int):
    entries = [Listed(number, None, state) for number, state in enumerate(states)]
    standing = states.count(EntryState.STANDING_BY)
    free_before = free(Need(places=5), entries)
    if standing >= most:
        with pytest.raises(Refusal) as refused:
            stand_by([Need(places=5)], entries, most)
        assert reason(refused) == "volunteers.stand_by_full"
        return
    skill, state = stand_by([Need(places=5)], entries, most)
    assert (skill, state) == (None, EntryState.STANDING_BY)
    assert free(Need(places=5), [*entries, Listed(99, skill, state)]) == free_before


@pytest.mark.parametrize(("minutes", "refused"), [(-1, True), (0, False), (179, False), (180, True)])
def test_nobody_leaves_before_the_start_or_long_after_the_end(minutes: int, refused: bool):
    ends, now = NOON + timedelta(minutes=60), NOON + timedelta(minutes=minutes)
    if refused:
        with pytest.raises(Refusal) as caught:
            refuse_departure_out_of_time(NOON, ends, now)
        assert reason(caught) == "volunteers.not_at_this_time"
    else:
        refuse_departure_out_of_time(NOON, ends, now)


@given(st.lists(st.tuples(st.booleans(), st.uuids().map(lambda made: made.hex)), max_size=9))
def test_everybody_on_a_roster_is_either_told_or_rung_up(people: list[tuple[bool, str]]):
    accounts = [name if has_account else stand_in(name) for has_account, name in people]
    assert to_tell(accounts) == [name for has_account, name in people if has_account]
    assert persons_of(accounts) == [name for has_account, name in people if not has_account]


@given(st.integers(1, 10**7), st.integers(0, STEP * 5), st.sampled_from(Passage))
def test_code_holds_for_its_step_and_the_next_one_only(since: int, later: int, passage: Passage):
    shown, scanned = datetime.fromtimestamp(since, UTC), datetime.fromtimestamp(since + later, UTC)
    code = code_of("secret", passage, step_at(shown))
    if step_at(scanned) - step_at(shown) <= 1:
        assert read("secret", passage, code, scanned) == step_at(shown)
    else:
        with pytest.raises(Refusal) as refused:
            read("secret", passage, code, scanned)
        assert reason(refused) == "volunteers.code_stale"


def test_code_of_another_shift_or_passage_or_one_used_before_is_stale():
    step = step_at(NOON)
    code = code_of("secret", Passage.IN, step)
    assert read("secret", Passage.IN, code, NOON, used=step - 1) == step
    for secret, passage, used in (
        ("other", Passage.IN, None),
        ("secret", Passage.OUT, None),
        ("secret", Passage.IN, step),
    ):
        with pytest.raises(Refusal) as refused:
            read(secret, passage, code, NOON, used)
        assert reason(refused) == "volunteers.code_stale"
    assert step_ends(step) - NOON <= timedelta(seconds=STEP)


@given(st.integers(-60, 200), st.integers(0, 300))
def test_time_served_lies_within_the_shift(came: int, stayed: int):
    starts, ends = NOON, NOON + timedelta(minutes=120)
    arrival = starts + timedelta(minutes=came)
    served = minutes_served(starts, ends, arrival, arrival + timedelta(minutes=stayed))
    assert served == len(set(range(came, came + stayed)) & set(range(120)))
