"""Sign-ins take more than one unit of work: a try counts although the sign-in is refused; texts leave after the commit."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from shared.contracts.actor import Actor
from shared.contracts.call import Call


def apart(database: Any, name: str, step: Callable[[Any, Actor], None]) -> None:
    """Commits `step(store, actor)` for itself. The key is drawn here: one that a caller chose would let him repeat tries."""
    database.act(f"{name}|{secrets.token_hex(16)}", step)


def unjournaled(call: Call) -> Call:
    """The call without its idempotency key, for use cases that have a rule of their own for repeats."""
    return replace(call, context=replace(call.context, key=None))
