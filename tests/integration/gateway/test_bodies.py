"""Whatever is sent, the answer is a problem that says what is wrong, never a failure."""

import gzip
import http.client
import json
from urllib.parse import urlsplit

import pytest

from tests.integration.gateway.conftest import REPORT

GOOD = json.dumps(REPORT)
DEEP = 5000
JSON = {"Content-Type": "application/json"}


def send(person, body, content_type="application/json", **headers):
    options = {"Content-Type": content_type} if content_type else {}
    return person.send("POST", "/v1/tickets", data=body, headers=options | headers)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "malformed"),
        ("{", "malformed"),
        ('{"text": "\\ud800"}', "malformed"),
        (b"\xff\xfe{}", "malformed"),
        (b'\xef\xbb\xbf{"a": 1}', "malformed"),
        (GOOD.encode("utf-16"), "malformed"),
        (gzip.compress(GOOD.encode()), "malformed"),
        ('{"text": NaN}', "malformed"),
        ("[" * DEEP + "]" * DEEP, "malformed"),
        ('{"a":' * DEEP + "1" + "}" * DEEP, "malformed"),
        ("[]", "invalid"),
        ("null", "invalid"),
        ('"text"', "invalid"),
        ("{}", "invalid"),
    ],
)
def test_body_that_is_no_json_object_is_refused(resident, body, code):
    answer = send(resident, body)
    assert answer.json()["code"] == code and answer.status_code in (400, 422)


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"text": "nul\x00"}, "/text", "nul_character"),
        ({"text": "   "}, "/text", "string_too_short"),
        ({"text": "字" * 4001}, "/text", "string_too_long"),
        ({"text": 5}, "/text", "string_type"),
        ({"text": None}, "/text", "string_type"),
        ({"category": "Volcano!"}, "/category", "string_pattern_mismatch"),
        ({"point": {"longitude": "113.5", "latitude": 41.5}}, "/point/longitude", "float_type"),
        ({"point": {"longitude": 181, "latitude": 41.5}}, "/point/longitude", "less_than_equal"),
        ({"point": {"longitude": 10**400, "latitude": 41.5}}, "", "malformed"),
        ({"point": {"longitude": 1e308, "latitude": 41.5}}, "/point/longitude", "less_than_equal"),
        ({"point": {"longitude": True, "latitude": 41.5}}, "/point/longitude", "float_type"),
        ({"point": []}, "/point", "model_type"),
        ({"photos": "x"}, "/photos", "list_type"),
        ({"photos": ["x"]}, "/photos/0", "string_pattern_mismatch"),
        ({"photos": ["0" * 32] * 10}, "/photos", "too_long"),
        ({"a/b~c": 1}, "/a~1b~0c", "extra_forbidden"),
        ({"": 1}, "/", "extra_forbidden"),
        ({"__class__": "x"}, "/__class__", "extra_forbidden"),
    ],
)
def test_field_that_is_not_in_order_is_named(resident, change, pointer, code):
    problem = resident.refused("POST", "/v1/tickets", REPORT | change)
    found = problem.get("errors", [{"pointer": "", "code": problem["code"]}])
    assert [(entry["pointer"], entry["code"]) for entry in found] == [(pointer, code)]


def test_words_are_in_the_callers_language(resident):
    answer = resident.send("POST", "/v1/tickets", REPORT | {"text": ""}, headers={"Accept-Language": "zh-CN"})
    assert answer.json()["errors"][0]["detail"] == "至少 1 个字符"
    assert answer.headers["Content-Language"] == "zh"


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx", "", "ü"]
)
def test_other_kinds_of_body_are_refused(resident, kind):
    answer = send(resident, GOOD, kind.encode("latin-1"))
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_json_with_a_charset_is_json(resident):
    assert send(resident, GOOD, "application/json; charset=utf-8").status_code == 201


def test_field_of_the_path_may_not_be_in_the_body(resident, worker):
    ticket = resident.post("/v1/tickets", REPORT)
    problem = worker.refused("POST", f"/v1/tickets/{ticket['id']}/accept", {"ticket_id": "0" * 32})
    assert problem["errors"] == [{"pointer": "/ticket_id", "code": "extra_forbidden", "detail": "is not a known field"}]


def test_body_is_not_needed_where_nothing_must_be_said(resident, worker):
    ticket = resident.post("/v1/tickets", REPORT)
    answer = worker.send("POST", f"/v1/tickets/{ticket['id']}/accept", data=b"", headers={"Content-Type": ""})
    assert answer.status_code in (200, 415)


@pytest.mark.parametrize("chunked", [False, True])
def test_body_over_the_limit_is_refused(resident, chunked):
    size = 1_200_000
    body = (b"x" * 60_000 for _ in range(size // 60_000)) if chunked else b"x" * size
    answer = send(resident, body)
    assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (413, "too_large", 1_000_000)


def test_body_over_the_limit_is_refused_before_it_is_sent(town, resident):
    address = urlsplit(town.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    connection.putrequest("POST", "/v1/tickets")
    for name, value in (JSON | {"Authorization": f"Bearer {resident.token}", "Content-Length": str(10**12)}).items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("limit=0", "limit", "greater_than_equal"),
        ("limit=101", "limit", "less_than_equal"),
        ("limit=x", "limit", "int_parsing"),
        ("limit=" + "9" * 3000, "limit", "less_than_equal"),
        ("limit=1&limit=2", "limit", "given_twice"),
        ("state=lost", "state", "enum"),
        ("colour=red", "colour", "extra_forbidden"),
        ("cursor=%00", "cursor", "bad_cursor"),
        ("cursor=%FF%FE", "cursor", "bad_cursor"),
        ("cursor=W10", "cursor", "bad_cursor"),
        ("cursor=" + "A" * 600, "cursor", "string_too_long"),
        ("area=%E5%8C%BA", "area", "string_pattern_mismatch"),
        ("area=150202%0A", "area", "string_pattern_mismatch"),
    ],
)
def test_parameter_that_is_not_in_order_is_named(resident, query, parameter, code):
    problem = resident.refused("GET", f"/v1/tickets?{query}")
    found = problem["errors"][0]
    assert (problem["status"], found["parameter"], found["code"]) == (422, parameter, code)


@pytest.mark.parametrize("odd", ["x", "%00", "0" * 33, "%2e%2e", "ABCDEF" * 6, "%ED%A0%80", "0" * 32 + "%0A"])
def test_odd_id_in_the_path_is_refused(resident, odd):
    problem = resident.refused("GET", f"/v1/tickets/{odd}")
    assert (problem["status"], problem["errors"][0].get("parameter")) == (422, "ticket_id")


def test_parameter_beside_a_body_is_refused(resident):
    problem = resident.refused("POST", "/v1/tickets?dry=true", REPORT)
    assert [(e["parameter"], e["code"]) for e in problem["errors"]] == [("dry", "extra_forbidden")]


def test_slash_in_the_path_is_another_path(resident):
    assert resident.refused("GET", "/v1/tickets/a%2Fb")["code"] == "no_such_path"
