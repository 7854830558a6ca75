"""Bills split to the fen."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.splitting import refuse_backwards, split
from shared.kernel.errors import Refusal

TOTALS = st.integers(1, 10**11)
USED = st.lists(st.integers(0, 10**9), min_size=1, max_size=500)


@given(TOTALS, USED)
def test_parts_add_up_to_the_total(total, used):
    assert sum(split(total, used)) == total


@given(TOTALS, USED)
def test_nobody_pays_a_fen_more_or_less_than_the_exact_part(total, used):
    weights = used if any(used) else [1] * len(used)
    for part, weight in zip(split(total, used), weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1


@given(TOTALS, USED)
def test_who_used_more_never_pays_less(total, used):
    parts = split(total, used)
    paid = sorted(zip(used, parts, strict=True))
    assert all(before[1] <= after[1] for before, after in pairwise(paid) if before[0] < after[0])


@given(TOTALS, st.integers(1, 100))
def test_nothing_used_is_shared_evenly(total, households):
    parts = split(total, [0] * households)
    assert max(parts) - min(parts) <= 1


def test_left_over_fen_go_to_the_largest_remainders():
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(10, [6, 2, 2, 1]) == [5, 2, 2, 1]


def test_meter_does_not_run_backwards():
    refuse_backwards(5, 5)
    with pytest.raises(Refusal):
        refuse_backwards(6, 5)
