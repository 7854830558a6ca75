"""Everything that is promised, in one place: who answers what, who listens to what, who may ask whom."""

from shared.contracts import eldercare, identity, residents, tickets, volunteers
from shared.contracts.model import Event
from shared.contracts.operation import Api, Op
from shared.contracts.tickets import hazards, matters
from shared.contracts.volunteers import photos

APIS: dict[str, Api] = {api.service: api for api in (identity.API, residents.API, tickets.API, volunteers.API)}

OUTSIDE: dict[str, Api] = {eldercare.API.service: eldercare.API}
"""Who announces but is no process of this suite: its events are known and subscribed to, and there is nothing to ask."""

SUBSCRIPTIONS: dict[str, tuple[type[Event], ...]] = {
    "identity": (
        residents.PersonAdmitted,
        residents.PersonMoved,
        residents.StaffAppointed,
        residents.StaffDismissed,
        residents.ExportRequested,
        residents.PersonErased,
    ),
    "residents": (
        residents.PersonMoved,
        residents.BuildingMoved,
        tickets.TicketsCollected,
        identity.AccountCollected,
        volunteers.VolunteersCollected,
    ),
    "tickets": (
        residents.AreaDrawn,
        residents.AreaEnded,
        residents.BuildingRegistered,
        residents.BuildingMoved,
        residents.ChangeMoved,
        residents.ExportRequested,
        residents.PersonErased,
        photos.PhotosShown,
    ),
    "volunteers": (
        residents.ExportRequested,
        residents.PersonAdmitted,
        residents.HouseholdChanged,
        residents.HouseholdsLoaded,
        residents.PersonErased,
        residents.GroupVolunteerPosted,
        residents.GroupMemberLeft,
        residents.GroupDissolved,
        residents.GroupAnswered,
        hazards.HazardConfirmed,
        matters.TicketOpened,
        matters.TicketMoved,
        matters.TicketClosed,
        eldercare.MealPlanned,
        eldercare.VisitPlanned,
    ),
}

CALLS: dict[str, tuple[str, ...]] = {
    "residents": ("identity",),
    "tickets": ("identity",),
    "volunteers": ("identity",),
}
"""Every service asks identity for the public keys. There are no circles."""


def operations() -> list[Op]:
    return [op for api in APIS.values() for op in api.operations.values()]


def announcers() -> dict[str, Api]:
    """Everybody who announces events, of the suite or outside of it."""
    return APIS | OUTSIDE


def events() -> dict[str, type[Event]]:
    return {event.TYPE: event for api in announcers().values() for event in api.events}
