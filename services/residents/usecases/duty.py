"""Whose business an area is."""

from shared.contracts.actor import Actor, Role
from shared.kernel.errors import OUTSIDE_AREA


def refuse_outside(actor: Actor, area: str, pointer: str) -> None:
    """Staff act within their areas of duty; tools everywhere."""
    if not actor.has(Role.OPS) and not actor.covers(area):
        raise OUTSIDE_AREA(pointer)
