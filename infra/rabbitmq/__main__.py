"""`python -m infra.rabbitmq declare`: declare the broker's layout; running it again changes nothing."""

import sys

import pika

from infra.rabbitmq.topology import bindings, exchanges, queues
from shared.runtime.settings import settings


def declare(amqp_url: str) -> int:
    """How many things are declared now."""
    connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
    channel = connection.channel()
    for exchange in exchanges():
        channel.exchange_declare(exchange.name, exchange.kind, durable=True)
    for queue in queues():
        channel.queue_declare(queue.name, durable=True, arguments=queue.arguments)
    for binding in bindings():
        bind = channel.exchange_bind if binding.to_exchange else channel.queue_bind
        bind(binding.target, binding.source, routing_key=binding.routing_key)
    connection.close()
    return len(exchanges()) + len(queues()) + len(bindings())


def main(arguments: list[str]) -> None:
    if arguments != ["declare"]:
        sys.exit("usage: python -m infra.rabbitmq declare")
    print(f"declared {declare(settings().amqp_url)} exchanges, queues and bindings")


if __name__ == "__main__":
    main(sys.argv[1:])
