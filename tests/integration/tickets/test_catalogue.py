"""The catalogue as data: everybody reads it, the district changes it, and every change is kept with who made it."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import mongoengine
import pytest

from services.tickets.domain.first_catalogue import FIRST_CATALOGUE
from services.tickets.store import TicketStore
from services.tickets.usecases.catalogue import seed_catalogue
from shared.contracts.actor import Role
from shared.contracts.tickets.catalogue import CatalogueChanged
from shared.runtime.settings import settings
from shared.storage.database import Database
from tests.support.ear import Ear
from tests.support.servers import Servers
from tests.support.town import Town

DISTRICT = "150401"
FIELDS = {
    "name": "喷泉故障", "name_en": "Broken fountain", "group": "市政设施", "group_en": "Public works", "unit": "园林绿化中心",
    "ticket_class": "ordinary",
}  # fmt: skip


@pytest.fixture
def keeper(town: Town):
    return town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))


def new_code() -> str:
    return f"c{uuid.uuid4().hex}"


def test_first_catalogue_is_there_for_everybody(town: Town):
    listed = {each["code"]: each for each in town.nobody().get("/v1/catalogue")["items"]}
    assert set(FIRST_CATALOGUE) <= set(listed)
    for code in ("road", "water", "power", "rubbish", "noise", "safety", "other"):
        assert not listed[code]["photo_needed"] and listed[code]["name_en"]
    assert {each["ticket_class"] for each in listed.values()} == {"emergency", "utility", "ordinary", "hard"}
    assert town.nobody().get("/v1/catalogue/lift")["extra"]["required"] == ["floors"]


def test_change_raises_the_revision_and_is_kept_with_who_made_it(town: Town, keeper):
    code = new_code()
    first = keeper.put(f"/v1/catalogue/{code}", FIELDS)
    assert (first["revision"], first["retired"], first["confirm_days"]) == (1, False, 7)
    limits = {"open": {"minutes": 60, "measure": "wall"}}
    second = keeper.put(f"/v1/catalogue/{code}", FIELDS | {"unit": "城市管理局", "state_limits": limits})
    assert (second["revision"], second["unit"], second["state_limits"]) == (2, "城市管理局", limits)
    assert town.nobody().get(f"/v1/catalogue/{code}") == second
    kept = keeper.get(f"/v1/catalogue/{code}/revisions")["items"]
    assert [(each["revision"], each["changed"]) for each in kept] == [(2, ["unit", "state_limits"]), (1, [])]
    assert kept[1]["fields"]["unit"] == FIELDS["unit"] and kept[0]["by"] == kept[1]["by"] != "system"
    page = keeper.get(f"/v1/catalogue/{code}/revisions", limit=1)
    older = keeper.get(f"/v1/catalogue/{code}/revisions", limit=1, cursor=page["next"])
    assert [each["revision"] for each in older["items"]] == [1] and "next" not in older


def test_change_is_told_to_partners(town: Town, keeper):
    code = new_code()
    with Ear(town.servers.broker.amqp_url, CatalogueChanged.TYPE) as ear:
        keeper.put(f"/v1/catalogue/{code}", FIELDS)
        keeper.post(f"/v1/catalogue/{code}/retire", {})
        told = [ear.hear(lambda event: event["subject"] == code) for _ in range(2)]
    assert [(each["data"]["revision"], each["data"]["retired"]) for each in told] == [(1, False), (2, True)]
    assert {each["audience"] for each in told} == {"partner"}


def test_retired_category_is_listed_no_more_and_can_be_taken_up_again(town: Town, keeper):
    code = new_code()
    keeper.put(f"/v1/catalogue/{code}", FIELDS)
    assert keeper.post(f"/v1/catalogue/{code}/retire", {})["retired"]
    twice = keeper.refused("POST", f"/v1/catalogue/{code}/retire", {})
    assert (twice["status"], twice["code"]) == (409, "not_allowed_now")

    def listed(**query) -> set[str]:
        return {each["code"] for each in town.nobody().get("/v1/catalogue", **query)["items"]}

    assert code not in listed() and code in listed(retired="true")
    assert keeper.put(f"/v1/catalogue/{code}", FIELDS)["revision"] == 3
    assert code in listed()


def test_only_the_district_changes_the_catalogue(town: Town):
    for role in (Role.RESIDENT, Role.GRID_WORKER, Role.COMMUNITY_STAFF, Role.STREET_STAFF, Role.PARTNER):
        assert town.person(role, areas=(DISTRICT,)).refused("PUT", "/v1/catalogue/road", FIELDS)["status"] == 403
    assert town.person(Role.RESIDENT).refused("GET", "/v1/catalogue/road/revisions")["status"] == 403


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"extra": {"$ref": "https://example.org/schema"}}, "/extra"),
        ({"extra": {"properties": {"x": {"type": "string", "pattern": "(a+)+$"}}}}, "/extra/properties/x"),
        ({"extra": {"x": "y" * 20_000}}, "/extra"),
        ({"state_limits": {"closed": {"minutes": 5}}}, "/state_limits"),
        ({"promise": {"minutes": 0}}, "/promise/minutes"),
        ({"ticket_class": "whenever"}, "/ticket_class"),
        ({"confirm_days": 61}, "/confirm_days"),
        ({"colours": {"supporters_red": 0}}, "/colours/supporters_red"),
        ({"keywords": [""]}, "/keywords/0"),
    ],
)
def test_what_is_wrong_is_refused_with_its_field(keeper, wrong, pointer):
    problem = keeper.refused("PUT", f"/v1/catalogue/{new_code()}", FIELDS | wrong)
    assert problem["status"] == 422
    assert any(error["pointer"].startswith(pointer) for error in problem["errors"])


def test_unknown_category_is_not_found(keeper):
    assert keeper.refused("GET", "/v1/catalogue/no_such_thing")["code"] == "not_found"
    assert keeper.refused("POST", "/v1/catalogue/no_such_thing/retire", {})["code"] == "not_found"
    assert keeper.refused("GET", "/v1/catalogue/Road")["status"] == 422


def test_who_saw_another_revision_is_told(keeper):
    code = new_code()
    keeper.put(f"/v1/catalogue/{code}", FIELDS)
    keeper.put(f"/v1/catalogue/{code}", FIELDS, headers={"If-Match": '"1"'})
    stale = keeper.refused("PUT", f"/v1/catalogue/{code}", FIELDS, headers={"If-Match": '"1"'})
    assert (stale["status"], stale["code"]) == (412, "stale_version")


def test_many_replicas_that_start_at_once_seed_the_catalogue_once(servers: Servers, monkeypatch):
    monkeypatch.setenv("LINLI_DATABASE_PREFIX", "seeding_")
    settings.cache_clear()
    replicas = [Database("tickets", TicketStore, url=servers.database.url) for _ in range(2)]
    mongo = mongoengine.get_connection("tickets")["seeding_tickets"]
    try:
        with ThreadPoolExecutor(8) as pool:
            keys = ["same", "same", "same", "same", "a", "b", "c", "d"]
            list(pool.map(lambda key, own: own.act(key, seed_catalogue), keys, replicas * 4))
        changes = [(row["code"], row["revision"]) for row in mongo["category_changes"].find()]
        assert sorted(changes) == sorted((code, 1) for code in FIRST_CATALOGUE)
        mongo["categories"].update_one({"_id": "road"}, {"$set": {"retired": True, "version": 2}})
        mongo["categories"].delete_one({"_id": "noise"})
        mongo["category_changes"].delete_many({"code": "noise"})
        replicas[0].act("next release", seed_catalogue)
        assert mongo["categories"].find_one({"_id": "road"})["retired"]
        assert mongo["categories"].count_documents({}) == len(FIRST_CATALOGUE)
    finally:
        mongoengine.get_connection("tickets").drop_database("seeding_tickets")
        mongoengine.disconnect("tickets")
        monkeypatch.undo()
        settings.cache_clear()


def test_many_changes_at_once_lose_none(keeper):
    code = new_code()
    keeper.put(f"/v1/catalogue/{code}", FIELDS)

    def change(number: int) -> bool:
        response = keeper.send("PUT", f"/v1/catalogue/{code}", FIELDS | {"confirm_days": number})
        assert response.status_code in (200, 409)
        return response.ok

    with ThreadPoolExecutor(8) as pool:
        done = sum(pool.map(change, range(1, 17)))
    kept = keeper.get(f"/v1/catalogue/{code}/revisions", limit=50)["items"]
    assert [each["revision"] for each in kept] == list(range(done + 1, 0, -1))
