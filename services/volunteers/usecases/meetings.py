"""Social meetings: opened by a rule, joined, signed up for, held and concluded."""

from datetime import date, datetime, timedelta
from typing import Any

from services.volunteers.domain.ahead import days_ahead
from services.volunteers.domain.meetings import refuse_disordered, refuse_unmet
from services.volunteers.domain.passage_codes import code_of, read, step_at, step_ends
from services.volunteers.domain.recurrence import recurrence
from services.volunteers.domain.serving import EARLY, GRACE, refuse_arrival_out_of_time
from services.volunteers.usecases.activities import LOOK_AGAIN, MOST_AHEAD, YEAR, first_day, refuse_time
from services.volunteers.usecases.agreements import today
from services.volunteers.usecases.meeting_pairs import forget_member
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.model import Done
from shared.contracts.volunteers.activities import CANCELLED_ALREADY
from shared.contracts.volunteers.attendance import CHECKED_IN_ALREADY, NOT_AT_THIS_TIME, Passage, ShiftCodeView
from shared.contracts.volunteers.meetings import (
    CONCLUDED,
    MEETING_AHEAD,
    MEETING_BEGUN,
    NOT_A_MEMBER,
    AdmitWalkIns,
    ArriveAtMeeting,
    CancelMeeting,
    ConcludeMeeting,
    EndSeries,
    GetMeeting,
    GetSeries,
    LeaveSeries,
    ListMeetings,
    ListSeries,
    MeetingChanged,
    MeetingSeriesPage,
    MeetingSeriesView,
    MembershipView,
    MoveMeeting,
    OpenSeries,
    PutMembership,
    ShowMeetingCode,
    ShowMembership,
    SignOffMeeting,
    SignUpForMeeting,
    SocialMeetingPage,
    SocialMeetingView,
)
from shared.contracts.volunteers.shifts import ALREADY_SIGNED_UP, ENDED, NOT_SIGNED_UP, TOO_EARLY
from shared.contracts.volunteers.tour_attendance import NO_SEAT
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND


def open_series(store: Any, actor: Actor, command: OpenSeries) -> MeetingSeriesView:
    refuse_outside(actor, command.area, "/area")
    refuse_disordered(command.conditions)
    refuse_time(store.now, command.starts, command.minutes)
    series = store.new_series(command)
    _make(store, series, first_day(series) - timedelta(days=1))
    return store.series_view(series)


def _make(store: Any, series: Any, after: date) -> None:
    """Meetings of a year ahead, some at a time; a day that has one already gets no other one."""
    room = max(MOST_AHEAD - store.count_meetings_ahead(series), 0)
    rule = recurrence(series.rule, first_day(series))
    days, until, goes_on = days_ahead(rule, after, today(store) + YEAR, room)
    made = store.meeting_days_made(series, after)
    for day in days:
        if day not in made:
            store.make_meeting(series, day)
    series.made_until, series.due_at = until, store.now + LOOK_AGAIN if goes_on else None
    store.save(series)


def make_more_meetings(store: Any, series_id: str, due_at: datetime) -> None:
    series = store.find_series_due(series_id, due_at)
    if series is not None:
        _make(store, series, series.made_until)


def end_series(store: Any, actor: Actor, command: EndSeries) -> MeetingSeriesView:
    series = _held_by(actor, store.get_series(command.series_id), "/series_id", "meeting series")
    store.refuse_stale(series.version)
    if series.ended:
        raise CANCELLED_ALREADY()
    for meeting in store.meetings_to_come(series):
        meeting.cancelled = command.reason
        _tell(store, meeting)
    series.ended, series.due_at = True, None
    store.save(series)
    return store.series_view(series)


def get_series(store: Any, _actor: Actor, command: GetSeries) -> MeetingSeriesView:
    return store.series_view(store.get_series(command.series_id))


def list_series(store: Any, _actor: Actor, command: ListSeries) -> MeetingSeriesPage:
    found = store.find_series(command.area, before(command), command.limit + 1)
    shown = found[: command.limit]
    return MeetingSeriesPage(items=[store.series_view(each) for each in shown], next=onward(found, command.limit))


def put_membership(store: Any, actor: Actor, command: PutMembership) -> MembershipView:
    series = store.get_series(command.series_id)
    if series.ended:
        raise CANCELLED_ALREADY()
    refuse_unmet(store.conditions_of(series), command.birth_year, command.area, command.affirms, today(store))
    member = store.find_meeting_member(series.id, actor.account)
    if member is not None:
        store.refuse_stale(member.version)
    member = store.meeting_member(series, actor.account, command, member)
    store.save(member)
    return store.membership_view(member, with_told=False)


def show_membership(store: Any, actor: Actor, command: ShowMembership) -> MembershipView:
    return store.membership_view(_member(store, actor, command.series_id), with_told=True)


def leave_series(store: Any, actor: Actor, command: LeaveSeries) -> Done:
    forget_member(store, _member(store, actor, command.series_id))
    return Done()


def _member(store: Any, actor: Actor, series_id: str) -> Any:
    member = store.find_meeting_member(series_id, actor.account)
    if member is None:
        raise NOT_FOUND("/series_id", what="membership")
    return member


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
    _tell(store, meeting)
    return store.meeting_view(meeting, actor.account)


def cancel_meeting(store: Any, actor: Actor, command: CancelMeeting) -> SocialMeetingView:
    meeting = _changeable(store, actor, command.meeting_id)
    meeting.cancelled = command.reason
    _tell(store, meeting)
    return store.meeting_view(meeting, actor.account)


def _changeable(store: Any, actor: Actor, meeting_id: str) -> Any:
    meeting = run_by(store, actor, meeting_id)
    store.refuse_stale(meeting.version)
    if store.now >= meeting.starts:
        raise MEETING_BEGUN()
    return meeting


def _tell(store: Any, meeting: Any) -> None:
    store.save(meeting)
    news = MeetingChanged(
        title=meeting.title, place=meeting.place, starts=meeting.starts, cancelled=meeting.cancelled,
        accounts=store.accounts_seated(meeting),
    )  # fmt: skip
    store.announce(news, subject=meeting.id, version=meeting.version, area=meeting.area)


def sign_up_for_meeting(store: Any, actor: Actor, command: SignUpForMeeting) -> SocialMeetingView:
    meeting = _going_on(store, command.meeting_id)
    if store.now >= meeting.closes_at:
        raise ENDED()
    if store.now < meeting.opens_at:
        raise TOO_EARLY(opens_at=f"{meeting.opens_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")
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


def admit_walk_ins(store: Any, actor: Actor, command: AdmitWalkIns) -> SocialMeetingView:
    """Who has a seat already comes on it; who has come already is passed over."""
    meeting = run_by(store, actor, command.meeting_id)
    if meeting.outcome is not None:
        raise CONCLUDED()
    if not meeting.starts - EARLY <= store.now < meeting.ends + GRACE:
        raise NOT_AT_THIS_TIME()
    series = store.get_series(meeting.series)
    conditions = store.conditions_of(series)
    members = store.meeting_members(series.id, [each.account for each in command.people])
    seats = store.meeting_seats(meeting, [member.id for member in members.values()])
    fresh, changed = [], []
    for place, each in enumerate(command.people):
        member = members.get(each.account)
        seat = seats.get(member.id) if member is not None else None
        if seat is None:
            refuse_unmet(conditions, each.birth_year, each.area, each.affirms, meeting.day, f"/people/{place}")
            if meeting.taken >= meeting.seats:
                raise NO_SEAT(f"/people/{place}")
            member = members[each.account] = store.meeting_member(series, each.account, each, member)
            seat = seats[member.id] = store.add_meeting_seat(meeting, member)
            (fresh if member.version is None else changed).append(member)
            fresh.append(seat)
        elif seat.came_at is None:
            changed.append(seat)
        if seat.came_at is None:
            store.mark_come(meeting, seat)
    store.add_all(fresh)
    store.save_all(changed)
    meeting.guests += command.guests
    store.save(meeting)
    return store.meeting_view(meeting, actor.account)


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
    meeting = _held_by(actor, store.get_meeting(meeting_id), "/meeting_id", "meeting")
    if meeting.cancelled is not None:
        raise CANCELLED_ALREADY()
    return meeting


def _held_by(actor: Actor, thing: Any, pointer: str, what: str) -> Any:
    if not actor.covers(thing.area):
        raise NOT_FOUND(pointer, what=what)
    return thing


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
