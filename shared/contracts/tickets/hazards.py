"""Hazards that residents have pointed out: told of once they are confirmed and settled, so that who did can be thanked."""

from typing import ClassVar

from shared.contracts.model import AreaPath, Event, Id
from shared.contracts.tickets.catalogue import CategoryCode


class HazardConfirmed(Event):
    """A desk has dealt with a hazard, and the matter is closed. `report`: the first report of it; `account`: who made it,
    for themselves; `confirmed_by`: the member of staff who said that it was done.

    Told again when a matter that was opened again closes again; a report of a hazard counts once.
    """

    TYPE: ClassVar[str] = "tickets.hazard.confirmed.v1"

    report: Id
    account: str
    confirmed_by: str
    category: CategoryCode
    area: AreaPath


OPERATIONS = ()
EVENTS = (HazardConfirmed,)
