"""Social meetings: signed up for, entered by staff, held and concluded."""

from collections.abc import Sequence
from typing import Any

from services.volunteers.domain.meetings import refuse_unmet
from services.volunteers.domain.passage_codes import code_of, read, step_at, step_ends
from services.volunteers.domain.places import refuse_closed
from services.volunteers.domain.serving import EARLY, GRACE, refuse_arrival_out_of_time
from services.volunteers.domain.standing_in import persons_of, stand_in
from services.volunteers.usecases.activities import refuse_time
from services.volunteers.usecases.meeting_series import held_by, tell_meeting
from services.volunteers.usecases.posts import before, onward
from shared.contracts.actor import Actor
from shared.contracts.volunteers.activities import CANCELLED_ALREADY
from shared.contracts.volunteers.attendance import CHECKED_IN_ALREADY, NOT_AT_THIS_TIME, Passage, ShiftCodeView
from shared.contracts.volunteers.meetings import (
    ACCOUNT_OR_PERSON,
    CONCLUDED,
    MEETING_AHEAD,
    MEETING_BEGUN,
    NOT_A_MEMBER,
    AdmitWalkIns,
    ArriveAtMeeting,
    BookingList,
    BookingView,
    BookSeats,
    CancelMeeting,
    ConcludeMeeting,
    GetMeeting,
    ListBookings,
    ListMeetings,
    MoveMeeting,
    ReleaseSeats,
    ShowMeetingCode,
    SignOffMeeting,
    SignUpForMeeting,
    SocialMeetingPage,
    SocialMeetingView,
    SomebodyThere,
    WalkIn,
)
from shared.contracts.volunteers.shifts import ALREADY_SIGNED_UP, NOT_SIGNED_UP
from shared.contracts.volunteers.tour_attendance import NO_SEAT


def list_meetings(store: Any, actor: Actor, command: ListMeetings) -> SocialMeetingPage:
    found = store.find_meetings(command.area, command.series_id, before(command), command.limit + 1)
    shown = found[: command.limit]
    return SocialMeetingPage(
        items=[store.meeting_view(each, actor.account) for each in shown], next=onward(found, command.limit)
    )


def get_meeting(store: Any, actor: Actor, command: GetMeeting) -> SocialMeetingView:
    return store.meeting_view(store.get_meeting(command.meeting_id), actor.account)


def move_meeting(store: Any, actor: Actor, command: MoveMeeting) -> SocialMeetingView:
    meeting = _changeable(store, actor, command.meeting_id)
    refuse_time(store.now, command.starts, command.minutes)
    store.put_meeting_time(meeting, command.place, command.starts, command.minutes)
    tell_meeting(store, meeting)
    return store.meeting_view(meeting, actor.account)


def cancel_meeting(store: Any, actor: Actor, command: CancelMeeting) -> SocialMeetingView:
    meeting = _changeable(store, actor, command.meeting_id)
    meeting.cancelled = command.reason
    tell_meeting(store, meeting)
    return store.meeting_view(meeting, actor.account)


def _changeable(store: Any, actor: Actor, meeting_id: str) -> Any:
    meeting = run_by(store, actor, meeting_id)
    store.refuse_stale(meeting.version)
    if store.now >= meeting.starts:
        raise MEETING_BEGUN()
    return meeting


def sign_up_for_meeting(store: Any, actor: Actor, command: SignUpForMeeting) -> SocialMeetingView:
    meeting = _going_on(store, command.meeting_id)
    refuse_closed(meeting, store.now)
    member = store.find_meeting_member(meeting.series, actor.account)
    if member is None:
        raise NOT_A_MEMBER()
    told = store.told_by(member)
    conditions = store.conditions_of(store.get_series(meeting.series))
    refuse_unmet(conditions, told["birth_year"], told["area"], told["affirms"], meeting.day)
    if store.meeting_seats(meeting, [member.id]):
        raise ALREADY_SIGNED_UP()
    if meeting.taken >= meeting.seats:
        raise NO_SEAT()
    store.save(store.add_meeting_seat(meeting, member))
    store.save(meeting)
    return store.meeting_view(meeting, actor.account)


def sign_off_meeting(store: Any, actor: Actor, command: SignOffMeeting) -> SocialMeetingView:
    meeting = store.get_meeting(command.meeting_id)
    seat = _seat(store, actor, meeting)
    if store.now >= meeting.starts or seat.came_at is not None:
        raise MEETING_BEGUN()
    store.drop_meeting_seat(meeting, seat)
    store.save(meeting)
    return store.meeting_view(meeting, actor.account)


def show_meeting_code(store: Any, actor: Actor, command: ShowMeetingCode) -> ShiftCodeView:
    meeting = run_by(store, actor, command.meeting_id)
    step = step_at(store.now)
    return ShiftCodeView(code=code_of(store.meeting_secret(meeting), Passage.IN, step), until=step_ends(step))


def arrive_at_meeting(store: Any, actor: Actor, command: ArriveAtMeeting) -> SocialMeetingView:
    meeting = _going_on(store, command.meeting_id)
    seat = _seat(store, actor, meeting)
    read(store.meeting_secret(meeting), Passage.IN, command.code, store.now)
    refuse_arrival_out_of_time(meeting.starts, meeting.ends, store.now)
    if seat.came_at is not None:
        raise CHECKED_IN_ALREADY()
    store.mark_come(meeting, seat)
    store.save(seat)
    store.save(meeting)
    return store.meeting_view(meeting, actor.account)


def book_seats(store: Any, actor: Actor, command: BookSeats) -> SocialMeetingView:
    meeting = run_by(store, actor, command.meeting_id)
    refuse_closed(meeting, store.now)
    _enter(store, meeting, command.people, come=False)
    store.save(meeting)
    return store.meeting_view(meeting, actor.account)


def release_seats(store: Any, actor: Actor, command: ReleaseSeats) -> SocialMeetingView:
    meeting = run_by(store, actor, command.meeting_id)
    if store.now >= meeting.starts:
        raise MEETING_BEGUN()
    accounts = _accounts(store, command.people)
    members = store.meeting_members(meeting.series, accounts)
    seats = store.meeting_seats(meeting, [member.id for member in members.values()])
    for place, account in enumerate(accounts):
        seat = seats.pop(members[account].id, None) if account in members else None
        if seat is None:
            raise NOT_SIGNED_UP(f"/people/{place}")
        if seat.came_at is not None:
            raise MEETING_BEGUN(f"/people/{place}")
        store.drop_meeting_seat(meeting, seat)
    store.save(meeting)
    return store.meeting_view(meeting, actor.account)


def list_bookings(store: Any, actor: Actor, command: ListBookings) -> BookingList:
    meeting = run_by(store, actor, command.meeting_id)
    came = store.accounts_by_coming(meeting)
    items = [BookingView(person=person, came=came[stand_in(person)]) for person in persons_of(came)]
    return BookingList(items=items)


def admit_walk_ins(store: Any, actor: Actor, command: AdmitWalkIns) -> SocialMeetingView:
    """Who has a seat already comes on it; who has come already is passed over."""
    meeting = run_by(store, actor, command.meeting_id)
    if meeting.outcome is not None:
        raise CONCLUDED()
    if not meeting.starts - EARLY <= store.now < meeting.ends + GRACE:
        raise NOT_AT_THIS_TIME()
    _enter(store, meeting, command.people, come=True)
    meeting.guests += command.guests
    store.save(meeting)
    return store.meeting_view(meeting, actor.account)


def _enter(store: Any, meeting: Any, people: list[WalkIn], come: bool) -> None:
    """Gives a seat to who has none, and where they stand at the door lets them in. Does not save the meeting."""
    series = store.get_series(meeting.series)
    conditions = store.conditions_of(series)
    accounts = _accounts(store, people)
    members = store.meeting_members(series.id, accounts)
    seats = store.meeting_seats(meeting, [member.id for member in members.values()])
    fresh, changed = [], []
    for place, (account, each) in enumerate(zip(accounts, people, strict=True)):
        member = members.get(account)
        seat = seats.get(member.id) if member is not None else None
        if seat is None:
            refuse_unmet(conditions, each.birth_year, each.area, each.affirms, meeting.day, f"/people/{place}")
            if meeting.taken >= meeting.seats:
                raise NO_SEAT(f"/people/{place}")
            member = members[account] = store.meeting_member(series, account, each, member)
            seat = seats[member.id] = store.add_meeting_seat(meeting, member)
            (fresh if member.version is None else changed).append(member)
            fresh.append(seat)
        elif come and seat.came_at is None:
            changed.append(seat)
        if come and seat.came_at is None:
            store.mark_come(meeting, seat)
    store.add_all(fresh)
    store.save_all(changed)


def _accounts(store: Any, people: Sequence[SomebodyThere]) -> list[str]:
    """Of each their account or, who does not sign in, what stands in for it."""
    for place, each in enumerate(people):
        if (each.account is None) == (each.person is None):
            raise ACCOUNT_OR_PERSON(f"/people/{place}/account")
    known = store.accounts_of_persons([each.person for each in people if each.person is not None])
    return [each.account or known.get(each.person) or stand_in(each.person) for each in people]


def conclude_meeting(store: Any, actor: Actor, command: ConcludeMeeting) -> SocialMeetingView:
    meeting = run_by(store, actor, command.meeting_id)
    store.refuse_stale(meeting.version)
    if meeting.outcome is not None:
        raise CONCLUDED()
    if store.now < meeting.starts:
        raise MEETING_AHEAD()
    meeting.outcome, meeting.no_shows = command.outcome, meeting.taken - meeting.came
    store.save(meeting)
    return store.meeting_view(meeting, actor.account)


def run_by(store: Any, actor: Actor, meeting_id: str) -> Any:
    """A meeting of the actor's areas of duty that is not cancelled; for others there is none to run."""
    meeting = held_by(actor, store.get_meeting(meeting_id), "/meeting_id", "meeting")
    if meeting.cancelled is not None:
        raise CANCELLED_ALREADY()
    return meeting


def _going_on(store: Any, meeting_id: str) -> Any:
    meeting = store.get_meeting(meeting_id)
    if meeting.cancelled is not None:
        raise CANCELLED_ALREADY()
    return meeting


def _seat(store: Any, actor: Actor, meeting: Any) -> Any:
    member = store.find_meeting_member(meeting.series, actor.account)
    seat = store.meeting_seats(meeting, [member.id]).get(member.id) if member is not None else None
    if seat is None:
        raise NOT_SIGNED_UP()
    return seat
