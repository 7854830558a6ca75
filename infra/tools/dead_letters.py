"""`python -m infra.tools.dead_letters list|show|replay|drop <consumer>`: look after what could not be handled.

What is shown is why, how often, where and since when; the event's data, which may be personal, only with `--data`.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pika

from infra.rabbitmq.topology import queues
from shared.messaging.wire import dead_queue
from shared.runtime.settings import settings

UNKNOWN = "-"


@dataclass(frozen=True)
class DeadLetter:
    """`queue` is where the event was to be handled; what nobody knows is `-` (the consumer died over it)."""

    id: str
    type: str
    subject: str
    queue: str
    reason: str
    attempts: str
    handler: str
    first_seen: str
    body: bytes

    @classmethod
    def of(cls, properties: Any, body: bytes) -> "DeadLetter":
        known = properties.headers or {}
        death = (known.get("x-death") or [{}])[0]
        event = _event(body)
        first_seen = known.get("first-seen")
        return cls(
            id=event.get("id") or properties.message_id or UNKNOWN,
            type=event.get("type") or UNKNOWN,
            subject=event.get("subject") or UNKNOWN,
            queue=known.get("queue") or death.get("queue") or UNKNOWN,
            reason=known.get("reason") or death.get("reason") or UNKNOWN,
            attempts=str(known.get("attempts") or death.get("count") or UNKNOWN),
            handler=known.get("handler") or UNKNOWN,
            first_seen=_moment(first_seen if first_seen is not None else death.get("time")),
            body=body,
        )


class DeadLetters:
    """The dead letters of one consumer. Whatever is taken out goes back in unless it was replayed or dropped."""

    def __init__(self, amqp_url: str, consumer: str) -> None:
        self._url = amqp_url
        self._queue = dead_queue(consumer)

    def all(self) -> list[DeadLetter]:
        with self._taken() as (_channel, taken):
            return [letter for _tag, letter, _properties in taken]

    def replay(self, ids: list[str]) -> int:
        """Sends them back to the queue where they were to be handled, with no attempts counted; how many there were."""
        with self._taken() as (channel, taken):
            chosen = [entry for entry in taken if _is_chosen(entry[1], ids) and entry[1].queue != UNKNOWN]
            for tag, letter, properties in chosen:
                again = pika.BasicProperties(
                    content_type=properties.content_type, delivery_mode=2, message_id=letter.id
                )
                channel.basic_publish("", letter.queue, letter.body, again, mandatory=True)
                channel.basic_ack(tag)
            return len(chosen)

    def drop(self, ids: list[str]) -> int:
        """They are gone; how many there were."""
        with self._taken() as (channel, taken):
            chosen = [tag for tag, letter, _properties in taken if _is_chosen(letter, ids)]
            for tag in chosen:
                channel.basic_ack(tag)
            return len(chosen)

    @contextmanager
    def _taken(self) -> Iterator[tuple[Any, list[tuple[int, DeadLetter, Any]]]]:
        connection = pika.BlockingConnection(pika.URLParameters(self._url))
        try:
            channel = connection.channel()
            channel.confirm_delivery()
            taken = []
            while True:
                delivery, properties, body = channel.basic_get(self._queue)
                if delivery is None:
                    break
                taken.append((delivery.delivery_tag, DeadLetter.of(properties, body), properties))
            yield channel, taken
        finally:
            connection.close()


def main(arguments: list[str]) -> None:
    asked = parser().parse_args(arguments)
    url = settings().tools_amqp_url or settings().amqp_url
    for consumer in [asked.consumer] if asked.consumer else consumers():
        act(asked, consumer, DeadLetters(url, consumer))


def act(asked: argparse.Namespace, consumer: str, letters: DeadLetters) -> None:
    if asked.action == "list":
        for letter in letters.all():
            print(
                f"{consumer:<12} {letter.id}  {letter.type:<40} {letter.attempts:>3}x  {letter.first_seen}  {letter.reason}"
            )
    elif asked.action == "show":
        for letter in letters.all():
            if _is_chosen(letter, asked.ids):
                show(letter, asked.data)
    else:
        count = letters.replay(asked.ids) if asked.action == "replay" else letters.drop(asked.ids)
        print(f"{asked.action}: {count} of {consumer}")


def show(letter: DeadLetter, data: bool) -> None:
    for name in ("id", "type", "subject", "queue", "handler", "reason", "attempts", "first_seen"):
        print(f"{name:<11} {getattr(letter, name)}")
    if data:
        print(letter.body.decode(errors="replace"))
    print()


def consumers() -> list[str]:
    return [queue.name.removesuffix(".dead") for queue in queues() if queue.name.endswith(".dead")]


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m infra.tools.dead_letters", description=__doc__)
    actions = top.add_subparsers(dest="action", required=True, metavar="list|show|replay|drop")
    listing = actions.add_parser("list", help="one line for each, of one consumer or of all")
    listing.add_argument("consumer", nargs="?", choices=consumers())
    showing = actions.add_parser("show", help="all that is known of each")
    showing.add_argument("--data", action="store_true", help="the event itself, too, which may hold personal data")
    replaying = actions.add_parser("replay", help="back to where they were to be handled")
    dropping = actions.add_parser("drop", help="away for good")
    for action in (showing, replaying, dropping):
        action.add_argument("consumer", choices=consumers())
        action.add_argument(
            "ids", nargs="*" if action is showing else "+", help="ids of events, or `all`", default=["all"]
        )
    return top


def _is_chosen(letter: DeadLetter, ids: list[str]) -> bool:
    return "all" in ids or letter.id in ids


def _event(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except ValueError:
        return {}
    return {name: value for name, value in event.items() if isinstance(value, str)} if isinstance(event, dict) else {}


def _moment(seen: Any) -> str:
    if isinstance(seen, int):
        seen = datetime.fromtimestamp(seen, UTC)
    return f"{seen:%Y-%m-%dT%H:%M:%SZ}" if isinstance(seen, datetime) else UNKNOWN


if __name__ == "__main__":
    main(sys.argv[1:])
