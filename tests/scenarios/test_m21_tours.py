"""Touring programmes: 10 shows in 5 counties, and lectures by 31 experts and 107 lecturers in 570 communities."""

from datetime import UTC, datetime, timedelta

from shared.contracts.actor import Role
from tests.support.town import Person, Town
from tests.support.volunteering import Known, at, day, known

COUNTIES = ("150561", "150562", "150563", "150564", "150565")
SHOWS_EACH, COMMUNITIES_EACH = 2, 114
EXPERTS, LECTURERS = 31, 107
HOURS = (8, 10, 13, 15, 17)
AUDIENCE, SHOW_AUDIENCE = 40, 600


def community(county: str, number: int) -> dict:
    """Communities of a county lie within some ten kilometres."""
    east, north = 121.60 + 0.005 * (number % 12), 41.0 + 0.005 * (number // 12) + COUNTIES.index(county) * 0.1
    return {
        "area": f"{county}.{1 + number // 20:03}.{1 + number % 20:03}", "host": "community", "place": "社区大讲堂",
        "point": {"longitude": east, "latitude": north},
    }  # fmt: skip


def ask(who: Person, tour: str, stops: list[dict]) -> list[str]:
    return [each["id"] for each in who.post(f"{tour}/stops", {"stops": stops})["items"]]


def plan(office: Person, tour: str, routes: list[tuple[list[str], list[tuple[str, str]]]]) -> None:
    body = [
        {"performers": performers, "stops": [{"stop_id": stop, "starts": starts} for stop, starts in stops]}
        for performers, stops in routes
    ]
    accepted = office.post(f"{tour}/routes", {"routes": body})["items"]
    assert {each["state"] for each in accepted} == {"accepted"}


def enlist(office: Person, people: dict[str, list[Known]]) -> dict[str, list[str]]:
    rows = [{"account": each.account, "role": role} for role, each_role in people.items() for each in each_role]
    ids = [
        each["id"] for each in office.post("/v1/tour-performers", {"area": COUNTIES[0], "performers": rows})["items"]
    ]
    return {role: [ids.pop(0) for _ in each_role] for role, each_role in people.items()}


def test_shows_and_lectures_go_to_every_community(town: Town):
    office = known(town, Role.DISTRICT_STAFF, areas=COUNTIES)
    counties = [known(town, Role.DISTRICT_STAFF, areas=(county,)) for county in COUNTIES]
    people = enlist(
        office,
        {
            "expert": [known(town) for _ in range(EXPERTS)],
            "lecturer": [known(town) for _ in range(LECTURERS)],
            "performer": [known(town)],
        },
    )
    body = {"area": COUNTIES[0], "minutes": 60, "speed": 40}
    show = path(office.post("/v1/touring-programmes", body | {"kind": "show", "title": "百姓大舞台"}))
    lecture = path(office.post("/v1/touring-programmes", body | {"kind": "lecture", "title": "理论宣讲"}))

    held: list[tuple[Person, list[str], int]] = []
    speakers = people["expert"] + people["lecturer"]
    for number, (county, host) in enumerate(zip(COUNTIES, counties, strict=True)):
        wishes = [community(county, n) | {"wished": at(9)} for n in range(COMMUNITIES_EACH)]
        stops = ask(host, lecture, wishes)
        own = speakers[number::5]
        plan(office, lecture, [(
            [speaker],
            [(stop, at(hour)) for stop, hour in zip(stops[place :: len(own)], HOURS, strict=False)],
        ) for place, speaker in enumerate(own)])  # fmt: skip
        shows = ask(host, show, [wish | {"wished": at(19, number + 2)} for wish in wishes[:SHOWS_EACH]])
        plan(
            office,
            show,
            [(people["performer"], [(stop, at(h, number + 2)) for stop, h in zip(shows, (14, 19), strict=True)])],
        )
        held += [(host, stops, AUDIENCE), (host, shows, SHOW_AUDIENCE)]

    way = office.get(f"/v1/tour-performers/{speakers[0]}/route", day=day(1).isoformat())["legs"]
    assert len(way) in (4, 5) and all(leg["travel"] < 60 for leg in way[1:])
    busy = {"routes": [{"performers": speakers[:1], "stops": [{"stop_id": "", "starts": at(8)}]}]}
    busy["routes"][0]["stops"][0]["stop_id"] = ask(
        counties[0], lecture, [community(COUNTIES[0], 113) | {"wished": at(8)}]
    )[0]
    assert office.refused("POST", f"{lecture}/routes", busy)["code"] == "volunteers.performer_elsewhere"

    over = datetime.now(UTC) - timedelta(hours=3)
    everything = {"programme": {"$in": [each.rpartition("/")[2] for each in (show, lecture)]}, "state": "accepted"}
    moved = {"starts": over, "due": over, "ends": over + timedelta(hours=1)}
    town.database("volunteers")["tour_stops"].update_many(everything, {"$set": moved})
    for host, stops, audience in held:
        results = [{"stop_id": stop, "audience": audience} for stop in stops]
        host.post("/v1/tour-stops/results", {"results": results})

    found = office.get("/v1/tours/figures")
    assert {each["kind"]: each["held"] for each in found["kinds"]} == {"show": 10, "lecture": 570}
    assert (found["counties"], found["communities"], found["audience"]) == (5, 570, 570 * AUDIENCE + 10 * SHOW_AUDIENCE)
    assert {each["role"]: each["people"] for each in found["roles"]} == {"expert": 31, "lecturer": 107, "performer": 1}
    one = counties[2].get("/v1/tours/figures", area=COUNTIES[2], since=day(-1).isoformat(), until=day().isoformat())
    assert (one["counties"], one["communities"], one["held"]) == (1, 114, 116)


def path(programme: dict) -> str:
    return f"/v1/touring-programmes/{programme['id']}"
