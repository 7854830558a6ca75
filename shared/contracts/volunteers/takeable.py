"""Shifts that I can take: sign-up is open, a place is free that I am qualified for, and nothing of mine collides."""

from shared.contracts.model import AreaPath, PageQuery
from shared.contracts.operation import GET, Op
from shared.contracts.volunteers.people import MEMBERS, NOT_ENROLLED
from shared.contracts.volunteers.shifts import ShiftPage
from shared.kernel.paging import BAD_CURSOR


class ListTakeableShifts(PageQuery):
    """The soonest first. A page may hold fewer than asked for though there is a next one."""

    area: AreaPath


LIST_TAKEABLE_SHIFTS = Op(
    "list_takeable_shifts", GET("/volunteers/me/takeable-shifts"), ListTakeableShifts, ShiftPage, MEMBERS,
    "Shifts that I can take now, the soonest first", writes=False, errors=(NOT_ENROLLED, BAD_CURSOR),
)  # fmt: skip

OPERATIONS = (LIST_TAKEABLE_SHIFTS,)
EVENTS = ()
