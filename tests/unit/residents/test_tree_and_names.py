"""Paths, names and dwelling numbers."""

from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.dwellings import first_twice, numbered
from services.residents.domain.names import folded, grams, needles
from services.residents.domain.tree import BELOW, kind_of, level_of, line_of, parent_of
from shared.contracts.actor import lies_in

paths = st.integers(0, 3).flatmap(
    lambda depth: st.lists(st.integers(0, 999), min_size=depth, max_size=depth).map(
        lambda parts: ".".join(["150202", *(f"{part:03d}" for part in parts)])
    )
)
texts = st.text(st.sampled_from("东河街道第一社区 abAB"), min_size=1, max_size=12)


@given(paths)
def test_path_lies_in_everything_in_its_line(path):
    line = line_of(path)
    assert line[-1] == path and len(line) == level_of(path)
    assert all(lies_in(path, above) for above in line)


@given(paths)
def test_kind_is_the_one_below_the_parents(path):
    parent = parent_of(path)
    assert parent is None or BELOW[kind_of(parent)] == kind_of(path)


@given(texts, st.data())
def test_every_part_of_a_name_finds_it(name, data):
    whole = folded(name)
    start = data.draw(st.integers(0, max(len(whole) - 1, 0)))
    part = whole[start : data.draw(st.integers(start + 1, max(len(whole), start + 1)))]
    assert set(needles(part)) <= set(grams([name]))


@given(st.integers(1, 20), st.integers(1, 4), st.integers(1, 9))
def test_dwellings_are_numbered_once_each(storeys, units, landing):
    dwellings = list(numbered(storeys, units, landing))
    assert len(dwellings) == storeys * units * landing
    assert first_twice(dwellings) is None and first_twice([*dwellings, dwellings[0]]) == dwellings[0]


def test_dwelling_number_tells_unit_floor_and_door():
    assert list(numbered(2, 2, 2)) == ["1-101", "1-102", "1-201", "1-202", "2-101", "2-102", "2-201", "2-202"]
