"""Staff: the right number for each post, each with a place."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from infra.town.buildings import buildings
from infra.town.geography import areas
from infra.town.staff import staff

seeds = st.integers(min_value=0, max_value=2**63)
few = settings(max_examples=4, deadline=None)


@few
@given(seeds)
def test_posts_are_filled_as_the_district_has_them(seed: int) -> None:
    posts = Counter(member.post for member in staff(seed))
    assert posts["grid_worker"] == 731
    assert posts["community_secretary"] == 115
    assert posts["building_constable"] == 546
    assert posts["street_director"] == 14


@few
@given(seeds)
def test_numbers_and_phones_are_unique_and_in_the_range_of_staff(seed: int) -> None:
    crew = list(staff(seed))
    assert len({member.number for member in crew}) == len({member.phone for member in crew}) == len(crew)
    assert all(member.phone.startswith("1111") and len(member.phone) == 11 for member in crew)


@few
@given(seeds)
def test_every_grid_and_community_has_one_of_its_own(seed: int) -> None:
    for post, kind in (("grid_worker", "grid"), ("community_secretary", "community")):
        places = [member.area for member in staff(seed) if member.post == post]
        assert places == [area.code for area in areas(seed) if area.kind == kind]


@few
@given(seeds)
def test_constables_answer_for_every_building_once_within_their_community(seed: int) -> None:
    answered: list[str] = []
    for member in staff(seed):
        assert (member.post == "building_constable") == bool(member.buildings)
        assert all(code.startswith(member.area + ".") for code in member.buildings)
        answered.extend(member.buildings)
    assert sorted(answered) == sorted(building.code for building in buildings(seed))
