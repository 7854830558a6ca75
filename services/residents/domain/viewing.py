"""Who sees what of a person."""

from datetime import date

from services.residents.domain.ages import age_on
from services.residents.domain.masking import mask_name
from shared.contracts.actor import STAFF, Actor, Role, lies_in
from shared.contracts.residents.people import WORKERS, Mark

OLD = 80
RANKS = (Role.GRID_WORKER, Role.COMMUNITY_STAFF, Role.STREET_STAFF, Role.DISTRICT_STAFF)


def sees_name(actor: Actor, person: str | None, area: str) -> bool:
    """Oneself, and those who work in the grid or its community; further up, people are figures."""
    return (person is not None and actor.person == person) or (actor.has(*WORKERS) and actor.covers(area))


def name_for(actor: Actor, person: str | None, area: str, name: str) -> str:
    return name if sees_name(actor, person, area) else mask_name(name)


def may_open(actor: Actor, area: str) -> bool:
    """Files are open to staff within their area of duty only."""
    return actor.has(*STAFF) and actor.covers(area)


def marks_on(day: date, born: date, given: list[Mark]) -> list[Mark]:
    """What is marked, and what follows from the birth date."""
    kept = [mark for mark in Mark if mark in given and mark != Mark.OVER_80]
    return [Mark.OVER_80, *kept] if age_on(born, day) >= OLD else kept


def office_of(actor: Actor, area: str) -> tuple[Role, str | None]:
    """The role in which a member of staff acts on an area, and the narrowest area of duty that covers it."""
    role = next((role for role in RANKS if actor.has(role)), min(actor.roles))
    covering = [duty for duty in actor.areas if lies_in(area, duty)]
    return role, max(covering, key=len, default=None)
