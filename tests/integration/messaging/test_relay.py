"""The relay: whatever dies or restarts, every event of what was committed arrives, in order per aggregate."""

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC

import pytest

from shared.kernel.errors import Refusal
from tests.integration.messaging.bus import Bus, context, fresh
from tests.integration.messaging.contract import ADD, Add, Added
from tests.support.waiting import eventually

OBSERVER = "test.observer"


@pytest.fixture
def observer(bus: Bus) -> Iterator[str]:
    """A queue that gets all news of the probe, doubles too."""
    with bus.channel() as channel:
        channel.queue_declare(OBSERVER, durable=True, arguments={"x-queue-type": "quorum"})
        channel.queue_bind(OBSERVER, "domain.events", f"{Added.TYPE}.#")
    yield OBSERVER
    with bus.channel() as channel:
        channel.queue_delete(OBSERVER)


@contextmanager
def load(bus: Bus, accounts: list[str]) -> Iterator[None]:
    """One caller per account keeps adding, whatever it is told, until the block is left."""
    stop = threading.Event()

    def keep_adding(line, account: str) -> None:
        while not stop.is_set():
            try:
                line.ask(ADD, Add(account=account), context(3))
            except Refusal:
                stop.wait(0.05)

    with bus.line() as line:
        callers = [threading.Thread(target=keep_adding, args=(line, account)) for account in accounts]
        for caller in callers:
            caller.start()
        try:
            yield
        finally:
            stop.set()
            for caller in callers:
                caller.join()


def versions(bus: Bus, queue: str) -> dict[str, list[int]]:
    """Aggregate versions per account in the order of arrival, the first copy of each event only."""
    seen, found = set(), defaultdict(list)
    for _properties, body in bus.take(queue):
        event = json.loads(body)
        if event["id"] not in seen:
            seen.add(event["id"])
            found[event["subject"]].append(event["aggregateversion"])
    return found


def heard_all(bus: Bus, accounts: list[str]) -> bool:
    return all(bus.heard(account) == bus.total(account) > 0 for account in accounts)


def wait_for_more(bus: Bus, accounts: list[str], seconds: float = 60) -> None:
    """Returns when sixty more were added."""
    reached = sum(bus.total(account) for account in accounts) + 60
    eventually(lambda: sum(bus.total(account) for account in accounts) >= reached, seconds)


def unsent(bus: Bus) -> int:
    return bus.database.journal.count_documents({"pending": True})


def holder(bus: Bus, lease: str) -> int:
    """Process id of who holds a lease."""
    found = bus.database.leases.find_one({"_id": lease})
    return int(found["holder"].split(":")[1]) if found else 0


def assert_complete_and_in_order(bus: Bus, queue: str, accounts: list[str]) -> None:
    arrived = versions(bus, queue)
    for account in accounts:
        assert len(arrived[account]) == bus.total(account)
        assert arrived[account] == sorted(arrived[account])


def test_killing_the_relay_loses_nothing_and_keeps_the_order(bus: Bus, observer: str):
    accounts = [fresh("killed") for _ in range(6)]
    with load(bus, accounts):
        for _ in range(3):
            with bus.probes() as (probe,):
                wait_for_more(bus, accounts)
                probe.kill()
    with bus.probes():
        eventually(lambda: unsent(bus) == 0 and heard_all(bus, accounts), seconds=60)
    # Reactions raise the aggregate's version as well, so announced versions have gaps; they must still ascend.
    assert_complete_and_in_order(bus, observer, accounts)


def test_restarting_the_broker_while_the_relay_publishes_loses_nothing(bus: Bus, observer: str):
    accounts = [fresh("restarted") for _ in range(6)]
    with bus.probes():
        with load(bus, accounts):
            wait_for_more(bus, accounts)
            bus.broker.restart()
            wait_for_more(bus, accounts)
        eventually(lambda: unsent(bus) == 0 and heard_all(bus, accounts), seconds=60)
    assert_complete_and_in_order(bus, observer, accounts)


def test_lease_goes_to_the_other_replica_when_its_holder_is_killed(bus: Bus, observer: str):
    account = fresh("handed-over")
    with bus.probes(2) as probes, bus.line() as line:
        pids = {probe.pid: probe for probe in probes}
        holding = eventually(lambda: holder(bus, "relay") in pids and holder(bus, "relay"))
        pids.pop(holding).kill()
        eventually(lambda: line.ask(ADD, Add(account=account), context(3)), seconds=20)
        eventually(lambda: holder(bus, "relay") in pids, seconds=10)
        eventually(lambda: bus.heard(account) == 1)


def test_replica_that_leaves_publishes_what_is_there_and_hands_its_leases_over(bus: Bus, observer: str):
    account = fresh("left")
    with bus.probes() as (probe,), bus.line() as line:
        eventually(lambda: holder(bus, "relay") == probe.pid)
        for _ in range(20):
            line.ask(ADD, Add(account=account), context(5))
        probe.stop()
        assert unsent(bus) == 0
        now = bus.mongo.admin.command("hello")["localTime"].replace(tzinfo=UTC)
        assert all(lease["until"] <= now for lease in bus.database.leases.find({"_id": {"$in": ["relay", "timers"]}}))
    assert len(versions(bus, observer)[account]) == 20


def test_event_that_somebody_subscribes_to_waits_until_its_queue_is_there(bus: Bus):
    account = fresh("undeclared")
    with bus.channel() as channel:
        channel.exchange_unbind("partner.events", "domain.events", f"{Added.TYPE}.#")
        channel.queue_unbind(f"probe.on.{Added.TYPE}", "domain.events", f"{Added.TYPE}.#")
    with bus.probes(), bus.line() as line:
        line.ask(ADD, Add(account=account), context(5))
        assert "1 events" in eventually(lambda: shown(bus, "1 events"))
        bus.declare()
        eventually(lambda: bus.heard(account) == 1)
        eventually(lambda: unsent(bus) == 0)


def shown(bus: Bus, text: str) -> str | None:
    """What the tool says of the probe, once it says that."""
    said = bus.run("tests.integration.messaging.outbox")
    return next((line for line in said.splitlines() if line.startswith("probe") and text in line), None)


def test_timer_runs_in_one_replica_at_a_time_and_goes_over_to_the_other(bus: Bus):
    bus.database.turns.delete_many({})
    bus.database.running.delete_many({})
    with bus.probes(2) as probes:
        eventually(lambda: bus.database.turns.count_documents({}) >= 8)
        assert bus.database.turns.distinct("running") == [1]
        last = holder(bus, "timers")
        killed, other = sorted(probes, key=lambda probe: probe.pid != last)
        killed.kill()
        eventually(lambda: bus.database.turns.count_documents({"process": other.pid}) >= 2)
