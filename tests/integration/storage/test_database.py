"""Effects once: commands, reactions, leases, on a real replica set."""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from mongoengine import Document, IntField, StringField

from shared.contracts.actor import EVERYBODY, Actor, Role
from shared.contracts.call import Call, Context
from shared.contracts.model import Command, Event, View
from shared.contracts.operation import Op
from shared.kernel.errors import FORBIDDEN, UNAVAILABLE, Refusal
from shared.storage.database import Database
from shared.storage.work import Work
from tests.support.servers import Servers

ALIAS = "counting"


class Tally(Document):
    meta = {"db_alias": ALIAS, "collection": "tallies", "auto_create_index": False}
    id = StringField(primary_key=True)
    count = IntField(default=0)
    version = IntField()


class Add(Command):
    name: str
    amount: int = 1


class TallyView(View):
    count: int
    version: int


class Added(Event):
    TYPE: ClassVar[str] = "counting.tally.added.v1"
    count: int


class TallyStore(Work):
    documents = (Tally,)

    def tally(self, name: str) -> Any:
        return Tally.objects(id=name).first() or Tally(id=name)


ADD = Op("add", None, Add, TallyView, EVERYBODY, "Add", service=ALIAS)
ADD_SECRET = replace(ADD, name="add_secret", keeps_reply=False)
ANNA = Actor("anna", frozenset({Role.RESIDENT}))


def add(store: Any, _actor: Actor, command: Add) -> TallyView:
    tally = store.tally(command.name)
    tally.count += command.amount
    store.save(tally)
    store.announce(Added(count=tally.count), subject=tally.id, version=tally.version, area=None)
    return TallyView(count=tally.count, version=tally.version)


def call(
    name: str, key: str | None = None, *, amount: int = 1, seconds: float = 10, op: Op = ADD, **context: Any
) -> Call:
    asked = Context("request", time.time() + seconds, key=key, **context)
    return Call(op, Add(name=name, amount=amount), ANNA, asked)


@pytest.fixture(scope="module")
def database(servers: Servers) -> Database:
    return Database(ALIAS, TallyStore, url=servers.database.url)


def count(name: str) -> int:
    return Tally.objects(id=name).first().count


def test_same_key_gives_the_first_answer_and_one_effect(database: Database):
    answers = [database.perform(call("once", "k"), add) for _ in range(3)]
    assert (len({a.body for a in answers}), count("once")) == (1, 1)


def test_reply_is_kept_sealed(database: Database):
    database.perform(call("sealed", "sealed"), add)
    kept = Tally._get_db()["journal"].find_one({"_id": "anna|counting.add|sealed"})
    assert kept["reply"].startswith("k1.") and "count" not in kept["reply"]


def test_same_key_for_another_request_is_refused(database: Database):
    database.perform(call("reused", "k2"), add)
    with pytest.raises(Refusal) as refused:
        database.perform(call("reused", "k2", amount=5), add)
    assert (refused.value.reason.code, count("reused")) == ("key_reused", 1)


def test_racing_repeats_have_one_effect(database: Database):
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: database.perform(call("race", "k3"), add), range(16)))
    assert (len({a.body for a in answers}), count("race")) == (1, 1)


def test_what_is_wrong_with_one_that_is_due_keeps_no_other_waiting(database: Database):
    def use(store: Any, actor: Actor) -> None:
        add(store, actor, Add(name="due"))

    def go_wrong(_store: Any, _actor: Actor) -> None:
        raise KeyError("a row that nobody expected")

    went_well = [database.attempt(f"due {n}", body) for n, body in enumerate((use, go_wrong, use))]
    assert (went_well, count("due")) == ([True, False, True], 2)


def test_nothing_else_that_is_due_is_tried_when_the_database_is_away(database: Database):
    def be_away(_store: Any, _actor: Actor) -> None:
        raise UNAVAILABLE()

    with pytest.raises(Refusal):
        database.attempt("away", be_away)


def test_who_has_lost_a_race_runs_again_one_after_the_other(database: Database):
    writers = 8
    database.perform(call("queue"), add)
    all_have_read = threading.Barrier(writers, timeout=20)
    again: list[int] = []
    most = 0

    def one(_: int) -> None:
        nonlocal most
        tries = itertools.count()

        def add_late(store: Any, actor: Actor, command: Add) -> TallyView:
            nonlocal most
            if next(tries) == 0:
                store.tally(command.name)
                all_have_read.wait()
                return add(store, actor, command)
            again.append(1)
            most = max(most, len(again))
            try:
                return add(store, actor, command)
            finally:
                again.pop()

        database.perform(call("queue", seconds=30), add_late)

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(one, range(writers)))
    assert (count("queue"), most) == (1 + writers, 1)


def test_racing_writers_lose_no_update(database: Database):
    database.perform(call("hot"), add)

    def one(_: int) -> bool:
        try:
            database.perform(call("hot", seconds=30), add)
        except Refusal as refusal:
            assert refusal.reason.code == "conflict"
            return False
        return True

    with ThreadPoolExecutor(12) as pool:
        done = sum(pool.map(one, range(60)))
    assert count("hot") == done + 1


def test_refused_command_leaves_nothing_and_may_be_repeated(database: Database):
    def refuse(store: Any, actor: Actor, command: Add) -> TallyView:
        add(store, actor, command)
        raise FORBIDDEN()

    with pytest.raises(Refusal):
        database.perform(call("refused", "k4"), refuse)
    assert Tally.objects(id="refused").first() is None
    database.perform(call("refused", "k4"), add)
    assert count("refused") == 1


def test_repeat_of_what_the_state_now_refuses_gives_the_first_answer(database: Database):
    def add_first(store: Any, actor: Actor, command: Add) -> TallyView:
        if store.tally(command.name).version is not None:
            raise FORBIDDEN()
        return add(store, actor, command)

    first = database.perform(call("first", "k5"), add_first)
    assert database.perform(call("first", "k5"), add_first).body == first.body


def test_secret_answer_is_not_kept(database: Database):
    database.perform(call("secret", "k6", op=ADD_SECRET), add)
    with pytest.raises(Refusal) as refused:
        database.perform(call("secret", "k6", op=ADD_SECRET), add)
    assert (refused.value.reason.code, count("secret")) == ("already_done", 1)


def test_command_past_its_deadline_has_no_effect(database: Database):
    with pytest.raises(Refusal) as refused:
        database.perform(call("late", seconds=-1), add)
    assert refused.value.reason.code == "deadline"
    assert Tally.objects(id="late").first() is None


def test_events_wait_in_the_journal_in_the_order_of_their_aggregate(database: Database):
    for _ in range(5):
        database.perform(call("ordered"), add)
    rows = [e for row in database.outbox.pending(1000) for e in row.events if '"subject":"ordered"' in e["body"]]
    versions = [int(e["body"].split('"aggregateversion":')[1].split(",")[0]) for e in rows]
    assert versions == [1, 2, 3, 4, 5]


def test_sent_events_leave_the_journal_and_their_key_stays(database: Database):
    database.perform(call("sent", "k7"), add)
    database.outbox.sent([row.key for row in database.outbox.pending(1000)])
    assert database.outbox.pending(1000) == []
    database.perform(call("sent", "k7"), add)
    assert count("sent") == 1


def test_open_stream_tells_of_rows_that_announce_something_and_of_no_others(database: Database):
    changes = database.outbox.watch()
    database.act("silent", lambda store, _actor: store.save(store.tally("silent")))
    database.perform(call("told", "k8"), add)
    told = changes.try_next()
    changes.close()
    assert told is not None and told["documentKey"]["_id"].endswith("|k8")


def delivered(event_id: str) -> Any:
    envelope = SimpleNamespace(id=event_id, requestid="r", traceparent=None)
    return SimpleNamespace(envelope=envelope, consumer="counting.on.x", data=Add(name="heard"))


def test_event_that_comes_twice_has_one_effect(database: Database):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: database.react(delivered("e1"), lambda s, d: add(s, ANNA, d.data)), range(8)))
    assert count("heard") == 1


def test_lease_is_held_by_one(servers: Servers, database: Database):
    other = Database(ALIAS, TallyStore, url=servers.database.url)
    assert database.holds_lease("work", 30) and database.holds_lease("work", 30)
    assert not other.holds_lease("work", 30)


def test_lease_that_ran_out_goes_to_another(servers: Servers, database: Database):
    other = Database(ALIAS, TallyStore, url=servers.database.url)
    assert database.holds_lease("short", -1)
    assert other.holds_lease("short", 30)
    assert not database.holds_lease("short", 30)


def test_only_one_of_many_takes_a_lease(servers: Servers):
    holders = [Database(ALIAS, TallyStore, url=servers.database.url) for _ in range(4)]
    start = threading.Barrier(4)

    def take(holder: Database) -> bool:
        start.wait()
        return holder.holds_lease("contended", 30)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, holders)) == 1


def test_stale_version_is_refused(database: Database):
    def add_if_fresh(store: Any, actor: Actor, command: Add) -> TallyView:
        store.refuse_stale(store.tally(command.name).version)
        return add(store, actor, command)

    database.perform(call("versioned"), add)
    with pytest.raises(Refusal) as refused:
        database.perform(call("versioned", expected_version=9), add_if_fresh)
    assert refused.value.facts == {"expected": 9, "current": 1}


def test_now_is_in_utc_and_whole_milliseconds(database: Database):
    now = database.look().now
    assert now.tzinfo is UTC and now.microsecond % 1000 == 0
    assert abs(datetime.now(UTC) - now) < timedelta(seconds=5)
