"""Texts by HTTP: what is posted, and what happens when the sender fails."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.serving import make_server

from infra.local.suite import Suite
from tests.integration.identity.people import Desk, new_phone


class Carrier:
    """A text message service that can be told to fail."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.status = 202

    def take(self) -> tuple[str, int]:
        self.taken.append(request.get_json() | {"token": request.headers["Authorization"]})
        return "", self.status


@contextmanager
def running_carrier() -> Iterator[tuple[Carrier, str]]:
    carrier, app = Carrier(), Flask(__name__)
    app.add_url_rule("/texts", "texts", carrier.take, methods=["POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield carrier, f"http://127.0.0.1:{server.server_port}/texts"
    finally:
        server.shutdown()
        thread.join()


@pytest.fixture
def carrier(desk: Desk) -> Iterator[Carrier]:
    """Identity started anew with the carrier as its sender, and afterwards as it was."""
    with running_carrier() as (carrier, url):
        restart(desk.suite, LINLI_SMS_SENDER="http", LINLI_SMS_URL=url, LINLI_SMS_TOKEN="carrier-token")
        yield carrier
        restart(desk.suite, LINLI_SMS_SENDER="print")


def restart(suite: Suite, **settings: str) -> None:
    suite.environment |= settings
    suite.kill("identity")
    suite.start_one("identity")
    suite.wait_ready()


def test_text_is_posted_once_in_the_caller_s_language(desk: Desk, carrier: Carrier):
    phone = new_phone()
    desk.nobody().post("/v1/sign-in/codes", {"phone": phone}, headers={"Accept-Language": "zh"})
    assert len(carrier.taken) == 1
    text = carrier.taken[0]
    assert (text["phone"], text["token"]) == (phone, "Bearer carrier-token")
    code = next(word for word in text["text"].replace("，", " ").split() if word.isdigit() and len(word) == 6)
    assert desk.nobody().post("/v1/sign-in/phone", {"phone": phone, "code": code})["account"]["roles"] == ["resident"]


def test_text_that_was_not_taken_can_be_asked_for_again_at_once(desk: Desk, carrier: Carrier):
    phone, key = new_phone(), {"Idempotency-Key": "text-again"}
    carrier.status = 500
    problem = desk.nobody().refused("POST", "/v1/sign-in/codes", {"phone": phone}, headers=key)
    assert (problem["status"], problem["code"]) == (503, "identity.code_not_sent")
    carrier.status = 202
    desk.nobody().post("/v1/sign-in/codes", {"phone": phone}, headers=key)
    assert [text["phone"] for text in carrier.taken] == [phone, phone]
