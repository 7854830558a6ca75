"""How calls and replies look on the wire: AMQP properties and headers around a JSON body."""

import json
from dataclasses import dataclass
from typing import Any

from shared.contracts.call import Context
from shared.kernel.errors import INTERNAL, REGISTRY, Refusal

RPC_EXCHANGE = "rpc"
EVENTS_EXCHANGE = "domain.events"
REPLY_TO = "amq.rabbitmq.reply-to"


def rpc_queue(service: str) -> str:
    return f"rpc-{service}"


def event_queue(consumer: str, event_type: str) -> str:
    return f"{consumer}.on.{event_type}"


def retry_queue(seconds: float) -> str:
    """Name of the queue, and of the exchange before it, in which an event waits that long before it is tried again."""
    return f"events.retry.{seconds:g}"


def dead_queue(consumer: str) -> str:
    return f"{consumer}.dead"


@dataclass(frozen=True)
class Reply:
    """What came back: the view, or a problem, as JSON bytes."""

    ok: bool
    body: bytes
    version: int | None = None
    replayed: bool = False

    def refusal(self) -> Refusal:
        problem = json.loads(self.body)
        reason = REGISTRY.get(problem["code"], INTERNAL)
        return Refusal(reason, problem.get("pointer"), problem.get("facts", {}))


def problem_body(refusal: Refusal) -> str:
    problem: dict[str, Any] = {"code": refusal.reason.code}
    if refusal.pointer:
        problem["pointer"] = refusal.pointer
    if refusal.facts:
        problem["facts"] = refusal.facts
    return json.dumps(problem, ensure_ascii=False, default=str)


def headers_of(context: Context) -> dict[str, Any]:
    headers = {
        "request": context.request_id,
        "deadline": str(context.deadline),
        "token": context.token,
        "key": context.key,
        "version": context.expected_version,
        "language": context.language,
        "traceparent": context.traceparent,
    }
    return {name: value for name, value in headers.items() if value is not None}


def context_of(headers: dict[str, Any]) -> Context:
    return Context(
        request_id=str(headers.get("request", "")),
        deadline=float(headers.get("deadline", 0)),
        token=headers.get("token"),
        key=headers.get("key"),
        expected_version=headers.get("version"),
        language=str(headers.get("language", "zh")),
        traceparent=headers.get("traceparent"),
    )
