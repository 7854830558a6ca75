"""Veterans and retired workers give talks: a team of them goes to schools, homes and firms."""

from datetime import UTC, datetime, timedelta

from shared.contracts.actor import Role
from tests.support.town import Town
from tests.support.volunteering import at, day, known

AREA = "150506.020.001"
SENIORS = 12
HOSTS = {"school": ("第三小学", 320), "firm": ("机床厂", 80)}
HOMES = 3


def test_seniors_talk_in_schools_homes_and_firms(town: Town):
    staff = known(town, Role.COMMUNITY_STAFF, areas=(AREA,))
    seniors = [known(town, Role.VOLUNTEER) for _ in range(SENIORS)]
    volunteers = [
        each.put("/v1/volunteers/me", {"area": AREA, "birth_year": 1950, "skills": ["teaching"]})["id"]
        for each in seniors
    ]
    team = staff.post(
        "/v1/teams", {"area": AREA, "name": "老兵宣讲团", "category": "teaching", "leader": volunteers[0]}
    )
    assert staff.post(f"/v1/teams/{team['id']}/enlistments", {"volunteers": volunteers})["members"] == SENIORS
    rows = [{"account": each.account, "role": "senior", "topics": ["革命传统", "工匠精神"]} for each in seniors]
    speakers = [each["id"] for each in staff.post("/v1/tour-performers", {"area": AREA, "performers": rows})["items"]]
    talk = staff.post(
        "/v1/touring-programmes",
        {"area": AREA, "kind": "talk", "title": "老兵讲传统", "minutes": 60, "team_id": team["id"]},
    )
    here = f"/v1/touring-programmes/{talk['id']}"
    point = {"longitude": 121.60, "latitude": 41.0}

    asked: list[tuple[str, int]] = []
    hosts = {}
    for number, (host, (name, audience)) in enumerate(HOSTS.items()):
        worker = known(town, Role.PARTNER)
        kind = "enterprise" if host == "firm" else host
        unit = staff.post("/v1/partner-units", {"area": AREA, "name": name, "kind": kind, "workers": [worker.account]})
        wish = {
            "area": AREA, "host": host, "unit_id": unit["id"], "place": name, "wished": at(9, number + 1), "seats": 0,
            "point": point,
        }  # fmt: skip
        (stop,) = worker.post(f"{here}/stops", {"stops": [wish]})["items"]
        asked.append((stop["id"], audience))
        hosts[stop["id"]] = worker
    home = {"area": AREA, "host": "home", "place": "居民家中", "wished": at(15, 1), "point": point}
    for stop in staff.post(f"{here}/stops", {"stops": [home] * HOMES})["items"]:
        asked.append((stop["id"], 4))
        hosts[stop["id"]] = staff
    routes = [
        {"performers": speakers[2 * place : 2 * place + 2], "stops": [{"stop_id": stop, "starts": at(9, place + 1)}]}
        for place, (stop, _) in enumerate(asked)
    ]
    planned = staff.post(f"{here}/routes", {"routes": routes})["items"]
    assert {each["state"] for each in planned} == {"accepted"}

    over = datetime.now(UTC) - timedelta(hours=2)
    moved = {"starts": over, "due": over, "ends": over + timedelta(hours=1)}
    town.database("volunteers")["tour_stops"].update_many({"programme": talk["id"]}, {"$set": moved})
    for stop, audience in asked:
        result = {"results": [{"stop_id": stop, "audience": audience}]}
        assert seniors[0].refused("POST", "/v1/tour-stops/results", result)["status"] == 403
        hosts[stop].post("/v1/tour-stops/results", result)

    found = staff.get("/v1/tours/figures", area=AREA, since=day(-1).isoformat())
    assert (found["held"], found["audience"]) == (5, 320 + 80 + HOMES * 4)
    assert {each["host"]: each["held"] for each in found["hosts"]} == {"school": 1, "firm": 1, "home": HOMES}
    assert found["roles"] == [{"role": "senior", "people": 10}]
    street = known(town, Role.STREET_STAFF, areas=("150506.020",))
    assert street.get("/v1/tours/figures", area="150506.020")["held"] == 5
