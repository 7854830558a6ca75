"""Asking services over the bus itself, for operations that have no route."""

import time
import uuid
from typing import Any

from shared.contracts.actor import Actor, Role
from shared.contracts.call import Context
from shared.contracts.model import Command
from shared.contracts.operation import Op
from shared.messaging.line import Line
from tests.support.town import Town

OPS = Actor(account="loader", roles=frozenset({Role.OPS}))


def ask(town: Town, op: Op, command: Command, actor: Actor = OPS, key: str | None = None) -> Any:
    """The view; a refusal is raised."""
    line = Line(town.suite.environment["LINLI_AMQP_URL"])
    context = Context(
        request_id=uuid.uuid4().hex,
        deadline=time.time() + op.deadline,
        token=town.token(actor),
        key=key or uuid.uuid4().hex,
    )
    try:
        return line.ask(op, command, context)
    finally:
        line.close()
