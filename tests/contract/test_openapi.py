"""The derived document is valid OpenAPI 3.1 and says everything that the contracts say."""

import orjson
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from gateway.openapi import document
from gateway.openapi.document import PREFIX, reply_of
from gateway.reasons import reasons_of
from gateway.wording import ROLE_NAMES
from shared.contracts.actor import Role
from shared.contracts.model import Page
from shared.contracts.operation import Op
from shared.contracts.registry import events, operations
from shared.kernel.errors import STALE_VERSION

ROUTED = [op for op in operations() if op.http is not None]
BY_NAME = pytest.mark.parametrize("op", ROUTED, ids=[op.full_name for op in ROUTED])


def described(op: Op) -> dict:
    assert op.http is not None
    return document()["paths"][PREFIX + op.http.path][op.http.method.lower()]


def names(found: dict, place: str) -> set[str]:
    return {p["name"] for p in found["parameters"] if p.get("in") == place}


def test_document_is_valid():
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


def test_reply_that_operations_share_stands_once():
    kept = [orjson.dumps(reply) for reply in document()["components"]["responses"].values()]
    alone = [
        orjson.dumps(reply)
        for methods in document()["paths"].values() for found in methods.values() for reply in found["responses"].values()
        if "$ref" not in reply
    ]  # fmt: skip
    assert len({*kept, *alone}) == len(kept) + len(alone)


def test_operation_ids_are_unique():
    found = [operation["operationId"] for path in document()["paths"].values() for operation in path.values()]
    assert len(found) == len(set(found))


@BY_NAME
def test_operation_says_who_may_ask(op: Op):
    found = described(op)
    assert found["x-roles"] == sorted(op.roles)
    assert found["security"] == ([] if op.public else [{"bearer": []}])
    assert "角色：" in found["description"] and "Roles: " in found["description"]


@BY_NAME
def test_operation_lists_each_code_that_it_may_refuse_with(op: Op):
    assert op.http is not None
    for reason in reasons_of(op, op.http):
        reply = reply_of(PREFIX + op.http.path, op.http.method.lower(), reason.status)
        assert reply is not None
        text = reply["description"]
        assert reason.code in text and reason.zh in text and reason.en in text


@BY_NAME
def test_operation_names_each_field_once(op: Op):
    found, schemas = described(op), document()["components"]["schemas"]
    reference = (
        found.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}).get("$ref")
    )
    in_body = set(schemas[reference.rpartition("/")[2]]["properties"]) if reference else set()
    places = [names(found, "path"), names(found, "query"), in_body]
    assert set().union(*places) == {field.alias or name for name, field in op.command.model_fields.items()}
    assert sum(map(len, places)) == len(op.command.model_fields)


@BY_NAME
def test_operation_declares_its_headers(op: Op):
    assert op.http is not None
    found = described(op)
    given = {p["$ref"].rpartition("/")[2] for p in found["parameters"] if "$ref" in p}
    reply = reply_of(PREFIX + op.http.path, op.http.method.lower(), op.http.status)
    assert reply is not None
    told = reply["headers"]
    assert ("IdempotencyKey" in given) == (op.http.method != "GET")
    assert ("IfMatch" in given) == (op.http.method != "GET" and STALE_VERSION in op.errors)
    assert ("ETag" in told) == ("version" in op.view.model_fields)
    assert ("Link" in told) == issubclass(op.view, Page)


def test_partner_events_are_webhooks_and_internal_ones_are_not():
    partner = {event.TYPE for event in events().values() if event.AUDIENCE == "partner"}
    assert set(document()["webhooks"]) == partner


def test_every_role_has_a_name_in_both_languages():
    assert set(ROLE_NAMES) == set(Role)
