"""Asking services: a context with a deadline around the process's one RPC line."""

import time
from typing import Any

from flask import g, request

from shared.contracts.call import Context
from shared.contracts.operation import Op
from shared.kernel.clock import SystemClock
from shared.kernel.ids import new_id
from shared.messaging.line import Line
from shared.messaging.wire import Reply
from shared.runtime.tracing import traceparent

WAITS = "linli.waits"
"""In the environment of a request: tell the worker for how many seconds its thread waits for a service, not for the client."""


class Services:
    def __init__(self, amqp_url: str) -> None:
        self.line = Line(amqp_url)

    def call(self, op: Op, command: str | bytes, *, key: str | None = None, expected: int | None = None) -> Reply:
        """The service's reply to the current request's command; a refusal is raised."""
        context = Context(
            request_id=g.request_id,
            deadline=time.time() + op.deadline,
            token=g.token,
            key=key or g.own_key or new_id(SystemClock().now()),
            expected_version=expected,
            language=g.language,
            traceparent=traceparent(),
        )
        if waits := request.environ.get(WAITS):
            waits(op.deadline)
        reply = self.line.call(op, command, context)
        if not reply.ok:
            raise reply.refusal()
        return reply

    def ask(self, op: Op, command: Any, **options: Any) -> Any:
        """Like `call`, with a command object in and a view out."""
        return op.view.model_validate_json(self.call(op, command.model_dump_json(), **options).body)
