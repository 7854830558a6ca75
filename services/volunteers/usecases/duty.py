"""Reporting in, one by one and by a list."""

from typing import Any

from services.volunteers.domain.age import refuse_unborn
from services.volunteers.usecases.posts import own_id, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.model import Done
from shared.contracts.volunteers.duty import (
    LISTED_TWICE,
    ON_DUTY_ELSEWHERE,
    VOID_CODE,
    DutyCodeView,
    DutyView,
    EnterRoll,
    LeaveDuty,
    MakeDutyCode,
    ReportIn,
    RollEntered,
    ShowMyDuty,
)
from shared.contracts.volunteers.people import VolunteerEnrolled


def make_duty_code(store: Any, actor: Actor, command: MakeDutyCode) -> DutyCodeView:
    refuse_outside(actor, command.community, "/community")
    kept = store.renew_duty_code(command.community)
    return DutyCodeView(community=kept.id, code=kept.code, made_at=kept.made_at)


def report_in(store: Any, actor: Actor, command: ReportIn) -> DutyView:
    code = store.find_duty_code(command.code)
    if code is None:
        raise VOID_CODE("/code")
    volunteer_id = own_id(store, actor)
    duty = store.find_duty(volunteer_id)
    if duty is None:
        duty = store.begin_duty(volunteer_id, code.id)
    elif duty.community != code.id:
        raise ON_DUTY_ELSEWHERE("/code", community=duty.community)
    return store.duty_view(duty)


def show_my_duty(store: Any, actor: Actor, _command: ShowMyDuty) -> DutyView:
    return store.duty_view(store.get_duty(own_id(store, actor)))


def leave_duty(store: Any, actor: Actor, _command: LeaveDuty) -> Done:
    volunteer_id = store.get_duty(own_id(store, actor)).id
    store.end_duty(volunteer_id)
    store.free_posts_of(volunteer_id)
    return Done()


def enter_roll(store: Any, actor: Actor, command: EnterRoll) -> RollEntered:
    """Who has enrolled keeps what they said, and who is on duty elsewhere stays there."""
    refuse_outside(actor, command.community, "/community")
    listed: set[str] = set()
    for place, row in enumerate(command.rows):
        refuse_unborn(row.birth_year, store.now, f"/rows/{place}/birth_year")
        if row.account in listed:
            raise LISTED_TWICE(f"/rows/{place}/account")
        listed.add(row.account)
    known = store.volunteers_of(sorted(listed))
    fresh = store.add_volunteers(command.community, [row for row in command.rows if row.account not in known])
    for volunteer in fresh:
        news = VolunteerEnrolled(area=volunteer.area, skills=list(volunteer.skills))
        store.announce(news, subject=volunteer.id, version=volunteer.version, area=volunteer.area)
    duties = store.communities_of([volunteer.id for volunteer in known.values()])
    idle = [volunteer.id for volunteer in known.values() if volunteer.id not in duties]
    store.begin_duties([*(volunteer.id for volunteer in fresh), *idle], command.community)
    elsewhere = [
        account for account, volunteer in known.items() if duties.get(volunteer.id) not in (None, command.community)
    ]
    everybody = known | {volunteer.account: volunteer for volunteer in fresh}
    return RollEntered(
        community=command.community, volunteers=[everybody[row.account].id for row in command.rows], enrolled=len(fresh), reported=len(fresh) + len(idle),
        known=len(duties) - len(elsewhere), elsewhere=elsewhere,
    )  # fmt: skip
