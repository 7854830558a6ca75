"""Enrolling people of the register who do not sign in, and signing volunteers up and off at a counter."""

from typing import Any

from services.volunteers.domain.age import refuse_unborn
from services.volunteers.domain.availability import refuse_backward
from services.volunteers.domain.standing_in import signs_in, stand_in
from services.volunteers.usecases.people import announce_enrolled, seen_by_staff, visible
from services.volunteers.usecases.posts import refuse_outside
from services.volunteers.usecases.rosters import tell_entry
from services.volunteers.usecases.shifts import enter, leave
from shared.contracts.actor import Actor
from shared.contracts.volunteers.behalf import SPEAKS_FOR_THEMSELVES, EnrolSomebody, SignSomebodyOff, SignSomebodyUp
from shared.contracts.volunteers.people import VolunteerView
from shared.contracts.volunteers.shifts import EntryView, ShiftView


def enrol_somebody(store: Any, actor: Actor, command: EnrolSomebody) -> VolunteerView:
    refuse_outside(actor, command.area, "/area")
    refuse_backward(command.slots)
    refuse_unborn(command.birth_year, store.now, "/birth_year")
    known = store.find_volunteer_by_person(command.person)
    if known is not None:
        refuse_outside(actor, known.area, "/person")
        if signs_in(known.account):
            raise SPEAKS_FOR_THEMSELVES("/person")
    volunteer = store.put_volunteer_of(stand_in(command.person), command.person, command)
    announce_enrolled(store, volunteer)
    return seen_by_staff(store, [volunteer])[0]


def sign_somebody_up(store: Any, actor: Actor, command: SignSomebodyUp) -> EntryView:
    volunteer = visible(store, actor, command.volunteer_id)
    shift = store.get_shift(command.shift_id)
    entry = enter(store, shift, volunteer, command, by=actor.account)
    tell_entry(store, shift, volunteer.account, entry.state)
    return store.entry_view(entry)


def sign_somebody_off(store: Any, actor: Actor, command: SignSomebodyOff) -> ShiftView:
    volunteer = visible(store, actor, command.volunteer_id)
    shift = store.get_shift(command.shift_id)
    leave(store, shift, store.entry_for(shift, volunteer.id))
    tell_entry(store, shift, volunteer.account, None)
    return store.shift_view(shift, actor.account)
