"""Figures of visits: the whole is the sum of its kinds and of its parts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.fieldwork import COUNTED, WRITTEN_UP, day_of_visit, visit_figures
from shared.contracts.tickets.fieldwork import VisitKind
from shared.kernel.errors import Refusal

NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)
AREAS = ("150402", "150402.001", "150402.001.001", "150402.002.003.001", "150402.002")
rows = st.lists(
    st.fixed_dictionaries(
        {"area": st.sampled_from(AREAS), "kind": st.sampled_from([kind.value for kind in VisitKind])}
        | {name: st.integers(0, 1000) for name in COUNTED}
    )
)


@given(rows)
def test_whole_is_the_sum_of_kinds_and_of_rows(counted: list[dict]):
    figures = visit_figures("150402", counted)
    for name in COUNTED:
        assert getattr(figures, name) == sum(row[name] for row in counted)
        assert getattr(figures, name) == sum(getattr(kind, name) for kind in figures.kinds)
        below = sum(row[name] for row in counted if row["area"] != "150402")
        assert sum(getattr(part, name) for part in figures.parts) == below
    assert {part.area for part in figures.parts} <= {"150402.001", "150402.002"}


def test_day_of_a_visit_is_that_of_shanghai():
    assert day_of_visit(NOW - timedelta(hours=1, minutes=1), NOW).isoformat() == "2026-11-22"
    assert day_of_visit(NOW, NOW).isoformat() == "2026-11-23"


@pytest.mark.parametrize("off", [timedelta(seconds=1), -WRITTEN_UP - timedelta(seconds=1)])
def test_visit_that_lies_ahead_or_too_far_back_is_refused(off: timedelta):
    with pytest.raises(Refusal) as refusal:
        day_of_visit(NOW + off, NOW)
    assert (refusal.value.reason.code, refusal.value.pointer) == ("tickets.visit_elsewhen", "/began_at")
