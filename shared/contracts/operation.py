"""Operations: one declaration binds command, view, HTTP route, roles, events and error codes of a thing one can ask."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from shared.contracts.actor import Role
from shared.contracts.model import Command, Event
from shared.kernel.errors import ErrorCode


@dataclass(frozen=True)
class Http:
    """`path` is below `/v1`; its `{names}` are fields of the command, the rest comes from the body or the query."""

    method: str
    path: str
    status: int = 200


def GET(path: str) -> Http:
    return Http("GET", path)


def POST(path: str, status: int = 201) -> Http:
    return Http("POST", path, status)


def PUT(path: str) -> Http:
    return Http("PUT", path)


def DELETE(path: str) -> Http:
    return Http("DELETE", path)


@dataclass(frozen=True)
class Op:
    """A thing that one can ask of a service.

    http: its route at the gateway, or None when only services, tools and the gateway itself may ask.
    roles: who may ask; the empty set (PUBLIC) means that no token is needed.
    writes: whether it changes anything; then it runs in one transaction, once per idempotency key.
    keeps_reply: whether the reply may be kept for repeats; False where it holds secrets or unmasked personal data.
    body_limit: bytes that its body may have, where they are more than usual.
    deadline: seconds after which the caller is told 504 and the command has no effect any more.
    """

    name: str
    http: Http | None
    command: type[Command]
    view: Any
    roles: frozenset[Role]
    summary: str
    writes: bool = True
    emits: tuple[type[Event], ...] = ()
    errors: tuple[ErrorCode, ...] = ()
    deadline: float = 5.0
    keeps_reply: bool = True
    body_limit: int | None = None
    service: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.service}.{self.name}"

    @property
    def public(self) -> bool:
        return not self.roles


@dataclass(frozen=True)
class Api:
    """All that a service answers and announces."""

    service: str
    operations: dict[str, Op] = field(default_factory=dict)
    events: tuple[type[Event], ...] = ()

    @classmethod
    def of(cls, service: str, operations: Iterable[Op], events: Iterable[type[Event]] = ()) -> "Api":
        named: dict[str, Op] = {}
        for op in operations:
            if op.name in named:
                raise ValueError(f"{service}.{op.name} is declared twice")
            object.__setattr__(op, "service", service)
            named[op.name] = op
        return cls(service, named, tuple(events))
