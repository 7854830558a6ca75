"""The private RabbitMQ node: own ports, loopback only, durable over restarts, clear about a taken port."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import paho.mqtt.client as mqtt
import paho.mqtt.publish
import pika
import psutil
import pytest

from infra.local import ports
from infra.local.broker import Broker
from infra.local.problems import PortTaken
from infra.local.readiness import ask_management

PERSISTENT = pika.BasicProperties(delivery_mode=pika.DeliveryMode.Persistent.value)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    node = Broker(tmp_path_factory.mktemp("broker"))
    yield node
    node.stop()


@pytest.fixture
def broker(node: Broker) -> Broker:
    """The node of this module, running, whatever the test before did to it."""
    node.start()
    return node


def publish(broker: Broker, queue: str, kind: str, body: bytes) -> None:
    with pika.BlockingConnection(pika.URLParameters(broker.amqp_url)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.queue_declare(queue, durable=True, arguments={"x-queue-type": kind})
        channel.basic_publish("", queue, body, PERSISTENT, mandatory=True)


def take(broker: Broker, queue: str, seconds: float = 10) -> bytes | None:
    with pika.BlockingConnection(pika.URLParameters(broker.amqp_url)) as connection:
        channel = connection.channel()
        for method, _, body in channel.consume(queue, inactivity_timeout=seconds):
            if method:
                channel.basic_ack(method.delivery_tag)
            return body
    return None


def test_broker_listens_on_its_own_ports_on_loopback_only(broker: Broker) -> None:
    assert broker.pid is not None
    listening = [c.laddr for c in psutil.Process(broker.pid).net_connections() if c.status == psutil.CONN_LISTEN]
    assert {address.ip for address in listening} == {ports.LOOPBACK}
    assert {address.port for address in listening} == set(broker.ports.values()) - {broker.ports["epmd"]}
    assert len(set(broker.ports.values())) == len(broker.ports)


def test_management_answers_with_the_credentials_of_the_url(broker: Broker) -> None:
    overview = ask_management(broker.management_url, "/api/overview")
    assert overview["node"].startswith("linli@")
    assert ask_management(broker.management_url.replace(broker.password, "wrong"), "/api/overview") is None


def test_second_object_for_the_folder_finds_the_running_node(broker: Broker) -> None:
    other = Broker(broker.folder)
    other.start()
    assert (other.pid, other.amqp_url, other.management_url) == (broker.pid, broker.amqp_url, broker.management_url)


def test_restart_keeps_persistent_messages_streams_and_addresses(broker: Broker) -> None:
    before = broker.amqp_url, broker.management_url
    for kind in ("classic", "quorum", "stream"):
        publish(broker, f"kept.{kind}", kind, f"kept in a {kind} queue".encode())
    broker.restart()
    assert (broker.amqp_url, broker.management_url) == before
    assert take(broker, "kept.classic") == b"kept in a classic queue"
    assert take(broker, "kept.quorum") == b"kept in a quorum queue"
    with pika.BlockingConnection(pika.URLParameters(broker.amqp_url)) as connection:
        channel = connection.channel()
        channel.basic_qos(prefetch_count=10)
        from_the_first = {"x-stream-offset": "first"}
        for _, _, body in channel.consume("kept.stream", inactivity_timeout=10, arguments=from_the_first):
            assert body == b"kept in a stream queue"
            break


def test_kill_keeps_what_was_confirmed(broker: Broker) -> None:
    publish(broker, "confirmed", "quorum", b"first")
    broker.restart()  # the queue is on disk now, as it is in a suite that runs for longer than a second
    publish(broker, "confirmed", "quorum", b"second")
    broker.kill()
    assert broker.pid is None
    broker.start()
    assert [take(broker, "confirmed"), take(broker, "confirmed")] == [b"first", b"second"]


def test_device_message_reaches_a_queue(broker: Broker) -> None:
    with pika.BlockingConnection(pika.URLParameters(broker.amqp_url)) as connection:
        channel = connection.channel()
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(queue, "amq.topic", "sos.*.*")
        paho.mqtt.publish.single(
            "sos/grid7/band1",
            b"help",
            qos=1,
            hostname=ports.LOOPBACK,
            port=broker.mqtt_port,
            auth={"username": f"{broker.vhost}:{broker.user}", "password": broker.password},
            protocol=mqtt.MQTTv311,
        )
        for method, _, body in channel.consume(queue, inactivity_timeout=10):
            assert method.routing_key == "sos.grid7.band1"
            assert body == b"help"
            break


def test_stop_leaves_no_process_and_the_next_start_takes_a_new_password(broker: Broker) -> None:
    broker.stop()
    assert broker.pid is None
    assert all(ports.is_free(port) for port in broker.ports.values())
    home = str(broker.folder)
    assert [p for p in psutil.process_iter(["environ"]) if (p.info["environ"] or {}).get("HOME") == home] == []

    changed = Broker(broker.folder, password="another one")
    changed.start()
    assert ask_management(changed.management_url, "/api/overview") is not None
    assert ask_management(broker.management_url, "/api/overview") is None
    changed.stop()


def test_taken_port_names_port_setting_and_holder(tmp_path: Path) -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as other:
        taken = other.getsockname()[1]
        broker = Broker(tmp_path, port=taken)
        before = time.monotonic()
        with pytest.raises(PortTaken) as caught:
            broker.start()
    assert time.monotonic() - before < 5
    assert f"Port {taken} (RabbitMQ, amqp) is taken by" in str(caught.value)
    assert f"process {psutil.Process().pid}" in str(caught.value)
    assert "LINLI_AMQP_PORT=<port>" in caught.value.remedy
    assert broker.pid is None
