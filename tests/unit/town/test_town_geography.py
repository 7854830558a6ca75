"""The district's shape: exact totals, codes that form a tree, polygons that tile."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from infra.town.geography import Area, areas

seeds = st.integers(min_value=0, max_value=2**63)
few = settings(max_examples=4, deadline=None)


def children(town: tuple[Area, ...]) -> dict[str, list[Area]]:
    found: dict[str, list[Area]] = {}
    for area in town:
        if area.parent is not None:
            found.setdefault(area.parent, []).append(area)
    return found


def wider_than_rounding(shape: BaseGeometry) -> bool:
    """Corners are rounded to a centimetre (1e-7 degrees): is there more than slivers of that width?"""
    return not shape.buffer(-1e-7).is_empty


@few
@given(seeds)
def test_areas_have_exactly_the_totals_of_the_district(seed: int) -> None:
    assert Counter(area.kind for area in areas(seed)) == {"district": 1, "street": 14, "community": 115, "grid": 731}


@few
@given(seeds)
def test_areas_are_spread_unevenly_within_their_bounds(seed: int) -> None:
    by_kind: dict[str, list[int]] = {}
    kinds = {area.code: area.kind for area in areas(seed)}
    for parent, parts in children(areas(seed)).items():
        by_kind.setdefault(kinds[parent], []).append(len(parts))
    assert all(4 <= count <= 14 for count in by_kind["street"])
    assert all(3 <= count <= 10 for count in by_kind["community"])
    assert len(set(by_kind["street"])) > 2
    assert len(set(by_kind["community"])) > 3


@few
@given(seeds)
def test_codes_extend_the_code_of_the_parent_that_comes_before(seed: int) -> None:
    seen: set[str] = set()
    for area in areas(seed):
        assert area.level == area.code.count(".") + 1
        assert area.parent == (area.code.rpartition(".")[0] or None)
        assert area.parent is None or area.parent in seen
        assert area.parent is None or len(area.code) == len(area.parent) + 4
        seen.add(area.code)
    assert len(seen) == 861


@few
@given(seeds)
def test_names_differ_among_siblings_in_both_languages(seed: int) -> None:
    for parts in children(areas(seed)).values():
        assert len({area.name_zh for area in parts}) == len(parts)
        assert len({area.name_en for area in parts}) == len(parts)


@few
@given(seeds)
def test_polygons_are_simple_closed_and_inside_the_bounds(seed: int) -> None:
    for area in areas(seed):
        outline = Polygon(area.ring)
        assert shape(area.polygon).equals(outline)
        assert area.ring[0] == area.ring[-1]
        assert outline.is_valid and outline.exterior.is_simple and outline.exterior.is_ccw
        west, south, east, north = outline.bounds
        assert 109.99 <= west < east <= 110.12 and 40.55 <= south < north <= 40.65


@pytest.mark.parametrize("seed", [1, 7, 2026])
def test_parts_tile_their_parent_without_overlap(seed: int) -> None:
    outlines = {area.code: Polygon(area.ring) for area in areas(seed)}
    for parent, parts in children(areas(seed)).items():
        pieces = [outlines[area.code] for area in parts]
        assert sum(piece.area for piece in pieces) == pytest.approx(outlines[parent].area, rel=1e-4)
        assert not wider_than_rounding(unary_union(pieces).symmetric_difference(outlines[parent]))
        for one, other in combinations(pieces, 2):
            assert not wider_than_rounding(one.intersection(other))


def test_the_same_seed_gives_the_same_areas_and_another_seed_others() -> None:
    first = areas(7)
    areas.cache_clear()
    assert areas(7) == first
    assert areas(8) != first
