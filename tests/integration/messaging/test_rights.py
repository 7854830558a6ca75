"""What the users of gateway, services and tools may do at the broker, and what not."""

import pytest
from pika.exceptions import ChannelClosedByBroker

from tests.integration.messaging.bus import Bus
from tests.integration.messaging.test_partners import refused

EVENTS_QUEUE = "probe.on.probe.account.added.v1"


@pytest.mark.parametrize(
    "wish",
    [
        lambda channel: channel.basic_get(EVENTS_QUEUE),
        lambda channel: channel.basic_get("tickets.dead"),
        lambda channel: channel.basic_get("events.log"),
        lambda channel: channel.queue_declare("rpc-tickets", auto_delete=True),
        lambda channel: channel.queue_declare("mine"),
        lambda channel: channel.queue_bind(EVENTS_QUEUE, "domain.events", "#"),
        lambda channel: channel.basic_publish("domain.events", "x", b""),
        lambda channel: channel.basic_publish("partner.events", "x", b""),
        lambda channel: channel.basic_publish("", EVENTS_QUEUE, b""),
        lambda channel: channel.basic_publish("events.retry.0.2", EVENTS_QUEUE, b""),
    ],
)
def test_gateway_may_only_ask(bus: Bus, wish):
    with bus.channel(bus.environment["LINLI_GATEWAY_AMQP_URL"]) as channel, refused():
        wish(channel)


@pytest.mark.parametrize(
    "wish",
    [
        lambda channel: channel.basic_get("events.log"),
        lambda channel: channel.basic_get("tickets.dead"),
        lambda channel: channel.queue_delete(EVENTS_QUEUE),
        lambda channel: channel.queue_declare("mine"),
        lambda channel: channel.exchange_declare("mine"),
        lambda channel: channel.basic_publish("partner.events", "x", b""),
    ],
)
def test_services_neither_change_the_layout_nor_read_the_log(bus: Bus, wish):
    with bus.channel(bus.environment["LINLI_AMQP_URL"]) as channel, refused():
        wish(channel)


@pytest.mark.parametrize(
    "wish",
    [
        lambda channel: channel.basic_get(EVENTS_QUEUE),
        lambda channel: channel.queue_delete("tickets.dead"),
        lambda channel: channel.basic_publish("domain.events", "x", b""),
        lambda channel: channel.basic_publish("rpc", "tickets", b""),
    ],
)
def test_tools_look_after_dead_letters_and_replays_only(bus: Bus, wish):
    with bus.channel(bus.environment["LINLI_TOOLS_AMQP_URL"]) as channel, refused():
        wish(channel)


def test_declaring_again_changes_nothing(bus: Bus):
    def layout():
        return sorted(bus.broker.control("list_bindings", "-p", bus.broker.vhost).splitlines())

    before = layout()
    bus.declare()
    assert layout() == before


def test_queue_with_other_arguments_is_refused(bus: Bus):
    with bus.channel() as channel, pytest.raises(ChannelClosedByBroker) as closed:
        channel.queue_declare("tickets.dead", durable=True, arguments={"x-queue-type": "classic"})
    assert closed.value.reply_code == 406
