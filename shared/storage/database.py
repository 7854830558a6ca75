"""A service's database: performs commands once, answers questions, reacts to events once."""

import itertools
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

import mongoengine
import pymongo
from mongoengine.errors import OperationError, SaveConditionError
from pymongo import MongoClient
from pymongo.errors import AutoReconnect, DuplicateKeyError, PyMongoError, ServerSelectionTimeoutError
from pymongo.write_concern import WriteConcern

from shared.contracts.actor import SYSTEM, Actor
from shared.contracts.call import Answer, Call, Context
from shared.kernel.clock import Clock, SystemClock
from shared.kernel.errors import ALREADY_DONE, CONFLICT, DEADLINE, KEY_REUSED, UNAVAILABLE, Refusal
from shared.kernel.ids import new_id
from shared.runtime.metrics import DUE_FAILED
from shared.runtime.settings import settings
from shared.storage.journal import AlreadyDone, Given, Journal
from shared.storage.leases import Leases
from shared.storage.sealing import blind
from shared.storage.work import Work

log = logging.getLogger(__name__)

T = TypeVar("T")
WorkT = TypeVar("WorkT", bound=Work)
UseCase = Callable[[Any, Actor, Any], Any]
REACTION_SECONDS = 30.0
RACES = 5
MAJORITY = WriteConcern("majority")
"""Named per transaction: set on the client, it would reach single writes inside of transactions, which is an error there.
Outside of transactions it is the server's default."""

UNDECIDED = (UNAVAILABLE, DEADLINE)
NO_ANSWER = Answer("")


class Database:
    """Connects as `service` (the alias that its documents name) and makes collections and indexes at start.

    `work` is the service's store class.
    """

    def __init__(self, service: str, work: type[WorkT], clock: Clock | None = None, url: str | None = None) -> None:
        self.service = service
        self._work = work
        self._clock = clock or SystemClock()
        name = f"{settings().database_prefix}{service}"
        self._client: MongoClient[Any] = mongoengine.connect(
            name,
            alias=service,
            host=url or settings().mongo_url,
            tz_aware=True,
            uuidRepresentation="standard",
            maxPoolSize=50,
            serverSelectionTimeoutMS=2000,
            connectTimeoutMS=2000,
        )
        self.outbox = Journal(self._client, name)
        self._leases = Leases(self._client, name, f"{socket.gethostname()}:{os.getpid()}:{new_id(self._clock.now())}")
        self._after_commit: list[Callable[[], None]] = []
        self._losers = threading.Lock()
        self._prepare()

    def perform(self, call: Call, use_case: UseCase) -> Answer:
        """The answer of `use_case(store, actor, command)`.

        An operation that writes runs in one transaction with its journal row, once per caller, operation and
        idempotency key: asked again it gives the first answer (`key_reused` when the request is another one).
        """
        if not call.op.writes:
            return self._ask(call, use_case)
        key = f"{call.actor.account}|{call.op.full_name}|{call.context.key or new_id(self._clock.now())}"
        mark = mark_of(call)

        def use(store: Any) -> Answer:
            return _answer(use_case(store, call.actor, call.command))

        try:
            return self._once(key, mark, call.context, call.context.request_id, use, call.op.keeps_reply)
        except AlreadyDone:
            return self._given(key, mark)

    def react(self, delivered: Any, use_case: Callable[[Any, Any], None]) -> None:
        """Runs `use_case(store, delivered)` in one transaction with its journal row, once per consumer and event."""
        envelope = delivered.envelope
        context = Context(envelope.requestid, time.time() + REACTION_SECONDS, traceparent=envelope.traceparent)
        key = f"{delivered.consumer}|{envelope.id}"
        self._once_or_nothing(key, context, envelope.id, lambda store: use_case(store, delivered))

    def act(self, key: str, use_case: Callable[[Any, Actor], None]) -> None:
        """Something that nobody asked for but time: runs once per key, as the system. A lost race is run again."""
        for races_left in reversed(range(RACES)):
            context = Context(f"{self.service}:{key}", time.time() + REACTION_SECONDS)
            try:
                return self._once_or_nothing(f"act|{key}", context, key, lambda store: use_case(store, SYSTEM))
            except Refusal as refusal:
                if refusal.reason is not CONFLICT or not races_left:
                    raise
        return None

    def attempt(self, key: str, use_case: Callable[[Any, Actor], None]) -> bool:
        """`act` for one of several that are due, and whether it went well: what is wrong with one keeps no other waiting.

        It is due again at the next turn. Only when the database is away, nothing else is tried either (`unavailable`).
        """
        try:
            self.act(key, use_case)
        except Exception as error:
            if isinstance(error, Refusal) and error.reason is UNAVAILABLE:
                raise
            DUE_FAILED.labels(self.service).inc()
            log.exception("%s: tried again next turn", key)
            return False
        return True

    def look(self) -> Any:
        """A store outside of any call, for timers that look for what is due and for tools."""
        return self._work(self._clock.now(), Context(self.service, time.time() + REACTION_SECONDS), self.service)

    def aside(self, context: Context, use: Callable[[Any], T]) -> T:
        """What `use(store)` gives, outside of any transaction: for reading, and for writing what cannot be in one and
        means nothing until one names it."""
        store = self._work(self._clock.now(), context, context.request_id)
        try:
            with pymongo.timeout(max(context.deadline - time.time(), 0.05)):
                return use(store)
        except (PyMongoError, OperationError) as error:
            raise _refusal_of(error) from error

    def holds_lease(self, name: str, seconds: float) -> bool:
        return self._leases.hold(name, seconds)

    def on_commit(self, wake: Callable[[], None]) -> None:
        """`wake` is called after each commit that announced something."""
        self._after_commit.append(wake)

    def alive(self) -> bool:
        self._client.admin.command("ping")
        return True

    def _ask(self, call: Call, use_case: UseCase) -> Answer:
        return self.aside(call.context, lambda store: _answer(use_case(store, call.actor, call.command)))

    def _once(
        self, key: str, mark: str, context: Context, causation: str, use: Callable[[Any], Answer], keeps_reply: bool
    ) -> Answer:
        """One transaction of effect, reply and events under `key`; raises AlreadyDone when the key has had its effect."""
        events: list[dict[str, Any]] = []

        def body() -> Answer:
            store = self._work(self._clock.now(), context, causation)
            answer = use(store)
            kept = answer.body if keeps_reply else None
            self.outbox.write(key, mark, kept, answer.version, store.announced, store.now)
            context.refuse_when_late(self._clock.now())
            events[:] = store.announced
            return answer

        try:
            answer = self._transact(body, context.deadline - time.time())
        except Refusal as refusal:  # a repeat may be refused only because the first one has changed things
            if refusal.reason not in UNDECIDED and self._known(key) is not None:
                raise AlreadyDone(key) from refusal
            raise
        if events:
            for wake in self._after_commit:
                wake()
        return answer

    def _once_or_nothing(self, key: str, context: Context, causation: str, use: Callable[[Any], None]) -> None:
        def use_silently(store: Any) -> Answer:
            use(store)
            return NO_ANSWER

        try:
            self._once(key, key, context, causation, use_silently, keeps_reply=False)
        except AlreadyDone:
            log.debug("done before: %s", key)

    def _transact(self, body: Callable[[], Any], seconds: float) -> Any:
        """One transaction, retried while the database asks for it; the body may run several times."""

        tries = itertools.count()

        def run(_session: Any) -> Any:
            if next(tries) == 1:
                turn.enter_context(self._queue_up(seconds))
            try:
                return body()
            except OperationError as error:
                cause = _driver_error(error)
                if cause is not None and cause.has_error_label("TransientTransactionError"):
                    raise cause from error  # mongoengine hides the label that makes pymongo try again
                raise

        try:
            with (
                ExitStack() as turn,
                pymongo.timeout(max(seconds, 0.05)),
                self._client.start_session() as session,
                session.bind(),
            ):
                return session.with_transaction(run, write_concern=MAJORITY)
        except SaveConditionError as error:
            raise CONFLICT() from error
        except (PyMongoError, OperationError) as error:
            raise _refusal_of(error) from error

    @contextmanager
    def _queue_up(self, seconds: float) -> Iterator[None]:
        """Who has lost a race waits for the others of this process that have, one after the other, instead of losing
        to them over and over: on one busy document that is the difference between going on and standing still."""
        if not self._losers.acquire(timeout=max(seconds, 0.05)):
            raise DEADLINE()
        try:
            yield
        finally:
            self._losers.release()

    def _known(self, key: str) -> Given | None:
        try:
            return self.outbox.given(key)
        except PyMongoError as error:
            raise _refusal_of(error) from error

    def _given(self, key: str, mark: str) -> Answer:
        given = self._known(key)
        if given is None:
            raise CONFLICT()
        if given.fingerprint != mark:
            raise KEY_REUSED("Idempotency-Key")
        if given.reply is None:
            raise ALREADY_DONE()
        return Answer(given.reply, given.version, replayed=True)

    def _prepare(self) -> None:
        """Collections and indexes exist before the first transaction; tried again while the database starts."""
        for attempt in range(30):
            try:
                self.outbox.prepare()
                for document in self._work.documents:
                    document.ensure_indexes()  # type: ignore[attr-defined]
                return
            except AutoReconnect:
                if attempt == 29:
                    raise
                log.warning("the database does not answer yet")


def mark_of(call: Call) -> str:
    """What tells one request from another. Keyed: a plain hash of a password or an identity number can be tried out."""
    return blind(f"{call.op.full_name}:{call.command.model_dump_json()}", "journal")


def _answer(view: Any) -> Answer:
    return Answer(view.model_dump_json(exclude_none=True), getattr(view, "version", None))


def _driver_error(error: BaseException | None) -> PyMongoError | None:
    while error is not None:
        if isinstance(error, PyMongoError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _refusal_of(error: Exception) -> Exception:
    """Away is 503 (nothing was done), out of time is 504 (look again with the same key), a lost race is 409."""
    cause = _driver_error(error)
    if isinstance(cause, ServerSelectionTimeoutError):
        return UNAVAILABLE()
    if cause is not None and cause.timeout:
        return DEADLINE()
    if isinstance(cause, AutoReconnect) or (cause is not None and cause.has_error_label("RetryableWriteError")):
        return DEADLINE() if cause.has_error_label("UnknownTransactionCommitResult") else UNAVAILABLE()
    if isinstance(cause, DuplicateKeyError) or (
        cause is not None and cause.has_error_label("TransientTransactionError")
    ):
        return CONFLICT()
    return error
