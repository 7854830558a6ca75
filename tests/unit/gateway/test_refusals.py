"""What the gateway refuses by itself, in which words."""

import pytest
from flask import g

from gateway.problems import PROBLEM, on_refusal
from gateway.requests import REQUEST_ID
from shared.kernel.errors import NOT_FOUND


def test_refusal_is_in_the_callers_language(client):
    detail = {
        language: client.get("/v1/tickets", headers={"Accept-Language": language}).json["detail"]
        for language in ("zh-CN,zh;q=0.9,en;q=0.8", "en-GB,en;q=0.9", "fr", "*", "en;q=0.1,zh;q=0.9", ";;q=,")
    }
    assert list(detail.values()) == [
        "请先登录。",
        "Sign in first.",
        "请先登录。",
        "请先登录。",
        "请先登录。",
        "请先登录。",
    ]


def test_refusal_says_its_language(client):
    assert client.get("/nope", headers={"Accept-Language": "en"}).headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    "path", ["/nope", "/v1", "/v1/tickets/a/b/c", "/v1/%00", "/v1/tickets/%2e%2e/x", "/v1//tickets"]
)
def test_unknown_path_is_a_problem(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.content_type, answer.json["code"]) == (404, PROBLEM, "no_such_path")


def test_wrong_method_names_the_right_ones(client):
    answer = client.delete("/v1/tickets")
    assert (answer.status_code, answer.headers["Allow"], answer.json["allowed"]) == (405, "GET, POST", ["GET", "POST"])


def test_given_request_id_is_used_when_it_is_a_plain_one(client):
    assert client.get("/nope", headers={"X-Request-Id": "app-12345678"}).json["request_id"] == "app-12345678"
    for odd in ("short", "x" * 65, "has space 123", "注释注释注释注释".encode().decode("latin-1")):
        made = client.get("/nope", headers={"X-Request-Id": odd}).headers["X-Request-Id"]
        assert made != odd and REQUEST_ID.match(made)


@pytest.mark.parametrize("given", ["Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "token", "bearer\t"])
def test_anything_but_a_bearer_token_is_no_sign_in(client, given):
    answer = client.get("/v1/tickets", headers={"Authorization": given})
    assert (answer.status_code, answer.json["code"]) in ((401, "unauthenticated"), (503, "unavailable"))
    assert answer.content_type == PROBLEM


@pytest.mark.parametrize(
    ("method", "path", "pointer", "place"),
    [
        ("POST", "/v1/help-calls", "/ends_at", {"pointer": "/ends_at"}),
        ("PUT", "/v1/points/rules/150202/clean_up", "/kind", {"parameter": "kind"}),
        ("PUT", "/v1/points/rules/150202/clean_up", "/points", {"pointer": "/points"}),
        ("GET", "/v1/volunteers?area=150202", "/area", {"parameter": "area"}),
        ("DELETE", "/v1/help-blocks/7", "/block_id", {"parameter": "block_id"}),
        ("PUT", "/v1/volunteers/me", "If-Match", {"header": "If-Match"}),
    ],
)
def test_refusal_names_the_place_where_the_caller_wrote_it(client, method, path, pointer, place):
    with client.application.test_request_context(path, method=method):
        g.language, g.request_id = "en", "r"
        (error,) = on_refusal(NOT_FOUND(pointer, what="thing")).json["errors"]
    assert error == place | {"code": "not_found", "detail": "There is no such thing."}
