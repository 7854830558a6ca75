"""Donghe's grid of four levels: 14 streets, 115 communities, 731 grids, 431 estates, 3,898 buildings, 546 constables.

Every building is found from its place and has a constable; constables on patrol hand in what they find, residents order
and departments act; units share their cameras.
"""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.contracts.residents.staff import LOAD_STAFF, LoadStaff, StaffRecord
from tests.support import donghe
from tests.support.bus import ask
from tests.support.donghe import DISTRICT
from tests.support.town import Town
from tests.support.waiting import eventually


@pytest.fixture(scope="module")
def district(town: Town):
    donghe.load_ground(town)
    records = [
        StaffRecord(
            staff_number=number, name=name, post="building_constable", since=date(2026, 1, 1), buildings=list(codes),
            areas=sorted({code.rpartition("-")[0] for code in codes}),
        )
        for number, name, codes in donghe.constables()
    ]  # fmt: skip
    for batch in donghe.batches(records):
        ask(town, LOAD_STAFF, LoadStaff(staff=batch))
    return town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))


@pytest.fixture(scope="module")
def building(district):
    return district.get(f"/v1/buildings/{donghe.building_records()[1234].code}")


def test_tree_has_all_four_levels(district):
    nodes = district.get(f"/v1/areas/{DISTRICT}/tree")["items"]
    kinds = [node["kind"] for node in nodes]
    assert {kind: kinds.count(kind) for kind in kinds} == {"district": 1, "street": 14, "community": 115, "grid": 731}
    assert len(district.get(f"/v1/areas/{DISTRICT}/children")["items"]) == 14


def test_figures_of_the_district_are_those_of_the_ground(district):
    def counted():
        shown = district.get(f"/v1/areas/{DISTRICT}/figures")
        return None if shown["pending"] else shown

    shown = eventually(counted, 120)
    assert [shown[name] for name in ("grids", "estates", "buildings", "staff")] == [731, 431, 3898, 546]
    assert shown["dwellings"] == donghe.dwelling_count()
    assert len(shown["parts"]) == 14 and sum(part["buildings"] for part in shown["parts"]) == 3898
    assert sum(point["count"] for point in shown["points"]) == len(donghe.point_records())


def test_place_of_every_tenth_grids_building_lies_in_its_grid(district):
    for record in donghe.building_records()[::53]:
        at = record.point
        found = district.get("/v1/areas/at", longitude=at.longitude, latitude=at.latitude)
        assert found["path"] == record.grid


def test_every_building_has_its_constable(district):
    responsible = {code: number for number, _, codes in donghe.constables() for code in codes}
    assert len(responsible) == 3898
    for code in list(responsible)[::211]:
        first = district.get("/v1/responsible", building=code, post="building_constable")["items"][0]
        assert (first["staff_number"], first["by_building"]) == (responsible[code], True)


def test_constable_on_patrol_hands_in_what_was_found(town: Town, district, building):
    constable = town.person(Role.GRID_WORKER, areas=(building["grid"],))
    body = {
        "kind": "patrol", "area": building["grid"], "building": building["code"], "minutes": 25, "met": 1,
        "began_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
        "found": [{"category": "safety", "text": "楼道堆放杂物"}],
    }  # fmt: skip

    def handed_in():
        """As soon as tickets has heard of the building, which places the matter."""
        response = constable.send("POST", "/v1/visits", body)
        return response.json() if response.status_code == 201 else None

    patrol = eventually(handed_in, 60)
    (found,) = patrol["found"]
    assert (found["settled"], found["state"]) == (False, "open")
    ticket = district.get(f"/v1/tickets/{found['ticket']}")
    assert (ticket["channel"], ticket["area"], ticket["building"]) == ("patrol", building["grid"], building["code"])
    assert ticket["id"] in [
        entry["id"] for entry in district.get("/v1/tickets", area=building["grid"], limit=100)["items"]
    ]
    today = patrol["day"]
    figures = district.get("/v1/visits/figures", area=DISTRICT, since=today, until=today)
    assert (figures["visits"], figures["found"], figures["settled"]) == (1, 1, 0)


def test_residents_order_and_departments_act(town: Town, district, building):
    resident = town.person(Role.RESIDENT)
    body = {"category": "rubbish", "text": "垃圾三天未清", "point": building["point"]}

    def reported():
        response = resident.send("POST", "/v1/tickets", body)
        return response.json() if response.status_code == 201 else None

    ticket = eventually(reported, 60)
    street = town.person(Role.STREET_STAFF, areas=(building["grid"][:10],))
    street.post(f"/v1/tickets/{ticket['id']}/accept")
    street.post(f"/v1/tickets/{ticket['id']}/finish", {"note": "已清运"})
    assert resident.post(f"/v1/tickets/{ticket['id']}/rate", {"stars": 5})["state"] == "closed"


def test_departments_act_together_on_what_residents_order(town: Town, district, building):
    """What one unit cannot do alone is met about; each department's part is seen to, and who ordered it has the last word."""
    resident = town.person(Role.RESIDENT)
    body = {"category": "illegal_building", "text": "楼顶违建遮挡消防通道", "point": building["point"]}

    def reported():
        response = resident.send("POST", "/v1/tickets", body)
        return response.json() if response.status_code == 201 else None

    ticket = eventually(reported, 60)
    street = town.person(Role.STREET_STAFF, areas=(building["grid"][:10],))
    departments = {name: uuid.uuid4().hex for name in ("综合行政执法局", "消防救援大队", "公安分局")}
    street.post(f"/v1/tickets/{ticket['id']}/accept")
    units = [{"unit": name, "task": "依职责处置", "account": account} for name, account in departments.items()]
    meeting = street.post(f"/v1/tickets/{ticket['id']}/convene", {"units": units, "note": "街道吹哨，部门报到"})
    minutes = {"minutes": "三日内拆除", "present": list(departments)}
    street.post(f"/v1/joint-meetings/{meeting['id']}/hold", minutes)
    for account in departments.values():
        department = town.person(Role.DISTRICT_STAFF, account=account, areas=("150299",))
        (task,) = department.get("/v1/joint-tasks")["items"]
        department.post(f"/v1/joint-tasks/{task['id']}/done", {"note": "已处置"})
    street.post(f"/v1/tickets/{ticket['id']}/finish", {"note": "违建已拆除"})
    assert resident.post(f"/v1/tickets/{ticket['id']}/rate", {"stars": 5})["state"] == "closed"
    figures = district.get("/v1/joint-meetings/figures", area=DISTRICT)
    assert (figures["held"], figures["tasks"], figures["overdue"]) == (1, 3, 0)


def test_units_share_the_cameras_around_a_building(town: Town, district, building):
    camera = {
        "name": f"{building['address']}门口", "point": building["point"], "owner": "公安分局", "purpose": "治安",
        "shared_with": ["城管执法局"], "kept_days": 30,
    }  # fmt: skip
    district.put("/v1/cameras/M16-C1", camera)
    at = building["point"]
    constable = town.person(Role.GRID_WORKER, areas=(building["grid"],))
    seen = constable.get("/v1/cameras/near", **at, metres=100, unit="城管执法局")["items"]
    assert [entry["code"] for entry in seen] == ["M16-C1"]
    stranger = town.person(Role.GRID_WORKER, areas=("150299",))
    assert stranger.get("/v1/cameras/near", **at, metres=100)["items"] == []
