"""What partner agencies see of the town, and what they cannot do."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pika
import pytest
from pika.exceptions import ChannelClosedByBroker, ConnectionClosed, ProbableAuthenticationError

from infra.rabbitmq.management import Management
from infra.rabbitmq.partners import PartnerRefused, Partners
from infra.rabbitmq.replay import REPLAYED_AT, replay
from infra.rabbitmq.users import with_user
from shared.contracts.envelope import CONTENT_TYPE, envelop
from shared.contracts.tickets.matters import TicketDone, TicketOpened
from tests.integration.messaging.bus import Bus
from tests.support.waiting import eventually

HERE, BELOW, BESIDE = "150202.970", "150202.970.001.004", "150202.971.001"


@pytest.fixture
def partners(bus: Bus) -> Iterator[Partners]:
    made = Partners(Management(bus.broker.management_url, bus.broker.amqp_url), bus.broker.amqp_url)
    yield made
    for partner in made.all():
        made.remove(partner.name)


def login(bus: Bus, name: str, password: str) -> str:
    return with_user(bus.broker.amqp_url, f"partner.{name}", password)


def happen(bus: Bus, *areas: str, kind=TicketOpened) -> list[str]:
    """Publishes one event per area, as services do; gives the ids."""
    ids = [uuid.uuid4().hex for _ in areas]
    with bus.channel(bus.environment["LINLI_AMQP_URL"]) as channel:
        for number, area in zip(ids, areas, strict=True):
            news = kind(number=number, category="water", state="open", area=area)
            event = envelop(
                news, id=number, subject=number, version=1, area=area, now=datetime.now(UTC),
                request_id="test", causation_id="test", traceparent=None,
            )  # fmt: skip
            body = event.model_dump_json(exclude_none=True).encode()
            properties = pika.BasicProperties(content_type=CONTENT_TYPE, delivery_mode=2)
            channel.basic_publish("domain.events", event.routing_key, body, properties)
    return ids


def ids_of(taken) -> list[str]:
    return [json.loads(body)["id"] for _, body in taken]


@contextmanager
def refused():
    with pytest.raises(ChannelClosedByBroker) as closed:
        yield
    assert closed.value.reply_code == 403


def test_partner_sees_exactly_its_areas_and_types(bus: Bus, partners: Partners):
    password = partners.add("roads", [HERE], ["tickets.ticket.opened.*"])
    own, below, _beside = happen(bus, HERE, BELOW, BESIDE)
    happen(bus, HERE, kind=TicketDone)
    assert ids_of(bus.take("partner.roads", login(bus, "roads", password))) == [own, below]


def test_partner_of_all_areas_sees_all_areas(bus: Bus, partners: Partners):
    password = partners.add("district", ["*"], ["tickets.*"])
    ids = happen(bus, HERE, BELOW, BESIDE)
    assert ids_of(bus.take("partner.district", login(bus, "district", password))) == ids


def test_partner_gets_other_areas_when_added_again(bus: Bus, partners: Partners):
    partners.add("moving", [HERE], ["tickets.*"])
    password = partners.add("moving", [BESIDE], ["tickets.*"])
    ids = happen(bus, HERE, BESIDE)
    assert ids_of(bus.take("partner.moving", login(bus, "moving", password))) == ids[1:]


def test_partner_cannot_read_the_queue_of_another_or_of_a_service(bus: Bus, partners: Partners):
    partners.add("water", [HERE], ["tickets.*"])
    password = partners.add("power", [HERE], ["tickets.*"])
    for queue in ("partner.water", "events.log", "tickets.dead", "probe.on.probe.account.added.v1"):
        with bus.channel(login(bus, "power", password)) as channel, refused():
            channel.basic_get(queue)


def test_partner_can_neither_bind_nor_declare_nor_publish(bus: Bus, partners: Partners):
    password = partners.add("quiet", [HERE], ["tickets.*"])
    wishes = (
        lambda channel: channel.queue_bind("partner.quiet", "partner.events", "tickets.ticket.opened.v1.#"),
        lambda channel: channel.queue_bind("partner.quiet", "domain.events", "#"),
        lambda channel: channel.queue_declare("mine"),
        lambda channel: channel.exchange_declare("mine"),
        lambda channel: channel.queue_delete("partner.quiet"),
        lambda channel: channel.basic_publish("partner.events", f"tickets.ticket.opened.v1.{HERE}", b"{}"),
        lambda channel: channel.basic_publish("domain.events", f"tickets.ticket.opened.v1.{HERE}", b"{}"),
        lambda channel: channel.basic_publish("", "partner.quiet", b"{}"),
        lambda channel: channel.basic_publish("rpc", "tickets", b"{}"),
    )
    for wish in wishes:
        with bus.channel(login(bus, "quiet", password)) as channel, refused():
            wish(channel)


def test_rotating_sends_the_old_password_away(bus: Bus, partners: Partners):
    old = partners.add("rotating", [HERE], ["tickets.*"])
    with bus.channel(login(bus, "rotating", old)) as channel:
        new = partners.rotate("rotating")
        eventually(lambda: not still_connected(channel))
    with pytest.raises(ProbableAuthenticationError), bus.channel(login(bus, "rotating", old)):
        pass
    assert bus.take("partner.rotating", login(bus, "rotating", new)) == []


def still_connected(channel) -> bool:
    try:
        channel.connection.process_data_events()
    except ConnectionClosed:
        return False
    return channel.connection.is_open


def test_removing_leaves_nothing(bus: Bus, partners: Partners):
    partners.add("gone", [HERE], ["tickets.*"])
    partners.remove("gone")
    assert partners.all() == []
    assert "partner.gone" not in bus.broker.control("list_queues", "-p", bus.broker.vhost, "name")
    assert "partner.gone" not in bus.broker.control("list_users")


@pytest.mark.parametrize(
    ("name", "areas", "types"),
    [
        ("Roads", [HERE], ["tickets.*"]),
        ("roads", ["1502"], ["tickets.*"]),
        ("roads", [], ["tickets.*"]),
        ("roads", [HERE], ["ticket.*"]),
        ("roads", [HERE], ["residents.area.*"]),
        ("roads", [HERE], []),
    ],
)
def test_partner_that_cannot_be_meant_is_refused(partners: Partners, name, areas, types):
    with pytest.raises(PartnerRefused):
        partners.add(name, areas, types)


def test_replay_sends_what_the_partner_may_see_again_in_order(bus: Bus, partners: Partners):
    before = happen(bus, HERE, BESIDE, BELOW)
    moment = datetime.now(UTC)
    after = happen(bus, *[HERE, BESIDE] * 20)
    password = partners.add("late", [HERE], ["tickets.ticket.opened.*"])
    url, partner = login(bus, "late", password), partners.get("late")

    assert replay(bus.environment["LINLI_TOOLS_AMQP_URL"], partner, moment, limit=10_000) == 20
    taken = bus.take("partner.late", url)
    assert ids_of(taken) == after[::2]
    assert all(properties.headers[REPLAYED_AT] for properties, _ in taken)

    assert replay(bus.environment["LINLI_TOOLS_AMQP_URL"], partner, 0, limit=10_000) > 20
    assert ids_of(bus.take("partner.late", url))[-22:] == [before[0], before[2], *after[::2]]

    assert replay(bus.environment["LINLI_TOOLS_AMQP_URL"], partner, moment, limit=5) == 5


def test_command_line_adds_lists_rotates_replays_and_removes(bus: Bus, partners: Partners):
    told = bus.run("infra.rabbitmq", "partner", "add", "shell", "--areas", HERE, BESIDE, "--types", "tickets.*")
    password = told.split("password ")[1].split()[0]
    ids = happen(bus, HERE)
    assert ids_of(bus.take("partner.shell", login(bus, "shell", password))) == ids
    assert f"{HERE},{BESIDE}" in bus.run("infra.rabbitmq", "partner", "list")
    assert "password" in bus.run("infra.rabbitmq", "partner", "rotate", "shell")
    assert "replayed" in bus.run("infra.rabbitmq", "replay", "shell", "--from", "2026-01-01T00:00:00+08:00")
    bus.run("infra.rabbitmq", "partner", "remove", "shell")
    assert "shell" not in bus.run("infra.rabbitmq", "partner", "list")
