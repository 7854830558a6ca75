"""Short guides: editions, readings that are all counted, one vote an account."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.contracts.actor import Role
from tests.support.town import Town

DISTRICT = "150421"
AREA = f"{DISTRICT}.006"
READERS = 120


def guide(**changes) -> dict:
    return {
        "area": AREA,
        "topic": "medical",
        "title": "异地就医怎么备案",
        "title_en": "Treatment elsewhere",
        "steps": [
            {"text": "打开小程序", "text_en": "Open the app"},
            {"text": "选择就医城市", "text_en": "Choose the city"},
        ],
    } | changes


@pytest.fixture(scope="module")
def office(town: Town):
    return town.person(Role.STREET_STAFF, areas=(AREA,))


def test_guide_is_found_by_topic_item_and_words(town: Town, office):
    item = uuid.uuid4().hex[:12]
    district = town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))
    fields = {
        "area": DISTRICT,
        "name": "备案",
        "name_en": "Registration",
        "department": "医保局",
        "places": ["app"],
        "working_days": 1,
    }
    district.put(f"/v1/e-services/{item}", fields)
    made = office.post("/v1/guides", guide(items=[item]))
    assert [each["id"] for each in town.nobody().get("/v1/guides", item=item)["items"]] == [made["id"]]
    assert town.nobody().get("/v1/guides", item=item, area=f"{AREA}.001")["items"]
    assert town.nobody().get("/v1/guides", item=item, area=DISTRICT)["items"] == []
    assert town.nobody().get("/v1/guides/search", q="异地就医备案")["items"][0]["id"] == made["id"]
    unknown = office.refused("POST", "/v1/guides", guide(items=["no-such-item"]))
    assert (unknown["code"], unknown["errors"][0]["pointer"]) == ("tickets.no_such_item", "/items/0")


def test_guide_is_revised_withdrawn_and_shown_again(town: Town, office):
    made = office.post("/v1/guides", guide())
    path = f"/v1/guides/{made['id']}"
    revised = office.put(path, guide(title="异地看病怎么备案"))
    assert (revised["edition"], town.nobody().get(path, edition=1)["title"]) == (2, "异地就医怎么备案")
    stale = office.refused("PUT", path, guide(), headers={"If-Match": '"1"'})
    assert (stale["status"], stale["code"]) == (412, "stale_version")
    assert office.post(f"{path}/withdraw")["actions"] == [{"action": "republish", "needs": []}]
    assert town.nobody().refused("GET", path)["code"] == "not_found"
    assert office.refused("PUT", path, guide())["allowed"] == ["republish"]
    assert office.post(f"{path}/republish")["state"] == "published"
    stranger = town.person(Role.STREET_STAFF, areas=(f"{DISTRICT}.007",))
    assert stranger.refused("POST", f"{path}/withdraw")["code"] in ("forbidden", "not_allowed_now")


def test_no_reading_is_lost_among_many_readers(town: Town, office):
    made = office.post("/v1/guides", guide())
    reader = town.person(Role.RESIDENT)
    path = f"/v1/guides/{made['id']}"

    def read(_: int) -> int:
        return reader.send("POST", f"{path}/reads").status_code

    with ThreadPoolExecutor(12) as pool:
        assert set(pool.map(read, range(READERS))) == {201}
    assert town.nobody().get(path)["reads"] == READERS
    parts = town.database("tickets").guide_reads.count_documents({"guide": made["id"]})
    assert 1 < parts <= 32


def test_account_has_one_vote_which_it_may_change(town: Town, office):
    path = f"/v1/guides/{office.post('/v1/guides', guide())['id']}"
    readers = [town.person(Role.RESIDENT) for _ in range(3)]
    for reader in readers:
        reader.put(f"{path}/my-vote", {"helpful": True})
    readers[0].put(f"{path}/my-vote", {"helpful": False})
    shown = town.nobody().get(path)
    assert (shown["helpful"], shown["not_helpful"]) == (2, 1)
