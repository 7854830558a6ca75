"""Declares the layout at a broker; doing it again changes nothing, a queue with other arguments is refused."""

import pika

from infra.rabbitmq.topology import bindings, exchanges, queues


def declare(amqp_url: str) -> int:
    """How many exchanges, queues and bindings there are now."""
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
