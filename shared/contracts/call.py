"""A call on its way: who asks for what, until when, under which key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.contracts.actor import Actor
from shared.contracts.operation import Op
from shared.kernel.errors import DEADLINE


@dataclass(frozen=True)
class Context:
    """What travels beside every command.

    token: the caller's access token; the service verifies it again.
    key: idempotency key; a command has its effect once per caller, operation and key.
    expected_version: from If-Match; the command is refused with `stale_version` when the thing has moved on.
    deadline: seconds since the epoch after which the command must have no effect any more.
    language: "zh" or "en".
    """

    request_id: str
    deadline: float
    token: str | None = None
    key: str | None = None
    expected_version: int | None = None
    language: str = "zh"
    traceparent: str | None = None

    def refuse_when_late(self, now: datetime) -> None:
        """Refuses with `deadline` when the caller has already been told that there was no answer."""
        if now.timestamp() >= self.deadline:
            raise DEADLINE()


@dataclass(frozen=True)
class Call:
    """A decoded, verified request as a service's method gets it."""

    op: Op
    command: Any
    actor: Actor
    context: Context


@dataclass(frozen=True)
class Answer:
    """A view as JSON text, with the version of the thing that it shows, if it shows one.

    replayed: whether it was given before, under the same idempotency key.
    """

    body: str
    version: int | None = None
    replayed: bool = False
