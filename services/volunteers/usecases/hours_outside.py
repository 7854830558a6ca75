"""What volunteers did outside of shifts, recorded and struck by staff, and what they have done in all."""

from typing import Any

from services.volunteers.domain.time_bank import is_own
from services.volunteers.usecases.activities import own_volunteer
from services.volunteers.usecases.people import visible
from services.volunteers.usecases.posts import before, onward
from shared.contracts.actor import Actor
from shared.contracts.volunteers.attendance import (
    DAY_TO_COME,
    OWN_HOURS,
    STRUCK_ALREADY,
    HoursPage,
    HoursView,
    ListHours,
    ListMyHours,
    RecordHours,
    ServiceGiven,
    ServiceTakenBack,
    ServiceView,
    ShowMyService,
    StrikeHours,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND


def record_hours(store: Any, actor: Actor, command: RecordHours) -> HoursView:
    volunteer = visible(store, actor, command.volunteer_id)
    if is_own(actor, volunteer):
        raise OWN_HOURS("/volunteer_id")
    if command.day > store.now.astimezone(SHANGHAI).date():
        raise DAY_TO_COME("/day")
    hours = store.record_hours(volunteer, command, actor.account)
    record = store.service_record(volunteer.account)
    record.minutes += command.minutes
    record.outside += command.minutes
    store.save(record)
    news = ServiceGiven(account=volunteer.account, area=volunteer.area, minutes=command.minutes)
    store.announce(news, subject=hours.id, version=hours.version, area=volunteer.area)
    return store.hours_view(hours)


def list_hours(store: Any, actor: Actor, command: ListHours) -> HoursPage:
    return _hours(store, visible(store, actor, command.volunteer_id).account, command)


def list_my_hours(store: Any, actor: Actor, command: ListMyHours) -> HoursPage:
    return _hours(store, own_volunteer(store, actor).account, command)


def _hours(store: Any, account: str, command: ListHours | ListMyHours) -> HoursPage:
    found = store.find_hours_outside(account, before(command), command.limit + 1)
    shown = found[: command.limit]
    return HoursPage(items=[store.hours_view(each) for each in shown], next=onward(found, command.limit))


def strike_hours(store: Any, actor: Actor, command: StrikeHours) -> HoursView:
    hours = store.get_hours_outside(command.service_id)
    volunteer = store.find_volunteer(hours.volunteer) if hours is not None else None
    if volunteer is None or not actor.covers(volunteer.area):
        raise NOT_FOUND("/service_id", what="hours")
    store.refuse_stale(hours.version)
    if is_own(actor, volunteer):
        raise OWN_HOURS("/service_id")
    if hours.struck is not None:
        raise STRUCK_ALREADY()
    hours.struck, hours.struck_by = command.reason, actor.account
    store.save(hours)
    record = store.service_record(volunteer.account)
    record.minutes -= hours.minutes
    record.outside -= hours.minutes
    store.save(record)
    news = ServiceTakenBack(account=volunteer.account, area=volunteer.area, minutes=hours.minutes)
    store.announce(news, subject=hours.id, version=hours.version, area=volunteer.area)
    return store.hours_view(hours)


def show_my_service(store: Any, actor: Actor, _command: ShowMyService) -> ServiceView:
    return store.service_view(store.service_record(own_volunteer(store, actor).account))
