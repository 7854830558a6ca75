"""Rounds of letter boxes: which were due, and what became of each."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import zip_longest

from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.emptying_rounds import JudgedRound, Schedule, closed_between, rounds
from services.tickets.domain.letter_boxes import judge_next
from shared.contracts.tickets.letter_boxes import BoxRoundState

DAY = timedelta(days=1)
START = date(2026, 1, 5)
"""A Monday."""
NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

weekdays = st.sets(st.sampled_from(NAMES), min_size=1).map(lambda days: ",".join(sorted(days)))
intervals = st.integers(1, 4)
rules = st.one_of(
    st.integers(1, 31).map("FREQ=DAILY;INTERVAL={}".format),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, intervals, weekdays),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYMONTHDAY={}".format, st.integers(1, 6), st.integers(1, 31)),
    st.builds("FREQ=MONTHLY;BYDAY={}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1]), st.sampled_from(NAMES)),
)
days = st.dates(START, START + 120 * DAY)
schedules = st.builds(lambda rule, grace: Schedule(rule, START, START, grace), rules, st.integers(0, 10))
emptyings = st.sets(days, max_size=30)
AFTER = START + 200 * DAY
UNTIL = START + 120 * DAY


def weekly(grace: int = 1, rule: str = "FREQ=WEEKLY;BYDAY=MO,TH") -> Schedule:
    return Schedule(rule, START, START, grace)


def judged(schedule: Schedule, emptied: Iterable[date], today: date = AFTER) -> list[JudgedRound]:
    return rounds([schedule], None, emptied, START, UNTIL, today)


def states(*emptied: date, today: date, grace: int = 1) -> list[str]:
    found = rounds([weekly(grace)], None, emptied, START, START + 6 * DAY, today)
    return [each.state.value for each in found]


def test_round_made_on_its_day_is_done_a_day_on_late_and_later_missed():
    monday, thursday = START, START + 3 * DAY
    assert states(monday, thursday, today=AFTER) == ["done", "done"]
    assert states(monday + DAY, today=AFTER) == ["late", "missed"]
    assert states(monday + 2 * DAY, today=AFTER) == ["missed", "missed"]
    assert states(today=monday) == ["due", "due"]
    assert states(today=monday + DAY) == ["due", "due"]
    assert states(today=monday + 2 * DAY) == ["missed", "due"]


def test_round_closes_when_the_next_is_due():
    first, second = judged(weekly(grace=30), [START + 3 * DAY])[:2]
    assert (first.closes, first.state) == (START + 2 * DAY, BoxRoundState.MISSED)
    assert (second.due, second.state) == (START + 3 * DAY, BoxRoundState.DONE)


def test_no_round_is_due_after_the_box_was_taken_down():
    last = START + 10 * DAY
    found = rounds([weekly()], last, (), START, UNTIL, AFTER)
    assert [each.due for each in found] == [START, START + 3 * DAY, START + 7 * DAY, last]


def oracle(schedule: Schedule) -> list[date]:
    """Days from START to UNTIL on which a weekly or daily rule falls, counted by hand."""
    parts = dict(part.split("=") for part in schedule.rule.split(";"))
    every = int(parts["INTERVAL"])
    found = []
    for number in range((UNTIL - START).days + 1):
        day = START + number * DAY
        if parts["FREQ"] == "DAILY":
            falls = number % every == 0
        else:
            falls = (number // 7) % every == 0 and NAMES[day.weekday()] in parts["BYDAY"].split(",")
        found += [day] * falls
    return found


@given(schedules.filter(lambda schedule: "MONTHLY" not in schedule.rule))
def test_rounds_are_due_on_the_days_of_the_rule(schedule: Schedule):
    assert [each.due for each in judged(schedule, ())] == oracle(schedule)


@given(schedules, emptyings, days)
def test_state_follows_from_the_days_of_emptying(schedule: Schedule, emptied: set[date], today: date):
    found = judged(schedule, {day for day in emptied if day <= today}, today)
    for each, after in zip_longest(found, found[1:]):
        assert each.due <= each.closes <= each.due + schedule.grace_days * DAY
        assert after is None or each.closes < after.due
        window = {day for day in emptied if each.due <= day <= min(each.closes, today)}
        if each.state in (BoxRoundState.DONE, BoxRoundState.LATE):
            assert each.emptied_on == min(window) and (each.emptied_on == each.due) is (
                each.state == BoxRoundState.DONE
            )
        else:
            assert not window and (each.state == BoxRoundState.MISSED) is (today > each.closes)


@given(schedules, emptyings, days)
def test_another_emptying_makes_no_round_worse(schedule: Schedule, emptied: set[date], more: date):
    rank = {BoxRoundState.MISSED: 0, BoxRoundState.DUE: 1, BoxRoundState.LATE: 2, BoxRoundState.DONE: 3}
    before, after = judged(schedule, emptied), judged(schedule, emptied | {more})
    better = [rank[b.state] >= rank[a.state] for a, b in zip(before, after, strict=True)]
    assert all(better) and sum(a != b for a, b in zip(before, after, strict=True)) <= 1


@given(schedules, rules, st.integers(0, 10), emptyings, days, st.integers(1, 20))
def test_new_rule_leaves_closed_rounds_as_they_were_judged(
    schedule: Schedule, rule: str, grace: int, emptied: set[date], today: date, ahead: int
):
    emptied = {day for day in emptied if day <= today}
    later = Schedule(rule, today + ahead * DAY, today + ahead * DAY, grace)
    before = rounds([schedule], None, emptied, START, UNTIL, today)
    after = rounds([schedule, later], None, emptied, START, UNTIL, today)
    settled = [each for each in before if each.closes < today or each.emptied_on]
    assert [(each.due, each.state, each.emptied_on) for each in after][: len(settled)] == [
        (each.due, each.state, each.emptied_on) for each in settled
    ]


@given(schedules, emptyings, st.integers(1, 9))
def test_looking_now_and_then_judges_each_round_once(schedule: Schedule, emptied: set[date], step: int):
    seen: list[JudgedRound] = []
    upto = START - DAY
    while upto < AFTER:
        seen += closed_between([schedule], None, emptied, upto, upto + step * DAY)
        upto += step * DAY
    dues = [each.due for each in seen]
    assert dues == sorted(set(dues))
    assert [each for each in seen if each.due <= UNTIL] == judged(schedule, emptied)


@given(schedules, days)
def test_next_look_comes_before_a_round_can_be_overlooked(schedule: Schedule, today: date):
    look = judge_next([schedule], None, today)
    assert look is not None and look > today
    assert not closed_between([schedule], None, (), today - DAY, look - 2 * DAY)
