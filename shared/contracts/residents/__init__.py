"""Residents: areas, buildings, people, households, groups, staff, service points."""

from shared.contracts.operation import Api
from shared.contracts.residents import areas, staff
from shared.contracts.residents.areas import AreaDrawn
from shared.contracts.residents.staff import StaffAppointed, StaffDismissed

__all__ = ["API", "AreaDrawn", "StaffAppointed", "StaffDismissed"]

API = Api.of(
    "residents",
    (
        *areas.OPERATIONS,
        *staff.OPERATIONS,
    ),
    (
        *areas.EVENTS,
        *staff.EVENTS,
    ),
)
