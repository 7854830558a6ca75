"""Reactions: tried again with pauses, given up to the dead letters, applied once whatever dies."""

import json
import uuid
from collections.abc import Iterator

import pika
import pytest

from infra.rabbitmq.topology import DELIVERY_LIMIT
from infra.tools.dead_letters import DeadLetter, DeadLetters
from tests.integration.messaging.bus import RETRY_SECONDS, Bus, context, fresh
from tests.integration.messaging.contract import ADD, Add, Added
from tests.support.waiting import eventually

QUEUE = f"probe.on.{Added.TYPE}"


@pytest.fixture
def letters(bus: Bus) -> Iterator[DeadLetters]:
    """The probe's dead letters: none before and after."""
    found = DeadLetters(bus.environment["LINLI_TOOLS_AMQP_URL"], "probe")
    found.drop(["all"])
    yield found
    found.drop(["all"])


def add(bus: Bus, account: str, mood="calm") -> None:
    with bus.line() as line:
        line.ask(ADD, Add(account=account, mood=mood), context(10))


def only(letters: DeadLetters) -> DeadLetter:
    (letter,) = eventually(letters.all, seconds=30)
    return letter


def attempts(bus: Bus, event: str) -> int:
    return bus.database.attempts.count_documents({"event": event})


def test_reaction_that_fails_is_tried_again_and_applied_once(bus: Bus, letters: DeadLetters):
    account = fresh("failing-once")
    with bus.probes():
        add(bus, account, "failing_once")
        eventually(lambda: bus.heard(account) == 1)
    assert letters.all() == []


def test_reaction_that_keeps_failing_is_given_up_with_reason_attempts_handler_and_first_seen(bus: Bus, letters):
    account = fresh("failing")
    with bus.probes():
        add(bus, account, "failing")
        add(bus, account)
        eventually(lambda: bus.heard(account) == 1)  # the one behind it does not wait
        letter = only(letters)
    assert (letter.type, letter.subject, letter.queue, letter.handler) == (Added.TYPE, account, QUEUE, "probe.hear")
    assert letter.attempts == str(len(RETRY_SECONDS) + 1)
    assert letter.reason.startswith("Unforeseen in probe.py:")
    assert "138" not in letter.reason
    assert letter.first_seen.endswith("Z")
    assert attempts(bus, letter.id) == len(RETRY_SECONDS) + 1


@pytest.mark.parametrize("body", [b"\xff\xfe not json", b"{}", b"[]", b'{"specversion":"1.0","data":{}}', b""])
def test_event_that_cannot_be_read_is_given_up_at_once_and_holds_nobody_up(bus: Bus, letters: DeadLetters, body: bytes):
    account = fresh("unreadable")
    with bus.probes():
        with bus.channel() as channel:
            channel.basic_publish("", QUEUE, body, pika.BasicProperties(delivery_mode=2))
        add(bus, account)
        eventually(lambda: bus.heard(account) == 1)
        letter = only(letters)
    assert (letter.body, letter.queue, letter.attempts) == (body, QUEUE, "1")
    assert letter.reason.startswith("cannot be read")


def test_consumer_that_dies_in_the_middle_gets_the_event_again_and_applies_it_once(bus: Bus, letters: DeadLetters):
    account = fresh("dying")
    with bus.probes() as (dying,):
        add(bus, account, "dying_once")
        eventually(lambda: dying.process.poll() is not None)
        assert bus.heard(account) == 0
        with bus.probes():  # the database lets go of what the dead one had begun after some seconds
            eventually(lambda: bus.heard(account) == 1, seconds=40)
    assert letters.all() == []


def test_event_that_comes_twice_is_applied_once(bus: Bus, letters: DeadLetters):
    account = fresh("twice")
    with bus.probes():
        add(bus, account, "calm")
        eventually(lambda: bus.heard(account) == 1)
        event = bus.database.attempts.find_one(sort=[("_id", -1)])["event"]
        with bus.channel() as channel:
            for _ in range(5):
                channel.basic_publish("", QUEUE, envelope(event, account))
        eventually(lambda: attempts(bus, event) == 6)
        add(bus, account)
        eventually(lambda: bus.heard(account) == 2)
        assert bus.heard(account) == 2


def envelope(event: str, account: str) -> bytes:
    return json.dumps(
        {
            "specversion": "1.0", "id": event, "source": "/linli/probe", "type": Added.TYPE, "subject": account,
            "time": "2026-01-01T00:00:00.000Z", "datacontenttype": "application/json", "dataschema": "/x", "area": "-",
            "audience": "partner", "aggregateversion": 1, "requestid": "r", "causationid": "c",
            "data": {"account": account, "amount": 1, "mood": "calm"},
        }
    ).encode()  # fmt: skip


def test_event_over_which_the_consumer_dies_again_and_again_goes_to_the_dead_letters(bus: Bus, letters: DeadLetters):
    event, account = uuid.uuid4().hex, fresh("poison")
    with bus.channel() as channel:
        channel.basic_publish(
            "", QUEUE, envelope(event, account), pika.BasicProperties(message_id=event, delivery_mode=2)
        )
        for _ in range(DELIVERY_LIMIT + 1):
            delivery = eventually(lambda: taken(channel, event))
            channel.basic_nack(delivery.delivery_tag, requeue=True)
    letter = only(letters)
    assert (letter.id, letter.queue, letter.reason) == (event, QUEUE, "delivery_limit")
    assert (letter.handler, letter.type) == ("-", Added.TYPE)
    assert letter.first_seen.endswith("Z")


def taken(channel, event: str):
    """The delivery of this event; what an earlier consumer had left in the queue is taken out on the way."""
    delivery, properties, _body = channel.basic_get(QUEUE)
    if delivery is None or properties.message_id == event:
        return delivery
    channel.basic_ack(delivery.delivery_tag)
    return None


def test_dead_letter_can_be_replayed_or_dropped(bus: Bus, letters: DeadLetters):
    account = fresh("replayed")
    with bus.probes():
        add(bus, account, "failing")
        first = only(letters)
        assert letters.replay([first.id]) == 1
        again = only(letters)
        assert (again.id, again.attempts) == (first.id, first.attempts)
        assert letters.replay(["nobody"]) == 0
        assert letters.drop([first.id]) == 1
        assert letters.all() == []


def test_tool_shows_dead_letters_without_their_data_unless_asked(bus: Bus, letters: DeadLetters):
    with bus.channel() as channel:
        properties = pika.BasicProperties(
            headers={"queue": "tickets.on.x", "reason": "KeyError in x.py:1", "attempts": 5}
        )
        channel.basic_publish("", "tickets.dead", envelope("e1", "secret-account"), properties)
    assert "KeyError in x.py:1" in bus.run("infra.tools.dead_letters", "list")
    shown = bus.run("infra.tools.dead_letters", "show", "tickets")
    assert "tickets.on.x" in shown and "amount" not in shown
    assert "amount" in bus.run("infra.tools.dead_letters", "show", "tickets", "--data")
    assert "1 of tickets" in bus.run("infra.tools.dead_letters", "drop", "tickets", "e1")
    assert bus.run("infra.tools.dead_letters", "list", "tickets") == ""


def test_two_replicas_share_the_events(bus: Bus):
    account = fresh("shared")
    with bus.probes(2) as probes, bus.line() as line:
        for _ in range(60):
            line.ask(ADD, Add(account=account), context(10))
        eventually(lambda: bus.heard(account) == 60, seconds=60)
        handled = set(bus.database.attempts.distinct("process"))
    assert handled >= {probe.pid for probe in probes}
