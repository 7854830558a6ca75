"""`python -m infra.bench.listening <amqp url> <queue>`: a partner agency on pika, in a process of its own.

Prints `listening`, then for each event its id, its subject, its time and the moment it was received, until SIGTERM.
"""

import json
import signal
import sys
import time
from typing import Any

import pika

PREFETCH = 100


def main(amqp_url: str, queue: str) -> None:
    received: list[tuple[bytes, float]] = []

    def on_event(channel: Any, method: Any, _properties: Any, body: bytes) -> None:
        received.append((body, time.time()))
        channel.basic_ack(method.delivery_tag)

    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    channel = connection.channel()
    channel.basic_qos(prefetch_count=PREFETCH)
    channel.basic_consume(queue, on_event)
    signal.signal(signal.SIGTERM, lambda *_: connection.add_callback_threadsafe(channel.stop_consuming))
    print("listening", flush=True)
    channel.start_consuming()
    connection.close()
    for body, moment in received:
        event = json.loads(body)
        print(json.dumps({"id": event["id"], "ticket": event["subject"], "time": event["time"], "received": moment}))


if __name__ == "__main__":
    main(*sys.argv[1:])
