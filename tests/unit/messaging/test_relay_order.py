"""The order in which a batch leaves."""

from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.relay import in_order
from shared.storage.journal import Row

EVENTS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 20)), max_size=30)


def rows(pairs: list[tuple[str, int]]) -> list[Row]:
    return [Row(str(n), [{"subject": s, "version": v}], 0.0) for n, (s, v) in enumerate(pairs)]


@given(EVENTS)
def test_each_subject_leaves_by_version(pairs: list[tuple[str, int]]):
    left = in_order(rows(pairs))
    for subject in "abc":
        versions = [e["version"] for e in left if e["subject"] == subject]
        assert versions == sorted(versions)


@given(EVENTS)
def test_nothing_is_lost_or_added_by_ordering(pairs: list[tuple[str, int]]):
    left = [(e["subject"], e["version"]) for e in in_order(rows(pairs))]
    assert sorted(left) == sorted(pairs)


@given(EVENTS)
def test_subjects_keep_their_places(pairs: list[tuple[str, int]]):
    assert [e["subject"] for e in in_order(rows(pairs))] == [subject for subject, _ in pairs]
