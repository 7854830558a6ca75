"""People and households: exact size, credible families, constant memory."""

import re
import tracemalloc
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn.ric import calc_check_digit, get_birth_date

from infra.town.buildings import buildings
from infra.town.households import AS_OF, LARGEST, Household, Resident, people

seeds = st.integers(min_value=0, max_value=2**63)
few = settings(max_examples=4, deadline=None)


def residents(households: Iterable[Household]) -> list[Resident]:
    return [who for home in households for who in home.members]


def age(born: date, day: date = AS_OF) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@few
@given(seeds, st.integers(min_value=1, max_value=3_000))
def test_people_are_exactly_as_many_as_asked_for(seed: int, size: int) -> None:
    assert len(residents(people(size, seed))) == size


@pytest.mark.parametrize("size", [0, -1, LARGEST + 1])
def test_people_refuse_a_size_out_of_range_at_once(size: int) -> None:
    with pytest.raises(ValueError, match="size"):
        people(size, 1)


@few
@given(seeds)
def test_identity_numbers_are_valid_unique_and_of_the_persons_birth_and_sex(seed: int) -> None:
    everybody = residents(people(3_000, seed))
    assert len({who.identity_number for who in everybody}) == len(everybody)
    for who in everybody:
        assert who.identity_number[-1] == calc_check_digit(who.identity_number)
        assert get_birth_date(who.identity_number) == who.birth_date <= AS_OF
        assert (int(who.identity_number[16]) % 2 == 1) == (who.sex == "male")


@few
@given(seeds)
def test_phones_are_unique_in_the_range_and_not_given_to_children(seed: int) -> None:
    everybody = residents(people(3_000, seed))
    phones = [who.phone for who in everybody if who.phone is not None]
    assert len(set(phones)) == len(phones)
    assert all(re.fullmatch(r"1110\d{7}", number) for number in phones)
    assert all(who.phone is None for who in everybody if age(who.birth_date) < 12)
    assert all(who.phone is not None for who in everybody if 12 < age(who.birth_date) < 79)


@few
@given(seeds)
def test_households_have_one_grown_head_and_a_dwelling_of_their_own(seed: int) -> None:
    by_code = {building.code: building for building in buildings(seed)}
    addresses = set()
    for home in people(3_000, seed):
        building = by_code[home.building]
        assert [who.role for who in home.members].count("head") == 1
        assert home.head.role == "head"
        assert [who.role for who in home.members].count("spouse") <= 1
        assert age(home.head.birth_date, home.moved_in) >= 18
        assert home.grid == building.grid
        assert building.completed <= home.moved_in.year and home.moved_in <= AS_OF
        unit, room = map(int, home.dwelling.split("-"))
        assert unit <= building.units and 1 <= room // 100 <= building.storeys and 1 <= room % 100 <= building.landing
        addresses.add((home.building, home.dwelling))
    assert len(addresses) == sum(1 for _ in people(3_000, seed))


@few
@given(seeds)
def test_generations_are_at_least_nineteen_years_apart(seed: int) -> None:
    for home in people(3_000, seed):
        roles: dict[str, list[int]] = {}
        for who in home.members:
            roles.setdefault(who.role, []).append(who.birth_date.year)
        head = home.head.birth_date.year
        elders = [head, *roles.get("spouse", [])]
        assert all(child - elder >= 19 for child in roles.get("child", []) for elder in elders)
        assert all(head - parent >= 19 for parent in roles.get("parent", []))
        middle = roles.get("child", []) + roles.get("child_in_law", [])
        assert all(small - grown >= 19 for small in roles.get("grandchild", []) for grown in middle)


def test_ages_and_household_sizes_are_those_of_an_old_city_district() -> None:
    homes = list(people(40_000, 5))
    ages = [age(who.birth_date) for who in residents(homes)]
    assert 0.17 < sum(years >= 65 for years in ages) / len(ages) < 0.20
    assert 0.12 < sum(years < 15 for years in ages) / len(ages) < 0.15
    assert max(ages) < 105
    assert 2.55 < len(ages) / len(homes) < 2.75
    assert set(Counter(len(home.members) for home in homes)) >= {1, 2, 3, 4, 5, 6}


def test_people_live_in_all_streets_of_the_district() -> None:
    assert len({home.grid[:10] for home in people(1_000, 3)}) == 14


def test_the_same_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert list(people(500, 7)) == list(people(500, 7))
    assert list(people(500, 7)) != list(people(500, 8))


def test_a_later_day_makes_everybody_younger_by_birth_but_not_by_age() -> None:
    later = date(2031, 1, 1)
    now = [age(who.birth_date) for who in residents(people(500, 7))]
    then = [age(who.birth_date, later) for who in residents(people(500, 7, later))]
    assert all(abs(a - b) <= 1 for a, b in zip(now, then, strict=True))


def test_a_million_people_start_to_flow_without_being_made_first() -> None:
    assert len(list(islice(people(LARGEST, 1), 3))) == 3


def test_memory_does_not_grow_with_the_number_of_people() -> None:
    buildings(1)

    def peak(size: int) -> int:
        tracemalloc.start()
        for _ in people(size, 1):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    # Made all at once, 20,000 people would take about 10 MB; the margin is what the interpreter keeps for reuse.
    assert peak(20_000) < peak(1_000) + 1_000_000
