"""Who sees what of a person."""

from datetime import date

from services.residents.domain.masking import mask_name
from shared.contracts.actor import STAFF, Actor
from shared.contracts.residents.people import WORKERS, Mark

OLD = 80


def sees_name(actor: Actor, person: str | None, area: str) -> bool:
    """Oneself, and those who work in the grid or its community; further up, people are figures."""
    return (person is not None and actor.person == person) or (actor.has(*WORKERS) and actor.covers(area))


def name_for(actor: Actor, person: str | None, area: str, name: str) -> str:
    return name if sees_name(actor, person, area) else mask_name(name)


def may_open(actor: Actor, area: str) -> bool:
    """Files are open to staff within their area of duty only."""
    return actor.has(*STAFF) and actor.covers(area)


def age_on(day: date, born: date) -> int:
    """Whole years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def marks_on(day: date, born: date, given: list[Mark]) -> list[Mark]:
    """What is marked, and what follows from the birth date."""
    kept = [mark for mark in Mark if mark in given and mark != Mark.OVER_80]
    return [Mark.OVER_80, *kept] if age_on(day, born) >= OLD else kept
