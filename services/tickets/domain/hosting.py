"""Who hosts deliberation: staff whose area of duty covers it."""

from shared.contracts.actor import STAFF, Actor
from shared.kernel.errors import FORBIDDEN, OUTSIDE_AREA

HOST = "host"


def hosts(actor: Actor, area: str) -> bool:
    return actor.has(*STAFF) and actor.covers(area)


def standing_of(actor: Actor, area: str) -> frozenset[str]:
    return frozenset({HOST}) if hosts(actor, area) else frozenset()


def refuse_to_open(actor: Actor, area: str) -> None:
    """Staff open things in their own area only."""
    if not hosts(actor, area):
        raise OUTSIDE_AREA("/area")


def refuse_other_than_host(actor: Actor, area: str) -> None:
    if not hosts(actor, area):
        raise FORBIDDEN()
