"""Residents: areas, buildings, people, households, groups, staff, service points."""

from shared.contracts.operation import Api
from shared.contracts.residents import (
    admission,
    areas,
    buildings,
    cameras,
    changes,
    figures,
    group_members,
    groups,
    households,
    imports,
    people,
    points,
    privacy,
    regridding,
    staff,
)
from shared.contracts.residents.admission import AdmissionMoved, PersonAdmitted
from shared.contracts.residents.areas import AreaDrawn, AreaEnded
from shared.contracts.residents.buildings import BuildingMoved, BuildingRegistered
from shared.contracts.residents.changes import ChangeMoved
from shared.contracts.residents.group_members import GroupMemberLeft, GroupVolunteerPosted
from shared.contracts.residents.groups import GroupAnswered, GroupDissolved
from shared.contracts.residents.households import HouseholdChanged, HouseholdsLoaded
from shared.contracts.residents.people import PersonChanged, PersonMoved
from shared.contracts.residents.points import PointPublished
from shared.contracts.residents.privacy import ExportRequested, PersonErased
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
    "ChangeMoved",
    "ExportRequested",
    "GroupAnswered",
    "GroupDissolved",
    "GroupMemberLeft",
    "GroupVolunteerPosted",
    "HouseholdChanged",
    "HouseholdsLoaded",
    "PersonAdmitted",
    "PersonChanged",
    "PersonErased",
    "PersonMoved",
    "PointPublished",
    "StaffAppointed",
    "StaffDismissed",
]

API = Api.of(
    "residents",
    (
        *admission.OPERATIONS,
        *people.OPERATIONS,
        *households.OPERATIONS,
        *changes.OPERATIONS,
        *privacy.OPERATIONS,
        *areas.OPERATIONS,
        *buildings.OPERATIONS,
        *points.OPERATIONS,
        *cameras.OPERATIONS,
        *regridding.OPERATIONS,
        *figures.OPERATIONS,
        *staff.OPERATIONS,
        *groups.OPERATIONS,
        *group_members.OPERATIONS,
        *imports.OPERATIONS,
    ),
    (
        *admission.EVENTS,
        *people.EVENTS,
        *households.EVENTS,
        *changes.EVENTS,
        *privacy.EVENTS,
        *areas.EVENTS,
        *buildings.EVENTS,
        *points.EVENTS,
        *regridding.EVENTS,
        *staff.EVENTS,
        *groups.EVENTS,
        *group_members.EVENTS,
        *imports.EVENTS,
    ),
)
