"""What is seen of every call: a span, a time, and the request's id on every log line."""

import time
from typing import Any

import structlog
from nameko.extensions import DependencyProvider
from opentelemetry.trace import SpanKind

from shared.kernel.errors import Refusal
from shared.runtime.metrics import OPERATION_SECONDS
from shared.runtime.tracing import span

log = structlog.get_logger("linli.call")


class Observe(DependencyProvider):
    """Declared by each service. Hooks must not raise (an exception in one ends the container), and these have no cause to."""

    def setup(self) -> None:
        self._running: dict[Any, tuple[Any, float]] = {}

    def worker_setup(self, worker_ctx: Any) -> None:
        subject = worker_ctx.args[0] if worker_ctx.args else None
        request_id, traceparent = origin(subject)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(
            service=worker_ctx.service_name, operation=worker_ctx.entrypoint.method_name, request_id=request_id
        )
        current = span(f"{worker_ctx.service_name}.{worker_ctx.entrypoint.method_name}", SpanKind.SERVER, traceparent)
        current.__enter__()
        self._running[worker_ctx] = (current, time.perf_counter())

    def worker_result(self, worker_ctx: Any, result: Any = None, exc_info: Any = None) -> None:
        current, started = self._running.pop(worker_ctx)
        seconds = time.perf_counter() - started
        outcome = "ok"
        if exc_info is not None:
            error = exc_info[1]
            outcome = error.reason.code if isinstance(error, Refusal) else "internal"
            if outcome == "internal":
                log.error("failed", exc_info=exc_info)
        current.__exit__(None, None, None)
        OPERATION_SECONDS.labels(worker_ctx.service_name, worker_ctx.entrypoint.method_name, outcome).observe(seconds)


def origin(subject: Any) -> tuple[str | None, str | None]:
    """Request id and traceparent of a call or a delivered event; None for what a timer started."""
    context = getattr(subject, "context", None)
    if context is not None:
        return context.request_id, context.traceparent
    envelope = getattr(subject, "envelope", None)
    if envelope is not None:
        return envelope.requestid, envelope.traceparent
    return None, None
