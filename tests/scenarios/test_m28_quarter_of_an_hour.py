"""Fujian's circle of a quarter of an hour: 144 pilot communities, then 288 more, and five kinds of help on foot.

The first have all five kinds near; the second lack learning and hardship until a place is opened.
"""

from math import ceil

import pytest

from services.residents.domain.walking import metres_between
from shared.contracts.actor import Role
from shared.contracts.residents.areas import LOAD_AREAS, LoadAreas
from shared.contracts.residents.buildings import LOAD_BUILDINGS, BuildingRecord, LoadBuildings
from shared.contracts.residents.points import LOAD_POINTS, Help, LoadPoints, PointRecord
from tests.support.bus import ask
from tests.support.donghe import batches
from tests.support.ground import area, square
from tests.support.town import Town

DISTRICT = "150228"
STREETS, COMMUNITIES = 18, 24
FIRST_STREETS = 6
WEST, SOUTH, SIZE = 119.0, 26.0, 0.02
"""Communities are two kilometres wide, so that none is in reach of its neighbours' places."""
LACKING = (Help.LEARNING, Help.HARDSHIP)


def communities():
    return [(street, number) for street in range(1, STREETS + 1) for number in range(1, COMMUNITIES + 1)]


def path(street: int, number: int) -> str:
    return f"{DISTRICT}.{street:03d}.{number:03d}"


def corner(street: int, number: int) -> tuple[float, float]:
    return round(WEST + SIZE * (number - 1), 7), round(SOUTH + SIZE * (street - 1), 7)


def near_middle(street: int, number: int, east: float, north: float) -> dict[str, float]:
    west, south = corner(street, number)
    return {"longitude": round(west + SIZE / 2 + east, 7), "latitude": round(south + SIZE / 2 + north, 7)}


def ground():
    whole = square(WEST, SOUTH, SIZE * COMMUNITIES, SIZE * STREETS)
    found = [area(DISTRICT, whole)]
    for street in range(1, STREETS + 1):
        strip = square(WEST, corner(street, 1)[1], SIZE * COMMUNITIES, SIZE)
        found.append(area(f"{DISTRICT}.{street:03d}", strip))
        for number in range(1, COMMUNITIES + 1):
            rings = square(*corner(street, number), SIZE)
            found += [area(path(street, number), rings), area(f"{path(street, number)}.001", rings)]
    return found


def homes():
    corners = ((-0.002, -0.002), (0.002, -0.002), (-0.002, 0.002), (0.002, 0.002))
    return [
        BuildingRecord(
            code=f"{path(*community)}.001-B{at:02d}", address=f"{at}号楼", storeys=6, units=2, landing=2,
            point=near_middle(*community, *offset),
        )
        for community in communities()
        for at, offset in enumerate(corners, start=1)
    ]  # fmt: skip


def place_of_help(street: int, number: int, at: int, kind: Help) -> PointRecord:
    hours = [{"weekday": day, "opens": 540, "closes": 1020} for day in range(1, 6)]
    spot = near_middle(street, number, 0.0007 * at, -0.0005 * at)
    return PointRecord(
        code=f"M28-{street:02d}{number:02d}-{at}",
        kind=kind,
        name=kind.value,
        name_en=kind.value,
        point=spot,
        hours=hours,
    )


def places_of_help():
    return [
        place_of_help(street, number, at, kind)
        for street, number in communities()
        for at, kind in enumerate(Help)
        if street <= FIRST_STREETS or kind not in LACKING
    ]


@pytest.fixture(scope="module")
def visitor(town: Town):
    for batch in batches(ground()):
        ask(town, LOAD_AREAS, LoadAreas(areas=batch))
    for batch in batches(homes()):
        ask(town, LOAD_BUILDINGS, LoadBuildings(buildings=batch))
    for batch in batches(places_of_help()):
        ask(town, LOAD_POINTS, LoadPoints(points=batch))
    return town.nobody()


def test_map_shows_everything_within_a_quarter_of_an_hour_on_foot(visitor):
    everything = places_of_help()
    for home in homes()[::149]:
        start = (home.point.longitude, home.point.latitude)
        minutes = {
            point.code: ceil(metres_between(start, (point.point.longitude, point.point.latitude)) * 1.3 / 75)
            for point in everything
        }
        expected = {code: took for code, took in minutes.items() if took <= 15}
        found = visitor.get("/v1/service-map", building=home.code)["items"]
        assert {item["code"]: item["minutes"] for item in found} == expected
        assert [item["minutes"] for item in found] == sorted(item["minutes"] for item in found)


def test_first_pilot_communities_have_all_five_kinds_and_the_second_lack_two(visitor):
    shown = visitor.get(f"/v1/areas/{DISTRICT}/coverage")
    whole = [community for community in shown["communities"] if community["all_kinds"] == community["buildings"]]
    assert (len(shown["communities"]), len(whole)) == (144 + 288, 144)
    covered = {entry["kind"]: entry["percent"] for entry in shown["kinds"]}
    assert covered == {"children": 100, "medical": 100, "elders": 100, "learning": 33.3, "hardship": 33.3}


def test_opening_a_place_closes_the_gap(town: Town, visitor):
    street, number = STREETS, COMMUNITIES
    office = town.person(Role.COMMUNITY_STAFF, areas=(path(street, number),))
    for at, kind in enumerate(Help):
        if kind in LACKING:
            record = place_of_help(street, number, at, kind)
            body = record.model_dump(mode="json", exclude={"code"}, exclude_none=True)
            office.put(f"/v1/points/{record.code}", body)
    shown = visitor.get(f"/v1/areas/{path(street, number)}/coverage")
    assert (shown["all_kinds"], shown["buildings"]) == (4, 4)


def test_place_that_is_closed_for_the_night_is_not_shown_as_open(visitor):
    home = homes()[0]
    at_night = visitor.get("/v1/service-map", building=home.code, open_at="2026-11-23T22:00:00+08:00")
    by_day = visitor.get("/v1/service-map", building=home.code, open_at="2026-11-23T10:00:00+08:00")
    assert (len(at_night["items"]), len(by_day["items"])) == (0, 5)
