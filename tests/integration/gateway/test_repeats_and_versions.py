"""Repeats have one effect; versions keep people from overwriting each other; pages link to the next."""

import uuid

from shared.contracts.actor import Role
from tests.integration.gateway.conftest import REPORT


def test_repeat_gets_the_first_reply_and_says_so(resident):
    key = {"Idempotency-Key": uuid.uuid4().hex}
    first = resident.send("POST", "/v1/tickets", REPORT, headers=dict(key))
    again = resident.send("POST", "/v1/tickets", REPORT, headers=dict(key))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.headers["ETag"] == again.headers["ETag"] == '"1"'
    assert "Idempotency-Replayed" not in first.headers and again.headers["Idempotency-Replayed"] == "true"


def test_key_of_another_request_is_refused(resident):
    key = {"Idempotency-Key": uuid.uuid4().hex}
    resident.post("/v1/tickets", REPORT, headers=dict(key))
    other = resident.refused("POST", "/v1/tickets", REPORT | {"text": "另一件事"}, headers=dict(key))
    assert (other["status"], other["code"], other["errors"][0]["header"]) == (422, "key_reused", "Idempotency-Key")


def test_key_belongs_to_its_account(town, resident, grid):
    key = {"Idempotency-Key": uuid.uuid4().hex}
    mine = resident.post("/v1/tickets", REPORT, headers=dict(key))
    assert town.person(Role.RESIDENT).post("/v1/tickets", REPORT, headers=dict(key))["id"] != mine["id"]


def test_one_request_id_through_several_requests_is_no_repeat(resident):
    trace = {"X-Request-Id": f"journey-{uuid.uuid4().hex}", "Idempotency-Key": None}
    made = {
        resident.post("/v1/tickets", REPORT | {"text": text}, headers=dict(trace))["id"] for text in ("甲", "乙", "乙")
    }
    assert len(made) == 3


def test_odd_key_is_refused_by_name(resident):
    for odd in ("has space", "x" * 129, ""):
        problem = resident.refused("POST", "/v1/tickets", REPORT, headers={"Idempotency-Key": odd})
        assert (problem["status"], problem["errors"][0]["header"]) == (422, "Idempotency-Key")


def test_change_on_an_old_version_is_refused(resident, worker):
    ticket = resident.post("/v1/tickets", REPORT)
    path = f"/v1/tickets/{ticket['id']}"
    accepted = worker.send("POST", f"{path}/accept", headers={"If-Match": '"1"'})
    assert (accepted.status_code, accepted.headers["ETag"]) == (200, '"2"')
    stale = worker.refused("POST", f"{path}/finish", {"note": "x"}, headers={"If-Match": '"1"'})
    assert (stale["status"], stale["code"], stale["expected"], stale["current"]) == (412, "stale_version", 1, 2)
    weak = worker.send("POST", f"{path}/finish", {"note": "x"}, headers={"If-Match": 'W/"2"'})
    assert weak.status_code == 200


def test_odd_version_is_refused_by_name(resident, worker):
    ticket = resident.post("/v1/tickets", REPORT)
    for odd in ('"x"', '"1", "2"', '"-1"', '"9999999999999999"', "²"):
        given = {"If-Match": odd.encode()}
        problem = worker.refused("POST", f"/v1/tickets/{ticket['id']}/accept", headers=given)
        assert (problem["status"], problem["errors"][0]["header"]) == (422, "If-Match")


def test_known_version_is_not_sent_again(resident, worker):
    path = f"/v1/tickets/{resident.post('/v1/tickets', REPORT)['id']}"
    first = resident.send("GET", path)
    known = resident.send("GET", path, headers={"If-None-Match": first.headers["ETag"]})
    assert (known.status_code, known.content, known.headers["ETag"]) == (304, b"", '"1"')
    worker.post(f"{path}/accept")
    assert resident.send("GET", path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_next_page_is_a_link_and_a_cursor(resident):
    made = [resident.post("/v1/tickets", REPORT)["id"] for _ in range(3)]
    first = resident.send("GET", "/v1/tickets?limit=2&state=open")
    link = first.links["next"]["url"]
    assert link.startswith("/v1/tickets?limit=2&state=open&cursor=")
    second = resident.send("GET", link)
    assert [t["id"] for t in first.json()["items"] + second.json()["items"]] == made[::-1]
    assert "next" not in second.links and "next" not in second.json()


def test_head_tells_what_get_would(resident):
    path = f"/v1/tickets/{resident.post('/v1/tickets', REPORT)['id']}"
    head, get = resident.send("HEAD", path), resident.send("GET", path)
    assert (head.status_code, head.content) == (200, b"")
    assert (head.headers["ETag"], head.headers["Content-Length"]) == (
        get.headers["ETag"],
        get.headers["Content-Length"],
    )
