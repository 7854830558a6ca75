"""Sign-ins take more than one unit of work: a try counts although the sign-in is refused; texts leave after the commit."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from shared.contracts.actor import Actor
from shared.contracts.call import Call

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def apart(database: Any, name: str, step: Callable[[Any, Actor], Any]) -> Any:
    """Commits `step(store, actor)` for itself and gives what it returns.

    The key is drawn here: one that a caller chose would let him repeat tries without having them counted.
    """
    returned: list[Any] = []

    def keep(store: Any, actor: Actor) -> None:
        returned[:] = [step(store, actor)]

    database.act(f"{name}|{secrets.token_hex(16)}", keep)
    return returned[0]


def unjournaled(call: Call) -> Call:
    """The call without its idempotency key, for use cases that have a rule of their own for repeats."""
    return replace(call, context=replace(call.context, key=None))


def initial_password() -> str:
    """Twenty letters and digits in groups, to be typed in once."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(20))
    return "-".join(drawn[at : at + 5] for at in range(0, 20, 5))
