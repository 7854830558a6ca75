"""A part that is down takes only its own operations away, a late command has no effect, and all comes back by itself."""

import os
import signal
import time
import uuid

import pytest
import requests

from shared.contracts.actor import Role
from tests.integration.gateway.conftest import PLACE
from tests.support.town import Town
from tests.support.waiting import eventually

GRID = "150202.960.001.001"
REPORT = {"category": "road", "text": "路灯不亮", "point": PLACE}


@pytest.fixture(scope="module")
def known_grid(own_town: Town) -> str:
    own_town.draw_square(GRID, 113.5, 41.5)
    probe = own_town.person(Role.RESIDENT)
    eventually(lambda: probe.send("POST", "/v1/tickets", REPORT).status_code == 201)
    return GRID


def test_service_that_is_down_takes_only_its_operations_away(own_town, known_grid):
    resident = own_town.person(Role.RESIDENT)
    own_town.suite.kill("tickets")
    try:
        for method, path, body in (("GET", "/v1/tickets", None), ("POST", "/v1/tickets", REPORT)):
            (answer,) = eventually(lambda m=method, p=path, b=body: away(resident.send(m, p, b)))
            assert int(answer.headers["Retry-After"]) >= 1
            assert answer.json()["code"] == "unavailable"
        assert resident.get(f"/v1/areas/{known_grid}")["path"] == known_grid
        assert requests.get(f"{own_town.url}/readyz", timeout=5).status_code == 200
        assert resident.refused("GET", "/v1/tickets?limit=0")["status"] == 422
    finally:
        own_town.suite.start_one("tickets")
    eventually(lambda: resident.send("POST", "/v1/tickets", REPORT).status_code == 201, 30)
    assert len(resident.get("/v1/tickets")["items"]) == 1


def away(response):
    return [response] if response.status_code == 503 else []


def test_command_that_came_too_late_is_not_carried_out(own_town, known_grid):
    resident = own_town.person(Role.RESIDENT)
    key = {"Idempotency-Key": uuid.uuid4().hex}
    (service,) = own_town.suite.processes["tickets"]
    os.kill(service.pid, signal.SIGSTOP)
    try:
        began = time.monotonic()
        late = resident.send("POST", "/v1/tickets", REPORT | {"text": "太迟"}, headers=dict(key))
        assert (late.status_code, late.json()["code"]) == (504, "deadline")
        assert "Retry-After" in late.headers
        assert 4.5 < time.monotonic() - began < 8
        elsewhere = own_town.person(Role.OPS).send("GET", f"/v1/areas/{known_grid}")
        assert elsewhere.status_code == 200
    finally:
        os.kill(service.pid, signal.SIGCONT)
    eventually(lambda: resident.send("GET", "/v1/tickets").status_code == 200)
    resident.post("/v1/tickets", REPORT | {"text": "及时"})
    assert [ticket["text"] for ticket in resident.get("/v1/tickets")["items"]] == ["及时"]
    again = resident.send("POST", "/v1/tickets", REPORT | {"text": "太迟"}, headers=dict(key))
    assert again.status_code == 201 and "Idempotency-Replayed" not in again.headers


def test_identity_down_leaves_those_signed_in_at_work(own_town, known_grid):
    resident = own_town.person(Role.RESIDENT)
    resident.get("/v1/tickets")
    own_town.suite.kill("identity")
    try:
        assert resident.get("/v1/tickets")["items"] == []
        not_ready = requests.get(f"{own_town.url}/readyz", timeout=10)
        assert (not_ready.status_code, not_ready.json()["identity"]) == (503, False)
    finally:
        own_town.suite.start_one("identity")
        own_town.suite.wait_ready()


def test_broker_down_is_told_and_its_return_needs_no_restart(own_town, known_grid):
    resident = own_town.person(Role.RESIDENT)
    resident.get("/v1/tickets")
    own_town.servers.broker.stop()
    try:
        answer = resident.send("POST", "/v1/tickets", REPORT)
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert int(answer.headers["Retry-After"]) >= 1
        assert requests.get(f"{own_town.url}/healthz", timeout=5).ok
        assert requests.get(f"{own_town.url}/readyz", timeout=10).status_code == 503
        assert requests.get(f"{own_town.url}/v1/openapi.json", timeout=5).ok
    finally:
        own_town.servers.broker.start()
    eventually(lambda: resident.send("GET", "/v1/tickets").status_code == 200, 60)
    assert resident.get("/v1/tickets")["items"] == []
    own_town.suite.wait_ready()


def test_database_down_is_told_and_its_return_needs_no_restart(own_town, known_grid):
    resident = own_town.person(Role.RESIDENT)
    own_town.servers.database.stop()
    try:
        answer = resident.send("POST", "/v1/tickets", REPORT)
        assert answer.status_code in (503, 504)
        assert int(answer.headers["Retry-After"]) >= 1
    finally:
        own_town.servers.database.start()
    eventually(lambda: resident.send("GET", "/v1/tickets").status_code == 200, 60)
    assert resident.get("/v1/tickets")["items"] == []
