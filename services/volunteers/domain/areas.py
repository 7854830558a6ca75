"""Areas by their paths."""

from services.volunteers.domain.time_bank import COMMUNITY_DEPTH
from shared.contracts.actor import Actor, Role, lies_in

RANKS = (Role.GRID_WORKER, Role.COMMUNITY_STAFF, Role.STREET_STAFF, Role.DISTRICT_STAFF)


def chain(area: str) -> list[str]:
    """The area and all above it, the nearest first."""
    parts = area.split(".")
    return [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]


def works_there(actor: Actor, area: str) -> bool:
    """Whether it lies in a community or grid of the actor's, and not only in a street or district."""
    return any(lies_in(area, duty) and len(duty.split(".")) >= COMMUNITY_DEPTH for duty in actor.areas)


def office_of(actor: Actor, area: str) -> tuple[Role, str | None]:
    """The role in which a member of staff acts on an area, and the narrowest area of duty that holds it."""
    role = next((role for role in RANKS if actor.has(role)), min(actor.roles))
    return role, max((duty for duty in actor.areas if lies_in(area, duty)), key=len, default=None)
