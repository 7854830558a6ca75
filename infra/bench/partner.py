"""The queue of a partner that every system's events go to, whichever exchange they come from."""

import time

import pika

QUORUM = {"x-queue-type": "quorum"}


def bind(amqp_url: str, exchange: str, queue: str) -> None:
    """A durable quorum queue that gets everything that is published to a topic exchange."""
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    channel = connection.channel()
    channel.exchange_declare(exchange, "topic", durable=True)
    channel.queue_declare(queue, durable=True, arguments=QUORUM)
    channel.queue_bind(queue, exchange, "#")
    connection.close()


def remove(amqp_url: str, queues: list[str]) -> None:
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    channel = connection.channel()
    for queue in queues:
        channel.queue_delete(queue)
    connection.close()


def purge(amqp_url: str, queue: str) -> None:
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    connection.channel().queue_purge(queue)
    connection.close()


def arrived(amqp_url: str, queue: str, count: int, seconds: float) -> float:
    """How many seconds it takes until the queue holds `count` events; raises TimeoutError when it never does."""
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    channel = connection.channel()
    started = time.monotonic()
    try:
        while (held := channel.queue_declare(queue, passive=True).method.message_count) < count:
            if time.monotonic() - started > seconds:
                raise TimeoutError(f"{queue} holds {held} of {count} events after {seconds:.0f} s")
            time.sleep(0.01)
    finally:
        connection.close()
    return time.monotonic() - started
