"""What is known of a dead letter, whoever gave it up."""

from datetime import datetime

import pika
import pytest

from infra.tools.dead_letters import DeadLetter


def test_letter_from_a_handler_says_why_how_often_where_and_since_when():
    headers = {"queue": "a.on.b", "reason": "KeyError in x.py:1", "attempts": 5, "handler": "a.hear", "first-seen": 0}
    letter = DeadLetter.of(pika.BasicProperties(headers=headers), b'{"id": "1", "type": "b", "subject": "s"}')
    assert (letter.id, letter.type, letter.subject, letter.queue) == ("1", "b", "s", "a.on.b")
    assert (letter.reason, letter.attempts, letter.handler) == ("KeyError in x.py:1", "5", "a.hear")
    assert letter.first_seen == "1970-01-01T00:00:00Z"


def test_letter_from_the_broker_says_what_the_broker_knows():
    death = {"queue": "a.on.b", "reason": "delivery_limit", "count": 1, "time": datetime(2026, 1, 2)}  # noqa: DTZ001
    letter = DeadLetter.of(pika.BasicProperties(headers={"x-death": [death]}), b"{}")
    assert (letter.queue, letter.reason, letter.first_seen) == ("a.on.b", "delivery_limit", "2026-01-02T00:00:00Z")
    assert (letter.handler, letter.id) == ("-", "-")


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b'"text"', b'{"id": 5}'])
def test_letter_with_any_body_is_read(body: bytes):
    letter = DeadLetter.of(pika.BasicProperties(), body)
    assert (letter.id, letter.queue, letter.body) == ("-", "-", body)
