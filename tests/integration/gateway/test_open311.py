"""Open311 as clients of other cities speak it, the unmodified `georeport` among them."""

import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import requests
import xmltodict
from georeport import GeoReport
from PIL import Image

from shared.contracts.actor import Role
from tests.support.town import Person, Town

GRID = "150411.001.001.001"
WEST, SOUTH = 111.5, 30.0
LATITUDE, LONGITUDE = SOUTH + 0.00512, WEST + 0.00534


@pytest.fixture(scope="module")
def city(town: Town) -> str:
    town.draw_square(GRID, WEST, SOUTH)
    district = town.person(Role.DISTRICT_STAFF, areas=("150411",))
    schema = {
        "type": "object",
        "required": ["lamps", "kind"],
        "properties": {
            "lamps": {"type": "integer", "minimum": 1, "title": "灯数", "title_en": "Lamps"},
            "kind": {"type": "string", "enum": ["street", "yard"], "title": "种类", "title_en": "Kind"},
            "when": {"type": "array", "items": {"type": "string", "enum": ["dusk", "night"]}},
            "danger": {"type": "boolean"},
        },
    }
    district.put(
        "/v1/catalogue/lamp",
        {"name": "路灯", "name_en": "Street lamp", "group": "市政", "group_en": "Public works", "unit": "城管局",
         "ticket_class": "ordinary", "extra": schema, "keywords": ["灯", "照明"]},
    )  # fmt: skip
    return f"{town.url}/open311/v2"


@pytest.fixture(scope="module")
def key(town: Town) -> str:
    ops = town.person(Role.OPS)
    made = ops.post("/v1/clients", {"name": f"平台 {uuid.uuid4().hex}", "areas": ["150411"]})
    return f"{made['client']['id']}.{made['client_secret']}"


def filed(city: str, key: str, form: str = "json", **fields) -> requests.Response:
    body = {
        "api_key": key, "service_code": "lamp", "lat": LATITUDE, "long": LONGITUDE, "description": "路灯不亮",
        "attribute[lamps]": "2", "attribute[kind]": "street",
    } | fields  # fmt: skip
    return requests.post(f"{city}/requests.{form}", data=body, headers={"Accept-Language": "en"}, timeout=30)


def number_of(response: requests.Response) -> str:
    assert response.status_code == 201, response.text
    return response.json()[0]["service_request_id"]


@pytest.fixture
def number(city: str, key: str) -> str:
    return number_of(filed(city, key))


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_lists_defines_and_looks_up(city: str, number: str, form: str):
    client = GeoReport(city, output_format=form)
    service = next(service for service in client.get_service_list() if service["service_code"] == "lamp")
    assert (service["service_name"], service["metadata"], service["type"]) == ("路灯", "true", "realtime")
    definition = client.get_service_definition("lamp")
    assert definition["service_code"] == "lamp"
    assert client.get_service_request(number)["service_request_id"] == number
    listed = client.get_service_requests(service_code="lamp", status="open")
    assert number in {entry["service_request_id"] for entry in listed}


def test_definition_comes_from_the_schema_of_the_category(city: str):
    definition = requests.get(f"{city}/services/lamp.json", headers={"Accept-Language": "en"}, timeout=30).json()
    told = {
        each["code"]: (each["datatype"], each["required"], each["description"]) for each in definition["attributes"]
    }
    assert told == {
        "lamps": ("number", "true", "Lamps"),
        "kind": ("singlevaluelist", "true", "Kind"),
        "when": ("multivaluelist", "false", "when"),
        "danger": ("singlevaluelist", "false", "danger"),
    }
    assert definition["attributes"][1]["values"] == [
        {"key": "street", "name": "street"}, {"key": "yard", "name": "yard"},
    ]  # fmt: skip
    tree = xmltodict.parse(requests.get(f"{city}/services/lamp.xml", timeout=30).content)
    assert len(tree["service_definition"]["attributes"]["attribute"]) == 4


def test_service_without_extra_fields_has_an_empty_definition(city: str):
    service = next(s for s in requests.get(f"{city}/services.json", timeout=30).json() if s["service_code"] == "noise")
    assert service["metadata"] == "false"
    assert requests.get(f"{city}/services/noise.json", timeout=30).json()["attributes"] == []


def test_filed_request_is_a_matter_with_typed_fields_and_a_sealed_contact(town: Town, city: str, key: str):
    number = number_of(
        filed(city, key, **{"attribute[when][]": ["dusk", "night"], "attribute[danger]": "true",
                            "first_name": "甲", "last_name": "居民", "phone": "13800000001", "email": "a@example.org",
                            "media_url": "https://example.org/lamp.jpg"})
    )  # fmt: skip
    worker = town.person(Role.GRID_WORKER, areas=(GRID,))
    ticket = worker.get("/v1/tickets", number=number)["items"][0]
    assert ticket["extra"] == {"lamps": 2, "kind": "street", "when": ["dusk", "night"], "danger": True}
    assert (ticket["channel"], ticket["area"]) == ("partner", GRID)
    assert ticket["text"] == "路灯不亮\nhttps://example.org/lamp.jpg"
    contact = worker.post(f"/v1/tickets/{ticket['id']}/contact", {"reason": "回访"})
    assert (contact["name"], contact["phone"], contact["email"]) == ("居民 甲", "13800000001", "a@example.org")


def test_pictures_can_be_sent_along(town: Town, city: str, key: str):
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    body = {"api_key": key, "service_code": "noise", "lat": LATITUDE, "long": LONGITUDE}
    files = [("media", ("a.jpg", picture.getvalue())), ("media", ("b.jpg", picture.getvalue()))]
    number = number_of(requests.post(f"{city}/requests.json", data=body, files=files, timeout=30))
    own = requests.get(f"{city}/requests/{number}.json", {"api_key": key}, timeout=30).json()[0]
    assert len(own["extended_attributes"]["photos"]) == 2
    assert own["media_url"] == own["extended_attributes"]["photos"][0]


def test_others_are_told_neither_the_words_nor_the_door(city: str, key: str, number: str):
    public = requests.get(f"{city}/requests/{number}.json", timeout=30).json()[0]
    assert (public["description"], public["lat"], public["long"]) == (None, round(LATITUDE, 3), round(LONGITUDE, 3))
    own = requests.get(f"{city}/requests/{number}.json", {"api_key": key}, timeout=30).json()[0]
    assert (own["description"], own["lat"], own["long"]) == ("路灯不亮", LATITUDE, LONGITUDE)


def test_request_shows_promise_unit_outcome_and_notes(town: Town, city: str, number: str):
    worker = town.person(Role.GRID_WORKER, areas=(GRID,))
    ticket = worker.get("/v1/tickets", number=number)["items"][0]
    worker.post(f"/v1/tickets/{ticket['id']}/accept")
    before = requests.get(f"{city}/requests/{number}.json", timeout=30).json()[0]
    assert (before["status"], before["agency_responsible"]) == ("open", "城管局")
    assert datetime.fromisoformat(before["expected_datetime"]).utcoffset() == timedelta(hours=8)
    worker.post(f"/v1/tickets/{ticket['id']}/decline", {"reason": "属物业自管路灯"})
    after = requests.get(f"{city}/requests/{number}.json", timeout=30).json()[0]
    assert (after["status"], after["status_notes"]) == ("closed", "属物业自管路灯")
    assert [note["type"] for note in after["notes"]] == ["opened", "accepted", "declined"]
    assert after["updated_datetime"] >= before["updated_datetime"]
    changes = requests.get(f"{city}/servicerequestupdates.json", timeout=30).json()
    mine = [change for change in changes if change["service_request_id"] == number]
    assert [change["external_status_code"] for change in mine] == ["opened", "accepted", "declined"]
    assert len({change["update_id"] for change in changes}) == len(changes)


def updated(city: str, key: str, number: str, **fields) -> requests.Response:
    body = {
        "api_key": key, "service_request_id": number, "update_id": uuid.uuid4().hex, "status": "OPEN",
        "updated_datetime": datetime.now(UTC).isoformat(), "description": "还是不亮",
    } | fields  # fmt: skip
    return requests.post(f"{city}/servicerequestupdates.json", data=body, headers={"Accept-Language": "en"}, timeout=30)


def test_update_of_the_platform_reaches_the_desk_and_opens_again_what_was_done(
    town: Town, city: str, key: str, number: str
):
    worker = town.person(Role.GRID_WORKER, areas=(GRID,))
    here = f"/v1/tickets/{worker.get('/v1/tickets', number=number)['items'][0]['id']}"
    assert updated(city, key, number, description="灯罩也坏了").status_code == 200
    assert worker.get(here)["history"][-1]["note"] == "灯罩也坏了"
    worker.post(f"{here}/accept")
    worker.post(f"{here}/finish", {"note": "已换灯泡"})
    assert updated(city, key, number).status_code == 200
    again = worker.get(here)
    assert (again["state"], again["reopened"]) == ("open", 1)


def test_repeated_update_is_refused(city: str, key: str, number: str):
    first = updated(city, key, number, update_id="a-1")
    assert first.json() == [{"update_id": "a-1"}]
    again = updated(city, key, number, update_id="a-1", description="x")
    assert (again.status_code, again.json()[0]["code"]) == (400, "400")
    assert "a-1" in again.json()[0]["description"]


@pytest.mark.parametrize(
    ("change", "status"),
    [({"status": "half"}, 400), ({"description": ""}, 400), ({"api_key": ""}, 403), ({"updated_datetime": "now"}, 400),
     ({"service_request_id": "260101-AAAA-AAAA"}, 404), ({"update_id": "with blanks"}, 400)],
)  # fmt: skip
def test_bad_update_is_refused(city: str, key: str, number: str, change: dict, status: int):
    assert updated(city, key, number, **change).status_code == status


def test_update_of_others_requests_is_refused(town: Town, city: str, number: str):
    made = town.person(Role.OPS).post("/v1/clients", {"name": f"平台 {uuid.uuid4().hex}", "areas": ["150411"]})
    stranger = f"{made['client']['id']}.{made['client_secret']}"
    assert updated(city, stranger, number).status_code == 404


def test_token_leads_to_the_number(town: Town, city: str, number: str):
    worker = town.person(Role.GRID_WORKER, areas=(GRID,))
    token = worker.get("/v1/tickets", number=number)["items"][0]["id"]
    assert requests.get(f"{city}/tokens/{token}.json", timeout=30).json() == [
        {"service_request_id": number, "token": token}
    ]
    assert requests.get(f"{city}/tokens/{'0' * 32}.json", timeout=30).status_code == 404


def test_list_is_filtered_by_number_code_status_and_time(city: str, key: str):
    first, second = number_of(filed(city, key)), number_of(filed(city, key, service_code="lamp"))
    both = listed(city, service_request_id=f"{first},{second}", service_code="noise")
    assert both == {first, second}
    assert {first, second} <= listed(city, service_code="lamp,noise", status="open,closed")
    assert listed(city, service_code="noise") & {first, second} == set()
    assert listed(city, status="closed") & {first, second} == set()
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert listed(city, start_date=tomorrow) == set()
    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    assert {first, second} <= listed(city, start_date=hour_ago)
    assert listed(city, end_date=hour_ago) & {first, second} == set()


def listed(city: str, **query) -> set[str]:
    answer = requests.get(f"{city}/requests.json", query, timeout=30)
    assert answer.status_code == 200, answer.text
    return {entry["service_request_id"] for entry in answer.json()}


def test_list_comes_in_pages(city: str, key: str):
    for _ in range(3):
        filed(city, key)
    first = requests.get(f"{city}/requests.json", {"page_size": 2, "service_code": "lamp"}, timeout=30)
    assert 'rel="next"' in first.headers["Link"]
    assert "page=2" in first.headers["Link"]
    second = requests.get(f"{city}/requests.json", {"page_size": 2, "page": 2, "service_code": "lamp"}, timeout=30)
    numbers = [entry["service_request_id"] for page in (first, second) for entry in page.json()]
    assert len(set(numbers)) == 4 == len(numbers) if len(second.json()) == 2 else len(set(numbers)) == 3


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"api_key": ""}, 403, "api_key"),
        ({"api_key": "wrong.key"}, 403, "api_key"),
        ({"api_key": f"{'0' * 32}.wrong"}, 403, "api_key"),
        ({"service_code": "moon"}, 400, "moon"),
        ({"lat": ""}, 400, "lat, long"),
        ({"lat": "north"}, 400, "lat"),
        ({"lat": "", "long": ""}, 400, "address"),
        ({"lat": "91"}, 400, "latitude"),
        ({"description": "长" * 4001}, 400, "text"),
        ({"attribute[lamps]": "many"}, 400, "lamps"),
        ({"attribute[kind]": "moon"}, 400, "kind"),
        ({"attribute[colour]": "red"}, 400, "colour"),
        ({"email": "nobody"}, 400, "email"),
        ({"jurisdiction_id": "moon.example"}, 404, "moon.example"),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_bad_filing_is_refused_in_the_specified_form(
    city: str, key: str, change: dict, status: int, words: str, form: str
):
    answer = filed(city, key, form, **change)
    assert answer.status_code == status, answer.text
    errors = answer.json() if form == "json" else [xmltodict.parse(answer.content)["errors"]["error"]]
    assert errors[0]["code"] == str(status)
    assert words in errors[0]["description"]
    assert answer.headers["Content-Type"].startswith("application/json" if form == "json" else "text/xml")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("services/moon.json", 404),
        ("requests/260101-AAAA-AAAA.xml", 404),
        ("requests.json?status=half", 400),
        ("requests.json?start_date=yesterday", 400),
        ("requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-12-01T00:00:00Z", 400),
        ("requests.json?page=0", 400),
        ("requests.json?api_key=wrong.key", 403),
        ("services.json?jurisdiction_id=moon.example", 404),
        ("discovery.yaml", 404),
    ],
)
def test_bad_question_is_refused(city: str, path: str, status: int):
    assert requests.get(f"{city}/{path}", timeout=30).status_code == status


def test_jurisdiction_may_be_named(city: str):
    assert requests.get(f"{city}/services.json", {"jurisdiction_id": "linli"}, timeout=30).status_code == 200


def test_words_that_xml_cannot_carry_do_not_break_it(town: Town, city: str, key: str):
    number = number_of(filed(city, key, description="控制\x01字符\x0b"))
    answer = requests.get(f"{city}/requests/{number}.xml", {"api_key": key}, timeout=30)
    assert xmltodict.parse(answer.content)["service_requests"]["request"]["description"] == "控制字符"


def test_repeated_key_files_once(city: str, key: str):
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    body = {"api_key": key, "service_code": "noise", "lat": LATITUDE, "long": LONGITUDE}
    numbers = {number_of(requests.post(f"{city}/requests.json", body, headers=headers, timeout=30)) for _ in range(3)}
    assert len(numbers) == 1


class TestDiscovery:
    """The checks that validators of endpoints make."""

    @pytest.fixture(scope="class")
    def forms(self, city: str) -> tuple[requests.Response, requests.Response]:
        return tuple(requests.get(f"{city}/discovery.{form}", timeout=30) for form in ("json", "xml"))

    def test_types_are_those_of_the_endings(self, forms):
        assert [form.headers["Content-Type"].partition(";")[0] for form in forms] == ["application/json", "text/xml"]

    def test_both_forms_say_the_same(self, forms):
        told, tree = forms[0].json(), xmltodict.parse(forms[1].content)["discovery"]
        assert told["contact"] == tree["contact"] != ""
        assert told["key_service"] == tree["key_service"] != ""
        assert told["changeset"] == tree["changeset"]
        assert datetime.fromisoformat(told["changeset"]) <= datetime.now(UTC)

    def test_endpoints_are_complete(self, forms, city: str):
        endpoint = forms[0].json()["endpoints"][0]
        assert set(endpoint) == {"specification", "url", "changeset", "type", "formats"}
        assert endpoint["formats"] == ["text/xml", "application/json"]
        assert endpoint["url"] == city
        assert xmltodict.parse(forms[1].content)["discovery"]["endpoints"]["endpoint"]["url"] == city


def test_partner_sees_its_requests_in_its_own_events(town: Town, city: str, key: str, number: str):
    stranger = Person(town.url, None)
    assert stranger.refused("GET", "/v1/tickets", params={"number": number})["status"] == 401
