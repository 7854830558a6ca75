"""Households: entering, moving, handing over; taking many over at once."""

import itertools
from datetime import date

import pytest

from shared.contracts.actor import Role
from shared.contracts.residents.households import LOAD_HOUSEHOLDS, LoadHouseholds
from shared.kernel.errors import Refusal
from tests.support.bus import ask
from tests.support.papers import card, identity_number
from tests.support.town import Town

GRID = "150202.922.001.001"
NEXT_GRID = "150202.922.001.002"
_rooms = itertools.count(1)
SINCE = "2020-05-01"


@pytest.fixture(scope="module")
def grids(town: Town) -> tuple[str, str]:
    return town.draw_square(GRID, 112.20, 41.0), town.draw_square(NEXT_GRID, 112.22, 41.0)


@pytest.fixture(scope="module")
def worker(town: Town, grids):
    return town.person(Role.GRID_WORKER, areas=(GRID,))


def dwelling(grid: str = GRID) -> dict[str, str]:
    return {"building": f"{grid}-B01", "room": f"1-{next(_rooms)}01"}


def registered(worker, name: str) -> str:
    return worker.post("/v1/people", {"name": name, "paper": card(identity_number()), "area": GRID})["id"]


def family(worker, *relations: str):
    people = [registered(worker, f"{'赵钱孙李周吴郑王'[i]}家{'甲乙丙丁戊己'[i]}") for i in range(len(relations))]
    members = [{"person": p, "relation": r, "since": SINCE} for p, r in zip(people, relations, strict=True)]
    body = {"dwelling": dwelling(), "area": GRID, "members": members}
    return worker.post("/v1/households", body), people


def by_person(household, part="members"):
    return {member["person"]: member for member in household[part]}


def test_household_without_exactly_one_head_is_refused(worker):
    people = [registered(worker, "单大"), registered(worker, "单二")]
    for relations in (("spouse", "child"), ("head", "head")):
        members = [{"person": p, "relation": r, "since": SINCE} for p, r in zip(people, relations, strict=True)]
        problem = worker.refused("POST", "/v1/households", {"dwelling": dwelling(), "area": GRID, "members": members})
        assert (problem["code"], problem["errors"][0]["pointer"]) == ("residents.headless", "/members")


def test_head_who_leaves_others_names_who_is_next(worker):
    household, (head, child) = family(worker, "head", "child")
    path = f"/v1/households/{household['id']}/leave"
    assert worker.refused("POST", path, {"person_id": head, "on": "2024-01-01"})["code"] == "residents.headless"
    after = worker.post(path, {"person_id": head, "on": "2024-01-01", "new_head": child})
    assert by_person(after)[child]["relation"] == "head"
    gone = by_person(after, "former")[head]
    assert (gone["until"], gone["ended_by"]) == ("2024-01-01", "moved_out")


def test_last_one_out_closes_the_household_and_the_dwelling_is_free(worker):
    household, (head,) = family(worker, "head")
    path = f"/v1/households/{household['id']}"
    closed = worker.post(f"{path}/leave", {"person_id": head, "on": "2024-01-01"})
    assert (closed["closed_on"], closed["members"]) == ("2024-01-01", [])
    joining = {"person_id": head, "relation": "child", "since": "2024-02-01"}
    assert worker.refused("POST", f"{path}/members", joining)["code"] == "residents.household_closed"
    member = {"person": head, "relation": "head", "since": "2024-02-01"}
    again = worker.post("/v1/households", {"dwelling": household["dwelling"], "area": GRID, "members": [member]})
    assert again["number"].endswith("/2")


def test_person_lives_in_one_household_at_a_time(worker):
    one, (head, child) = family(worker, "head", "child")
    other, _ = family(worker, "head")
    joining = {"person_id": child, "relation": "child", "since": "2024-01-01"}
    problem = worker.refused("POST", f"/v1/households/{other['id']}/members", joining)
    assert problem["code"] == "residents.in_another_household"
    moved = worker.post(
        f"/v1/people/{child}/move", {"to_household": other["id"], "relation": "child", "on": "2024-01-01"}
    )
    assert by_person(moved)[child]["since"] == "2024-01-01"
    assert list(by_person(worker.get(f"/v1/households/{one['id']}"))) == [head]


def test_stay_that_begins_before_the_last_one_ended_is_refused(worker):
    household, (_, child) = family(worker, "head", "child")
    path = f"/v1/households/{household['id']}"
    worker.post(f"{path}/leave", {"person_id": child, "on": "2024-06-01"})
    back = {"person_id": child, "relation": "child", "since": "2024-05-31"}
    assert worker.refused("POST", f"{path}/members", back)["code"] == "residents.stays_overlap"
    assert child in by_person(worker.post(f"{path}/members", back | {"since": "2024-06-01"}))


def test_head_is_handed_over(worker):
    household, (head, spouse) = family(worker, "head", "spouse")
    after = worker.put(f"/v1/households/{household['id']}/head", {"person_id": spouse, "former_head_is": "spouse"})
    assert {p: m["relation"] for p, m in by_person(after).items()} == {head: "spouse", spouse: "head"}


def test_household_that_moves_takes_its_members_to_the_other_grid(town: Town, worker):
    household, (head, child) = family(worker, "head", "child")
    moved = worker.put(
        f"/v1/households/{household['id']}/dwelling", {"dwelling": dwelling(NEXT_GRID), "area": NEXT_GRID}
    )
    assert moved["area"] == NEXT_GRID
    there = town.person(Role.GRID_WORKER, areas=(NEXT_GRID,))
    assert {head, child} <= {person["id"] for person in there.get("/v1/people", area=NEXT_GRID)["items"]}
    assert worker.refused("POST", f"/v1/people/{head}/file", {"reason": "casework"})["code"] == "not_found"


def test_death_ends_the_stay_and_a_head_is_succeeded(worker):
    household, (head, spouse) = family(worker, "head", "spouse")
    body = {"why": "deceased", "on": "2024-03-05"}
    assert worker.refused("POST", f"/v1/people/{head}/close", body)["code"] == "residents.headless"
    assert worker.post(f"/v1/people/{head}/close", body | {"new_head": spouse})["state"] == "deceased"
    after = worker.get(f"/v1/households/{household['id']}")
    assert by_person(after, "former")[head]["ended_by"] == "deceased"
    assert worker.refused("POST", f"/v1/people/{head}/close", body)["code"] == "residents.not_living_here"


def test_district_sees_households_without_names(town: Town, worker):
    household, (head,) = family(worker, "head")
    district = town.person(Role.DISTRICT_STAFF, areas=("150202",))
    assert by_person(district.get(f"/v1/households/{household['id']}"))[head]["name"] == "赵*"
    stranger = town.person(Role.GRID_WORKER, areas=(NEXT_GRID,))
    assert stranger.refused("GET", f"/v1/households/{household['id']}")["code"] == "not_found"


def record(grid: str = GRID, **fields):
    born = [date(1960, 2, 3), date(1962, 4, 5)]
    orders = next(_rooms)
    members = [
        {"role": "head", "name": "马国强", "sex": "male", "birth_date": str(born[0]),
         "identity_number": identity_number(born[0], 2 * orders + 1), "phone": "11100000009"},
        {"role": "spouse", "name": "于秀兰", "sex": "female", "birth_date": str(born[1]),
         "identity_number": identity_number(born[1], 2 * orders)},
    ]  # fmt: skip
    return {
        "building": f"{grid}-B07",
        "grid": grid,
        "dwelling": f"2-{orders}",
        "moved_in": "1999-09-09",
        "members": members,
    } | fields


def load(town: Town, *records):
    return ask(town, LOAD_HOUSEHOLDS, LoadHouseholds(households=list(records)))


def test_register_is_taken_over_once(town: Town, worker):
    batch = [record(), record()]
    first, second = load(town, *batch), load(town, *batch, record())
    assert (first.households, first.people, first.known) == (2, 4, 0)
    assert (second.households, second.people, second.known) == (1, 2, 2)
    listed = worker.get("/v1/households", building=f"{GRID}-B07", limit=100)["items"]
    assert {home["size"] for home in listed} == {2} and len(listed) >= 3


@pytest.mark.parametrize(
    ("spoil", "code", "pointer"),
    [
        (lambda home: home["members"][1].update(role="head"), "residents.headless", "/households/0/members"),
        (lambda home: home["members"][0].update(sex="female"), "residents.unlike_paper", "/households/0/members/0/sex"),
        (lambda home: home.update(grid="150202.922.001.099"), "residents.not_a_grid", "/households"),
        (
            lambda home: home["members"][0].update(identity_number="150299196002030011"),
            "residents.bad_identity_number",
            "/households/0/members/0/identity_number",
        ),
    ],
)
def test_register_with_a_fault_is_refused_whole(town: Town, grids, spoil, code, pointer):
    faulty, sound = record(), record()
    spoil(faulty)
    with pytest.raises(Refusal) as refused:
        load(town, faulty, sound)
    assert (refused.value.reason.code, refused.value.pointer) == (code, pointer)
    assert load(town, sound).known == 0


def test_register_does_not_overwrite_who_is_registered(town: Town, grids):
    home = record()
    load(town, home)
    with pytest.raises(Refusal) as refused:
        load(town, home | {"dwelling": "9-999"})
    assert refused.value.reason.code == "residents.known_already"
