"""What a matter adds to the figures, against counting by hand."""

import statistics
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.counting import (
    DAY_MINUTES,
    Facts,
    bucket,
    changes,
    days,
    facts_of,
    figures,
    percentile,
    periods,
)

OPENED = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
"""The 21st in Shanghai."""


def ticket(**fields):
    return {
        "state": "open", "citizen_since": OPENED, "opened_at": OPENED, "reaction_due": OPENED + timedelta(hours=24),
        "promised_at": OPENED + timedelta(days=9), "within": ["150202.001", "150202"], "category": "road",
        "channel": "app", "colour": "blue", "unit": "城管局",
    } | fields  # fmt: skip


def test_matter_counts_for_its_day_in_shanghai_at_every_level():
    found = changes(None, facts_of(ticket(), ()))
    assert {(area, period) for area, period, _ in found} == {
        ("150202.001", "2026-11-21"), ("150202.001", "2026-11"), ("150202", "2026-11-21"), ("150202", "2026-11"),
    }  # fmt: skip


def test_communities_and_grids_have_cells_for_months_alone():
    found = changes(None, facts_of(ticket(within=["150202.001.002.003", "150202.001.002"]), ()))
    assert {(area, period) for area, period, _ in found} == {
        ("150202.001.002.003", "2026-11"), ("150202.001.002", "2026-11"),
    }  # fmt: skip


def test_settled_matter_shows_times_and_rates():
    settled = ticket(
        state="closed", reacted_at=OPENED + timedelta(minutes=30), done_at=OPENED + timedelta(hours=5),
        closed_at=OPENED + timedelta(hours=6),
    )  # fmt: skip
    shown = figures(dict(facts_of(settled, [{"stars": 5, "solved": True}, {"stars": 3, "solved": False}]).counts))
    assert (shown.opened, shown.closed, shown.in_hand, shown.kept, shown.late) == (1, 1, 0, 1, 0)
    assert (shown.reaction_median, shown.closing_p95) == (30, 360)
    assert (shown.rated, shown.responded, shown.solved, shown.satisfied) == (2, 1.0, 0.5, 0.5)


def test_late_reaction_is_a_reaction_but_not_in_time():
    shown = figures(dict(facts_of(ticket(reacted_at=OPENED + timedelta(hours=25)), ()).counts))
    assert (shown.reacted, shown.reacted_in_time) == (1, 0)


def test_rates_of_nothing_are_none():
    shown = figures({})
    assert (shown.opened, shown.responded, shown.reopen_rate, shown.reaction_median) == (0, None, None, None)


moments = st.integers(0, 60 * DAY_MINUTES).map(lambda minutes: OPENED + timedelta(minutes=minutes))
tickets = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["open", "accepted", "waiting", "done", "closed", "declined", "merged"]),
        "category": st.sampled_from(["road", "water"]),
        "colour": st.sampled_from(["blue", "red"]),
        "within": st.sampled_from([["150202.001", "150202"], ["150202.002", "150202"]]),
        "reacted_at": st.none() | moments,
        "closed_at": st.none() | moments,
        "reopened": st.integers(0, 2),
    }
).map(lambda fields: ticket(**fields))
ratings = st.lists(st.fixed_dictionaries({"stars": st.integers(1, 5), "solved": st.booleans()}), max_size=3)
histories = st.lists(st.tuples(tickets, ratings), min_size=1, max_size=6)


@given(st.lists(histories, min_size=1, max_size=5))
def test_cells_kept_up_by_differences_equal_cells_counted_at_the_end(all_histories):
    kept, final = Counter(), Counter()
    for history in all_histories:
        before = None
        for row, rated in history:
            after = Facts.stored(facts_of(row, rated).to_store())
            add(kept, changes(before, after))
            before = after
        add(final, changes(None, before))
    assert {key: value for key, value in kept.items() if value} == {key: value for key, value in final.items() if value}


def add(sums, found):
    for cell, counts in found.items():
        for name, value in counts.items():
            sums[cell, name] += value


@given(tickets, ratings)
def test_every_matter_is_in_exactly_one_place(row, rated):
    shown = figures(dict(facts_of(row, rated).counts))
    places = (shown.in_hand, shown.done, shown.closed, shown.declined, shown.withdrawn, shown.merged)
    assert sum(places) == shown.opened == 1


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=60), st.sampled_from([50, 95]))
def test_percentile_is_the_nearest_rank(values, percent):
    ordered = sorted(values)
    assert percentile(Counter(values), percent) == ordered[-(-len(ordered) * percent // 100) - 1]


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=60))
def test_median_is_the_lower_one_of_the_statisticians(values):
    assert percentile(Counter(values), 50) == statistics.median_low(values)


@given(st.integers(0, 100 * DAY_MINUTES))
def test_bucket_is_exact_within_a_day_and_near_beyond(minutes):
    found = bucket(timedelta(minutes=minutes))
    assert found == minutes if minutes < DAY_MINUTES else 0 <= minutes - found < 15


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 900))
def test_periods_cover_each_day_once(since, length):
    until = since + timedelta(days=length)
    covered = []
    for period in periods(since, until):
        if len(period) == 10:
            covered.append(period)
        else:
            first = date.fromisoformat(f"{period}-01")
            covered += [day for day in days(first, first + timedelta(days=31)) if day.startswith(period)]
    assert sorted(covered) == days(since, until)


@pytest.mark.parametrize(
    ("since", "until", "cut"), [("2026-01-01", "2026-12-31", 12), ("2026-01-02", "2026-02-28", 31)]
)
def test_whole_months_are_read_as_such(since, until, cut):
    assert len(periods(date.fromisoformat(since), date.fromisoformat(until))) == cut
