"""`python -m tests.integration.messaging.probe`: run the service that tries the bus, as any other service is run."""

from shared.messaging.host import run_service  # isort: skip  (patches the standard library, so it comes first)

import os
import signal

import eventlet
from mongoengine import Document, IntField, StringField

from shared.messaging.every import every
from shared.messaging.observe import Observe
from shared.messaging.provide import Provide
from shared.messaging.relay import Relay
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database
from shared.storage.work import Work
from tests.integration.messaging import contract
from tests.integration.messaging.contract import NAME, Added, Echoed, Total, register

TICK_SECONDS = 0.2


class Account(Document):
    """`total` is what was added, `heard` what reactions to the news of it have added up."""

    meta = {"db_alias": NAME, "collection": "accounts", "auto_create_index": False}
    id = StringField(primary_key=True)
    total = IntField(default=0)
    heard = IntField(default=0)
    version = IntField()


class Attempt(Document):
    """One for each time that a reaction began; written outside of its transaction."""

    meta = {"db_alias": NAME, "collection": "attempts", "auto_create_index": False}
    event = StringField()
    process = IntField()


class Turn(Document):
    """One for each time that the timer ran: how many ran at that moment."""

    meta = {"db_alias": NAME, "collection": "turns", "auto_create_index": False}
    process = IntField()
    running = IntField()


class Running(Document):
    meta = {"db_alias": NAME, "collection": "running", "auto_create_index": False}
    id = StringField(primary_key=True)
    count = IntField(default=0)


class ProbeStore(Work):
    documents = (Account, Attempt, Turn, Running)

    def account(self, name: str) -> Account:
        return Account.objects(id=name).first() or Account(id=name)


class Unforeseen(Exception):
    pass


def add(store, _actor, command):
    account = store.account(command.account)
    account.total += command.amount
    store.save(account)
    news = Added(account=command.account, amount=command.amount, mood=command.mood)
    store.announce(news, command.account, account.version, area="150202.990")
    return Total(total=account.total)


def get_total(store, _actor, command):
    return Total(total=store.account(command.account).total)


def echo(_store, _actor, command):
    eventlet.sleep(command.seconds)
    return Echoed(text=command.text, process=os.getpid())


def fail(_store, _actor, _command):
    raise Unforeseen("138-0000-0000 is nobody's number")


def hear(store, delivered):
    account = store.account(delivered.data.account)
    account.heard += delivered.data.amount
    store.save(account)


class Probe:
    name = NAME
    observe = Observe()
    relay = Relay()
    store = Provide(lambda: Database(NAME, ProbeStore))

    @serve(contract.ADD)
    def add(self, call):
        return self.store.perform(call, add)

    @serve(contract.GET_TOTAL)
    def get_total(self, call):
        return self.store.perform(call, get_total)

    @serve(contract.ECHO)
    def echo(self, call):
        return self.store.perform(call, echo)

    @serve(contract.BREAK)
    def break_(self, call):
        return self.store.perform(call, fail)

    @subscribe(Added)
    def hear(self, delivered):
        Attempt(event=delivered.envelope.id, process=os.getpid()).save()
        first = Attempt.objects(event=delivered.envelope.id).count() == 1
        mood = delivered.data.mood
        if mood == "failing" or (mood == "failing_once" and first):
            raise Unforeseen("138-0000-0000 is nobody's number")

        def react(store, news):
            hear(store, news)
            if mood == "dying_once" and first:
                os.kill(os.getpid(), signal.SIGKILL)

        self.store.react(delivered, react)

    @every(TICK_SECONDS)
    def tick(self):
        running = Running.objects(id="tick").modify(upsert=True, new=True, inc__count=1)
        Turn(process=os.getpid(), running=running.count).save()
        eventlet.sleep(2 * TICK_SECONDS)
        Running.objects(id="tick").modify(inc__count=-1)


if __name__ == "__main__":
    register()
    run_service(Probe)
