"""Clients that are slow on purpose hold no thread for ever; clients that ask too often are told to wait."""

import signal
import socket
import time
from urllib.parse import urlsplit

import pytest

from shared.contracts.actor import Role
from tests.support.town import Person

THREADS = 3


def open_socket(url: str) -> socket.socket:
    address = urlsplit(url)
    return socket.create_connection((address.hostname, address.port), timeout=20)


@pytest.mark.parametrize(
    "beginning",
    [
        b"GET /v1/tickets HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /v1/tickets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500000\r\n\r\n{",
    ],
    ids=["headers", "body"],
)
def test_client_that_never_finishes_its_request_is_cut(town, another_gateway, beginning):
    url, _ = another_gateway(LINLI_THREADS=str(THREADS), LINLI_REQUEST_SECONDS="2")
    token = town.person(Role.RESIDENT).token.encode()
    beginning = beginning.replace(b"Host: x", b"Host: x\r\nAuthorization: Bearer " + token)
    slow = [open_socket(url) for _ in range(THREADS)]
    for connection in slow:
        connection.sendall(beginning)
    began = time.monotonic()
    answer = Person(url, town.person(Role.RESIDENT).token).send("GET", "/v1/tickets")
    assert answer.status_code == 200
    assert time.monotonic() - began < 10
    for connection in slow:
        connection.settimeout(10)
        assert connection.recv(1) in (b"", b"H")
        connection.close()


def test_client_that_waits_for_a_slow_service_is_answered_and_not_cut(town, another_gateway):
    url, _ = another_gateway(LINLI_REQUEST_SECONDS="1")
    (tickets,) = town.suite.processes["tickets"]
    tickets.send_signal(signal.SIGSTOP)
    try:
        problem = Person(url, town.person(Role.RESIDENT).token).refused("GET", "/v1/tickets")
    finally:
        tickets.send_signal(signal.SIGCONT)
    assert (problem["status"], problem["code"]) == (504, "deadline")


def test_account_that_asks_too_often_is_told_when_to_come_back(town, client_with):
    client = client_with(rate_limit="3/minute")
    headers = {"Authorization": f"Bearer {town.person(Role.RESIDENT).token}", "Accept-Language": "en"}
    answers = [client.get("/v1/tickets", headers=headers) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61
    other = {"Authorization": f"Bearer {town.person(Role.RESIDENT).token}"}
    assert client.get("/v1/tickets", headers=other).status_code == 200
