"""Residents: areas, buildings, people, households, groups, staff, service points."""

from shared.contracts.operation import Api
from shared.contracts.residents import admission, areas, groups, staff
from shared.contracts.residents.admission import AdmissionMoved, PersonAdmitted
from shared.contracts.residents.areas import AreaDrawn
from shared.contracts.residents.households import HouseholdChanged
from shared.contracts.residents.staff import StaffAppointed, StaffDismissed

__all__ = ["API", "AdmissionMoved", "AreaDrawn", "HouseholdChanged", "PersonAdmitted", "StaffAppointed", "StaffDismissed"]

API = Api.of(
    "residents",
    (
        *admission.OPERATIONS,
        *areas.OPERATIONS,
        *staff.OPERATIONS,
        *groups.OPERATIONS,
    ),
    (
        *admission.EVENTS,
        HouseholdChanged,
        *areas.EVENTS,
        *staff.EVENTS,
        *groups.EVENTS,
    ),
)
