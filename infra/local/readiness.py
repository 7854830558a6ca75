"""When a broker node is really ready, its listener up and each of its queues led by somebody; and when services serve."""

import base64
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from typing import Any

import pika
from pika.exceptions import AMQPError, ChannelClosedByBroker

from shared.messaging.wire import rpc_queue


def ask_management(url: str, path: str, seconds: float = 5) -> Any:
    """The decoded reply of the management API, None unless it answers with 200. `url` carries the credentials."""
    parts = urllib.parse.urlsplit(url)
    credentials = base64.b64encode(f"{parts.username}:{parts.password}".encode()).decode()
    request = urllib.request.Request(
        f"{parts.scheme}://{parts.hostname}:{parts.port}{path}", headers={"Authorization": f"Basic {credentials}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=seconds) as reply:
            return json.load(reply)
    except (urllib.error.URLError, OSError, ValueError):
        return None


def listens(management_url: str, amqp_port: int) -> bool:
    """Whether the node takes AMQP connections."""
    return ask_management(management_url, f"/api/health/checks/port-listener/{amqp_port}") is not None


def queues_are_led(management_url: str, amqp_url: str, vhost: str) -> bool:
    """Whether every durable queue answers.

    Quorum queues and streams elect a leader some 200 ms after the listener is up; until then they are "not found".
    """
    queues = ask_management(management_url, f"/api/queues/{vhost}?columns=name,durable,exclusive")
    if queues is None:
        return False
    try:
        connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    except AMQPError:
        return False
    with connection:
        return all(_is_led(connection, queue["name"]) for queue in queues if queue.get("durable", True))


def asked_in_vain(amqp_url: str, services: Iterable[str]) -> list[str]:
    """The services whose request queue nobody serves yet; all of them while the broker does not answer."""
    try:
        connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    except AMQPError:
        return list(services)
    with connection:
        return [name for name in services if not _is_served(connection, rpc_queue(name))]


def _is_served(connection: pika.BlockingConnection, queue: str) -> bool:
    channel = connection.channel()
    try:
        declared = channel.queue_declare(queue, passive=True)
    except ChannelClosedByBroker:
        return False
    channel.close()
    return declared.method.consumer_count > 0


def _is_led(connection: pika.BlockingConnection, queue: str) -> bool:
    channel = connection.channel()
    try:
        channel.queue_declare(queue, passive=True)
    except ChannelClosedByBroker:
        return False
    channel.close()
    return True
