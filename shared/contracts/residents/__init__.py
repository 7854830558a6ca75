"""Residents: areas, buildings, people, households, groups, staff, service points."""

from shared.contracts.operation import Api
from shared.contracts.residents import admission, areas, buildings, figures, groups, imports, points, regridding, staff
from shared.contracts.residents.admission import AdmissionMoved, PersonAdmitted
from shared.contracts.residents.areas import AreaDrawn, AreaEnded
from shared.contracts.residents.buildings import BuildingMoved, BuildingRegistered
from shared.contracts.residents.households import HouseholdChanged
from shared.contracts.residents.points import PointPublished
from shared.contracts.residents.regridding import AreaRegridded
from shared.contracts.residents.staff import StaffAppointed, StaffDismissed

__all__ = [
    "API",
    "AdmissionMoved",
    "AreaDrawn",
    "AreaEnded",
    "AreaRegridded",
    "BuildingMoved",
    "BuildingRegistered",
    "HouseholdChanged",
    "PersonAdmitted",
    "PointPublished",
    "StaffAppointed",
    "StaffDismissed",
]

API = Api.of(
    "residents",
    (
        *admission.OPERATIONS,
        *areas.OPERATIONS,
        *buildings.OPERATIONS,
        *points.OPERATIONS,
        *regridding.OPERATIONS,
        *figures.OPERATIONS,
        *staff.OPERATIONS,
        *groups.OPERATIONS,
        *imports.OPERATIONS,
    ),
    (
        *admission.EVENTS,
        HouseholdChanged,
        *areas.EVENTS,
        *buildings.EVENTS,
        *points.EVENTS,
        *regridding.EVENTS,
        *staff.EVENTS,
        *groups.EVENTS,
        *imports.EVENTS,
    ),
)
