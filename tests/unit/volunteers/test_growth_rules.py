"""The growth index: the same facts give the same, more never lowers it, the best share is honoured."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.growth import (
    FIRST_WEIGHTS,
    RULE_EN,
    Facts,
    Gained,
    days_of,
    index,
    least_honoured,
    periods_of,
    ranking,
    row_of,
    sums,
    version_for,
)
from shared.contracts.volunteers.growth import Weights

COUNTS = st.integers(0, 500)
FACTS = st.builds(Facts, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)
WEIGHTS = st.builds(
    Weights, **{name: st.integers(0, 1000) for name in ("deed", "session", "answer", "rating", "shift")},
    honours_permille=st.integers(1, 1000),
)  # fmt: skip
RECORDS = st.dictionaries(st.integers(0, 99).map(lambda number: f"{number:032x}"), FACTS, max_size=25)


@given(RECORDS, WEIGHTS)
def test_ranking_again_gives_the_same_in_whatever_order_facts_come(record: dict[str, Facts], weights: Weights):
    backwards = dict(reversed(record.items()))
    assert ranking(record, weights) == ranking(backwards, weights)


@given(FACTS, WEIGHTS, st.sampled_from(["deeds", "sessions", "answers", "ratings", "shifts"]), st.integers(1, 50))
def test_more_of_anything_never_lowers_the_index(facts: Facts, weights: Weights, what: str, more: int):
    assert index(replace(facts, **{what: getattr(facts, what) + more}), weights) >= index(facts, weights)


@given(RECORDS, WEIGHTS, st.data())
def test_more_deeds_never_lower_the_rank(record: dict[str, Facts], weights: Weights, data: st.DataObject):
    rows = ranking(record, weights)
    if not rows:
        return
    row = data.draw(st.sampled_from(rows))
    better = record | {row.volunteer_id: replace(record[row.volunteer_id], deeds=row.deeds + 1)}
    (after,) = (each for each in ranking(better, weights) if each.volunteer_id == row.volunteer_id)
    assert after.rank <= row.rank and after.index >= row.index


@given(RECORDS, WEIGHTS)
def test_kept_rows_give_their_index_again_by_the_published_formula(record: dict[str, Facts], weights: Weights):
    """As somebody who has nothing but the kept rows and the weights, with the rule as it is published."""
    for kept in [row.model_dump() for row in ranking(record, weights)]:
        terms = [part.strip().rsplit(" x ", 1) for part in RULE_EN.partition("=")[2].partition(".")[0].split("+")]
        facts = {"deed": "deeds", "session": "sessions", "answer": "answers", "rating": "ratings", "shift": "shifts"}
        assert len(terms) == len(facts)
        assert kept["index"] == sum(kept[facts[weight]] * getattr(weights, weight) for _, weight in terms)


@given(RECORDS, WEIGHTS)
def test_honoured_are_the_best_share_and_who_equals_the_last(record: dict[str, Facts], weights: Weights):
    rows = ranking(record, weights)
    honoured = [row for row in rows if row.honoured]
    assert honoured == rows[: len(honoured)]
    assert len(honoured) * 1000 >= len(rows) * weights.honours_permille
    if honoured:
        above = [row for row in honoured if row.index > honoured[-1].index]
        assert len(above) * 1000 < len(rows) * weights.honours_permille
    assert all(row.index < honoured[-1].index for row in rows[len(honoured) :])


@given(st.integers(2000, 2099), st.integers(1, 12))
def test_months_follow_one_another_and_quarters_hold_three(year: int, month: int):
    first, after = days_of(f"{year}-{month:02d}")
    assert (first.year, first.month, first.day, after.day) == (year, month, 1, 1)
    assert timedelta(28) <= after - first <= timedelta(31)
    begin, end = days_of(f"{year}-Q{(month + 2) // 3}")
    assert begin <= first < after <= end and (end - begin).days in range(90, 93)


@pytest.mark.parametrize(("permille", "least"), [(1, 9), (250, 9), (251, 7), (500, 7), (1000, 2)])
def test_places_are_rounded_up(permille: int, least: int):
    assert least_honoured([9, 7, 5, 2], permille) == least


def test_nobody_is_honoured_where_nothing_was_done():
    assert ranking({"0" * 32: Facts()}, FIRST_WEIGHTS) == []


def test_period_goes_by_the_newest_version_that_holds_on_its_first_day():
    versions = [(1, date(2026, 1, 1)), (2, date(2026, 3, 2))]
    firsts = (date(2025, 12, 1), date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1))
    assert [version_for(first, versions) for first in firsts] == [0, 1, 1, 2]


@given(RECORDS, WEIGHTS)
def test_row_that_is_counted_is_the_row_of_the_ranking(record: dict[str, Facts], weights: Weights):
    indexes = [index(facts, weights) for facts in record.values()]
    everybody = sum(each > 0 for each in indexes)
    for row in ranking(record, weights):
        better = sum(each > row.index for each in indexes)
        assert row_of(row.volunteer_id, record[row.volunteer_id], weights, better, everybody) == row


@given(st.dates(date(2000, 1, 1), date(2100, 12, 30)))
def test_day_lies_in_its_month_and_quarter(day: date):
    for period in periods_of(day):
        first, after = days_of(period)
        assert first <= day < after


@given(st.lists(st.tuples(st.sampled_from("ab"), st.dates(date(2026, 1, 1), date(2026, 12, 31)), FACTS), max_size=20))
def test_what_is_gained_comes_to_the_same_in_months_and_quarters(days: list[tuple[str, date, Facts]]):
    found = sums(Gained(["1.2", "1"], day, volunteer, facts) for volunteer, day, facts in days)
    for volunteer in "ab":
        total = sum((facts for who, _, facts in days if who == volunteer), Facts())
        for area in ("1.2", "1"):
            for quarters in (True, False):
                kept = [facts for (a, period, who), facts in found.items()
                        if (a, who, "Q" in period) == (area, volunteer, quarters)]  # fmt: skip
                assert sum(kept, Facts()) == total
