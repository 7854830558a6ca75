"""`@serve(OP)`: answer an operation.

The command is validated by its contract and the token verified before the method runs; a refusal becomes a problem,
anything else that goes wrong an `internal` without detail. The request is acknowledged after its reply, so that a
request whose replica died is answered by another; its idempotency key keeps the effect single.
"""

import logging
import time
from functools import partial
from typing import Any

from amqp import Message
from nameko.extensions import Entrypoint
from pydantic import ValidationError

from shared.contracts.call import Call
from shared.contracts.operation import Op
from shared.kernel.errors import FORBIDDEN, INTERNAL, INVALID, UNAUTHENTICATED, Refusal
from shared.messaging.listener import Listener
from shared.messaging.trust import Trust
from shared.messaging.wire import RPC_EXCHANGE, context_of, problem_body, rpc_queue

log = logging.getLogger(__name__)


class Requests(Listener):
    """The service's request queue. It goes away with its last consumer, so that callers hear at once that it is down."""

    def __init__(self) -> None:
        super().__init__()
        self._operations: dict[str, Serve] = {}

    def setup(self) -> None:
        queue = rpc_queue(self.container.service_name)
        self.consume(queue, self._on_request, partial(self._declare, queue))

    def serve(self, entrypoint: "Serve") -> None:
        self._operations[entrypoint.op.name] = entrypoint
        self.register_provider(entrypoint)

    def _declare(self, queue: str, channel: Any) -> None:
        channel.queue_declare(queue, durable=False, auto_delete=True)
        channel.queue_bind(queue, RPC_EXCHANGE, routing_key=self.container.service_name)

    def _on_request(self, message: Any) -> None:
        properties = message.properties
        entrypoint = self._operations.get(properties.get("type", ""))
        if entrypoint is None or not properties.get("reply_to") or not properties.get("correlation_id"):
            log.warning("dropped a request that nothing here serves: %s", properties.get("type"))
            self.reject(message)
            return
        entrypoint.take(message)


class Serve(Entrypoint):
    container: Any
    requests = Requests()
    trust = Trust()

    def __init__(self, op: Op, **kwargs: Any) -> None:
        super().__init__(expected_exceptions=(Refusal,), **kwargs)
        self.op = op

    def setup(self) -> None:
        self.requests.serve(self)

    def stop(self) -> None:
        """What was taken in is still answered."""
        self.requests.leave()
        self.requests.unregister_provider(self)

    def take(self, message: Any) -> None:
        context = context_of(message.headers)
        if time.time() >= context.deadline:
            self.requests.ack(message)
            return
        if self.op.public or self.trust.knows(context.token):
            self._start(message, context)
        else:  # the keys may have to be fetched, which must not hold up the connection
            self.container.spawn_managed_thread(partial(self._start, message, context))

    def _start(self, message: Any, context: Any) -> None:
        try:
            call = self._decode(message, context)
        except Refusal as refusal:
            self._reply(message, False, problem_body(refusal))
            return
        except Exception:  # one request must not end the service
            log.exception("could not decode a request to %s", self.op.full_name)
            self._reply(message, False, problem_body(INTERNAL()))
            return
        self.container.spawn_worker(self, (call,), {}, handle_result=partial(self._finish, message))

    def _decode(self, message: Any, context: Any) -> Call:
        actor = self.trust.actor(context.token, anonymous=self.op.public)
        if not self.op.public and self.op.roles.isdisjoint(actor.roles):
            raise FORBIDDEN() if context.token else UNAUTHENTICATED()
        try:
            command = self.op.command.model_validate_json(message.body)
        except ValidationError as error:
            raise INVALID(errors=error.errors(include_url=False, include_context=False, include_input=False)) from error
        return Call(self.op, command, actor, context)

    def _finish(self, message: Any, _worker: Any, result: Any, exc_info: Any) -> Any:
        if exc_info is None:
            self._reply(message, True, result.body, result.version, result.replayed)
        else:
            error = exc_info[1]
            self._reply(message, False, problem_body(error if isinstance(error, Refusal) else INTERNAL()))
        return result, exc_info

    def _reply(self, message: Any, ok: bool, body: str, version: int | None = None, replayed: bool = False) -> None:
        headers: dict[str, Any] = {"ok": ok}
        if version is not None:
            headers["version"] = version
        if replayed:
            headers["replayed"] = True
        properties = message.properties
        reply = Message(
            body,
            content_type="application/json",
            correlation_id=properties["correlation_id"],
            application_headers=headers,
        )
        self.requests.reply(message.channel, reply, properties["reply_to"])
        self.requests.ack(message)


serve = Serve.decorator
