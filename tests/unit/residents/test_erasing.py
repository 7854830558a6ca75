"""Being forgotten: what is kept has a ground and an end."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.erasing import RETENTION, Holding, blurred, kept_items, years_after

TODAY = date(2026, 11, 21)
entries = st.dictionaries(st.sampled_from(list(Holding)), st.dates(date(1990, 1, 1), TODAY))


@given(entries)
def test_what_is_kept_was_there_and_is_within_its_period(last):
    kept = kept_items(last, TODAY)
    assert {item.what for item in kept} <= {str(holding) for holding in last}
    assert all(item.until > TODAY and item.law for item in kept)


@given(entries)
def test_what_is_not_kept_is_past_its_period_or_was_never_there(last):
    kept = {item.what for item in kept_items(last, TODAY)}
    for holding in last.keys() - {Holding(what) for what in kept}:
        assert years_after(last[holding], RETENTION[holding].years) <= TODAY


def test_everything_that_may_be_left_has_a_rule():
    assert set(RETENTION) == set(Holding)


def test_year_of_birth_is_all_that_stays_of_the_birth_date():
    assert blurred(date(1950, 6, 15)) == date(1950, 1, 1)
    assert years_after(date(2024, 2, 29), 1) == date(2025, 3, 1)
