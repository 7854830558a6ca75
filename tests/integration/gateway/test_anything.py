"""Anything that the document allows, and anything that it does not, thrown at every operation of the running suite.

LINLI_API_SEED and LINLI_API_EXAMPLES (per operation and mode) make other and longer runs.
"""

import contextlib
import itertools
import os
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from gateway.openapi import document
from shared.contracts.actor import Actor, Role
from tests.support.town import Town


def without_security(described: dict[str, Any]) -> dict[str, Any]:
    """Tokens are dealt out below, so nothing is to be made up in their place."""
    paths = {
        path: {method: {k: v for k, v in operation.items() if k != "security"} for method, operation in methods.items()}
        for path, methods in described["paths"].items()
    }
    components = {name: part for name, part in described["components"].items() if name != "securitySchemes"}
    return described | {"paths": paths, "components": components}


SEED = int(os.environ.get("LINLI_API_SEED", "20261121"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
    unsupported_method,
]
SCHEMA = schemathesis.openapi.from_dict(without_security(document()))
OPERATIONS = {result.ok().definition.raw["operationId"]: result.ok() for result in SCHEMA.get_all_operations()}
PAGES = {"gateway.metrics", "gateway.docs"}
"""Not JSON, and without parameters; they have tests of their own."""
EXAMPLES = int(os.environ.get("LINLI_API_EXAMPLES", max(3, 500 // len(OPERATIONS))))


class People:
    """Tokens for an operation: mostly of those who may ask, now and then of others or of nobody."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._http = requests.Session()
        self._tokens: dict[str, str] = {}

    def token(self, role: str) -> str:
        if role not in self._tokens:
            areas = ("150202",) if role not in ("resident", "partner", "ops") else ()
            roles = frozenset({Role(role)}) if role != "nobody" else frozenset()
            self._tokens[role] = self._town.token(Actor(f"{zlib.crc32(role.encode()):032x}", roles, areas=areas))
        return self._tokens[role]

    def round(self, roles: list[str]) -> Iterator[str | None]:
        others = [role for role in Role if role not in roles][:1]
        return itertools.cycle([*(roles or ["resident"])[:3], *(roles or ["resident"])[:3], *others, None])

    def send(self, case: Any, role: str | None) -> Any:
        headers = {"Authorization": f"Bearer {self.token(role)}"} if role else {}
        return case.call(base_url=self._town.url, session=self._http, headers=headers, timeout=30)

    def ask(self, method: str, path: str, role: str | None) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token(role)}"} if role else {}
        return self._http.request(method, self._town.url + path, headers=headers, timeout=30)


@pytest.fixture(scope="module")
def people(own_town: Town) -> People:
    return People(own_town)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - PAGES))
def test_operation_keeps_to_the_document_whatever_is_sent(name: str, mode: GenerationMode, people: People):
    operation = OPERATIONS[name]
    turns = people.round(operation.definition.raw["x-roles"])

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        print_blob=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def throw(case: Any) -> None:
        response = people.send(case, next(turns))
        if response.status_code != 414:  # too long for the server to read, so the gateway never saw it
            case.validate_response(response, checks=CHECKS)

    print(f"seed {SEED}, {EXAMPLES} examples")
    with contextlib.suppress(Unsatisfiable):  # where nothing can be sent that would be wrong
        throw()


@pytest.mark.parametrize("name", sorted(name for name, o in OPERATIONS.items() if o.definition.raw["x-roles"]))
def test_operation_is_closed_to_those_who_may_not_ask(name: str, people: People):
    operation = OPERATIONS[name]
    path = re.sub(r"\{\w+\}", "x", operation.path)
    without, nobody = people.ask(operation.method, path, None), people.ask(operation.method, path, "nobody")
    assert (without.status_code, without.json()["code"]) == (401, "unauthenticated")
    assert without.headers["WWW-Authenticate"].startswith("Bearer")
    assert (nobody.status_code, nobody.json()["code"]) == (403, "forbidden")
