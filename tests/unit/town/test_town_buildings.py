"""Estates and buildings: exact totals, each in its place, dwellings numbered once."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from infra.town.buildings import buildings, dwellings, estates
from infra.town.geography import areas_of

seeds = st.integers(min_value=0, max_value=2**63)
few = settings(max_examples=4, deadline=None)


@few
@given(seeds)
def test_housing_has_exactly_the_totals_of_the_district(seed: int) -> None:
    assert len(estates(seed)) == len({estate.code for estate in estates(seed)}) == 431
    assert len(buildings(seed)) == len({building.code for building in buildings(seed)}) == 3_898


@few
@given(seeds)
def test_every_grid_has_three_to_eight_buildings(seed: int) -> None:
    counts = Counter(building.grid for building in buildings(seed))
    assert set(counts) == {grid.code for grid in areas_of(seed, "grid")}
    assert all(3 <= count <= 8 for count in counts.values())


@few
@given(seeds)
def test_an_estate_lies_in_one_community_with_at_least_three_buildings(seed: int) -> None:
    community_of = {estate.code: estate.community for estate in estates(seed)}
    sizes = Counter(building.estate for building in buildings(seed))
    assert set(sizes) == set(community_of)
    assert min(sizes.values()) >= 3
    for building in buildings(seed):
        assert building.grid.rpartition(".")[0] == community_of[building.estate]
        assert building.code.startswith(building.grid + "-B")


@few
@given(seeds)
def test_every_building_stands_inside_its_grid(seed: int) -> None:
    outlines = {grid.code: Polygon(grid.ring) for grid in areas_of(seed, "grid")}
    assert all(outlines[building.grid].contains(Point(building.position)) for building in buildings(seed))


@few
@given(seeds)
def test_the_town_has_dwellings_for_the_households_of_a_million(seed: int) -> None:
    assert sum(building.dwellings for building in buildings(seed)) > 390_000


def test_dwelling_numbers_name_unit_floor_and_door_and_differ() -> None:
    for building in buildings(3)[::50]:
        numbers = list(dwellings(building))
        assert len(set(numbers)) == len(numbers) == building.dwellings
        assert numbers[0] == "1-101"
        assert numbers[-1] == f"{building.units}-{building.storeys}{building.landing:02d}"
