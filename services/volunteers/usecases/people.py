"""Being a volunteer."""

from typing import Any

from services.volunteers.domain.age import refuse_unborn
from services.volunteers.domain.availability import refuse_backward
from services.volunteers.domain.standing_in import stand_in
from services.volunteers.domain.time_bank import is_own
from services.volunteers.usecases.help_forgetting import forget_help
from services.volunteers.usecases.meeting_pairs import forget_meetings
from services.volunteers.usecases.pair_moves import forget_pairs
from services.volunteers.usecases.redeeming import forget_holder
from services.volunteers.usecases.rosters import forget_served, give_up_while_resting
from services.volunteers.usecases.swaps import forget_swapper
from services.volunteers.usecases.time_bank import forget_hours
from shared.contracts.actor import Actor
from shared.contracts.residents import PersonErased
from shared.contracts.volunteers.people import (
    NO_SUCH_SKILL,
    ConfirmSkill,
    Enrol,
    GetVolunteer,
    ListVolunteers,
    PauseMe,
    ShowMe,
    VolunteerEnrolled,
    VolunteerPage,
    VolunteerView,
)
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor


def enrol(store: Any, actor: Actor, command: Enrol) -> VolunteerView:
    refuse_backward(command.slots)
    refuse_unborn(command.birth_year, store.now, "/birth_year")
    if actor.person is not None:
        take_over(store, stand_in(actor.person), actor.account)
    volunteer = store.put_volunteer(actor, command)
    announce_enrolled(store, volunteer)
    return store.volunteer_view(volunteer)


def announce_enrolled(store: Any, volunteer: Any) -> None:
    news = VolunteerEnrolled(area=volunteer.area, skills=volunteer.skills)
    store.announce(news, subject=volunteer.id, version=volunteer.version, area=volunteer.area)


def take_over(store: Any, stood_in: str, account: str) -> None:
    """Who signs in goes on as the volunteer whom staff enrolled for them."""
    volunteer = store.find_volunteer_of(stood_in)
    if volunteer is not None and store.find_volunteer_of(account) is None:
        volunteer.account = account
        store.save(volunteer)
        store.hand_over_service(stood_in, account)


def show_me(store: Any, actor: Actor, _command: ShowMe) -> VolunteerView:
    volunteer = store.find_volunteer_of(actor.account)
    if volunteer is None:
        raise NOT_FOUND(what="enrolment")
    return store.volunteer_view(volunteer)


def pause_me(store: Any, actor: Actor, command: PauseMe) -> VolunteerView:
    volunteer = store.own_volunteer(actor.account)
    volunteer.resting_until = command.until
    store.save(volunteer)
    if command.until is not None:
        give_up_while_resting(store, actor.account, command.until, places_too=command.gives_up_places)
    return store.volunteer_view(volunteer)


def get_volunteer(store: Any, actor: Actor, command: GetVolunteer) -> VolunteerView:
    return seen_by_staff(store, [visible(store, actor, command.volunteer_id)])[0]


def list_volunteers(store: Any, actor: Actor, command: ListVolunteers) -> VolunteerPage:
    if not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    before = decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
    found = store.find_volunteers(command, before, command.limit + 1)
    shown = found[: command.limit]
    return VolunteerPage(
        items=seen_by_staff(store, shown),
        next=encode_cursor(shown[-1].id) if len(found) > command.limit else None,
    )


def confirm_skill(store: Any, actor: Actor, command: ConfirmSkill) -> VolunteerView:
    """By a supporter; nobody confirms their own."""
    volunteer = visible(store, actor, command.volunteer_id)
    if is_own(actor, volunteer):
        raise FORBIDDEN(action="confirm_skill")
    if command.skill not in volunteer.skills:
        raise NO_SUCH_SKILL("/skill", skill=command.skill)
    store.confirm_skill(volunteer, command.skill, actor.account, command.evidence)
    return seen_by_staff(store, [volunteer])[0]


def seen_by_staff(store: Any, volunteers: list[Any]) -> list[VolunteerView]:
    """With who they are in the register, so that a supporter knows whom they confirm."""
    behind = store.persons_behind(each.account for each in volunteers if each.person is None)
    return [store.volunteer_view(each, each.person or behind.get(each.account)) for each in volunteers]


def visible(store: Any, actor: Actor, volunteer_id: str) -> Any:
    """A volunteer of the actor's areas of duty; for others there is none."""
    volunteer = store.get_volunteer(volunteer_id)
    if not actor.covers(volunteer.area):
        raise NOT_FOUND("/volunteer_id", what="volunteer")
    return volunteer


def forget(store: Any, delivered: Any) -> None:
    """Reaction: somebody is forgotten, also as whom staff entered for them."""
    gone: PersonErased = delivered.data
    store.remember_forgotten(gone.account, gone.person)
    forget_account(store, gone.account, gone.person)
    stood_in = stand_in(gone.person)
    if store.find_volunteer_of(stood_in) is not None or store.memberships_of(stood_in):
        forget_account(store, stood_in, gone.person)


def forget_account(store: Any, account: str, person: str) -> None:
    """Places that they held are free again."""
    volunteer = store.find_volunteer_of(account)
    forget_help(store, account, person, volunteer)
    if volunteer is not None:
        store.end_duty(volunteer.id)
        store.free_posts_of(volunteer.id)
        store.end_trainings_of(volunteer.id)
        store.blank_deeds_of(volunteer.id)
    store.forget_in_office(account)
    store.forget_postings(account)
    forget_hours(store, account, person)
    forget_served(store, account)
    forget_pairs(store, account, person)
    forget_meetings(store, account)
    store.forget_touring(account)
    store.forget_worker(account)
    store.forget_deliverer(account)
    forget_holder(store, account)
    forget_swapper(store, account)
    store.forget_donor(account)
    store.forget_in_register(account)
    store.forget_known(account, person)
    store.forget_in_call_outs(account)
    store.forget_volunteer(account)
    store.forget_resources(account)
