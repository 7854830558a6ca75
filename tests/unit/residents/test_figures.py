"""Age bands and summing up."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.ages import FIRST_AGES, age_on, band_of, born_before
from services.residents.domain.counting import figures_of, sums
from shared.contracts.residents.figures import AgeBand

days = st.dates(date(1950, 1, 1), date(2100, 1, 1))


@given(st.dates(date(1850, 1, 1), date(2100, 1, 1)), days, st.sampled_from([15, 60, 80]))
def test_who_was_born_before_the_date_has_the_years(born, day, years):
    assert (born < born_before(years, day)) == (age_on(born, day) >= years)


@given(st.dates(date(1850, 1, 1), date(2100, 1, 1)), days)
def test_everybody_is_in_one_band(born, day):
    band = band_of(born, day)
    assert max(age_on(born, day), 0) >= FIRST_AGES[band]


def test_born_on_a_leap_day_is_a_year_older_on_the_first_of_march():
    assert [age_on(date(2012, 2, 29), day) for day in (date(2027, 2, 28), date(2027, 3, 1), date(2028, 2, 29))] == [
        14,
        15,
        16,
    ]
    assert band_of(date(2012, 2, 29), date(2027, 2, 28)) == AgeBand.CHILDREN


grids = st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)).map(
    lambda n: "150202." + ".".join(f"{p:03d}" for p in n)
)


@given(
    st.dictionaries(grids, st.dictionaries(st.sampled_from(["buildings", "age 80+"]), st.integers(0, 99)), max_size=12)
)
def test_whole_is_the_sum_of_its_parts(recorded):
    totals = sums("150202", recorded.items())
    whole = totals.pop("150202")
    assert whole == sum(totals.values(), Counter()) or not any(whole.values())
    assert figures_of(whole).residents == sum(counts.get("age 80+", 0) for counts in recorded.values())


def test_what_is_recorded_at_the_area_itself_is_in_its_sum_only():
    totals = sums("150202.001", [("150202.001", {"staff": 2}), ("150202.001.002", {"staff": 1})])
    assert totals == {"150202.001": {"staff": 3}, "150202.001.002": {"staff": 1}}
