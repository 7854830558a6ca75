"""Series of social meetings: opened by a rule, made ahead, joined and left."""

from datetime import date, datetime, timedelta
from typing import Any

from services.volunteers.domain.ahead import days_ahead
from services.volunteers.domain.meetings import refuse_disordered, refuse_unmet
from services.volunteers.domain.recurrence import recurrence
from services.volunteers.domain.standing_in import persons_of, stand_in, to_tell
from services.volunteers.usecases.activities import LOOK_AGAIN, MOST_AHEAD, YEAR, first_day, refuse_time
from services.volunteers.usecases.agreements import today
from services.volunteers.usecases.meeting_pairs import forget_member
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.model import Done
from shared.contracts.volunteers.activities import CANCELLED_ALREADY
from shared.contracts.volunteers.meeting_series import (
    EndSeries,
    GetSeries,
    LeaveSeries,
    ListSeries,
    MeetingChanged,
    MeetingSeriesPage,
    MeetingSeriesView,
    MembershipView,
    OpenSeries,
    PutMembership,
    ShowMembership,
)
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
    series = held_by(actor, store.get_series(command.series_id), "/series_id", "meeting series")
    store.refuse_stale(series.version)
    if series.ended:
        raise CANCELLED_ALREADY()
    for meeting in store.meetings_to_come(series):
        meeting.cancelled = command.reason
        tell_meeting(store, meeting)
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
    if actor.person is not None:
        store.hand_over_membership(series.id, stand_in(actor.person), actor.account)
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


def tell_meeting(store: Any, meeting: Any) -> None:
    store.save(meeting)
    seated = store.accounts_seated(meeting)
    news = MeetingChanged(
        title=meeting.title, place=meeting.place, starts=meeting.starts, cancelled=meeting.cancelled,
        accounts=to_tell(seated), persons=persons_of(seated),
    )  # fmt: skip
    store.announce(news, subject=meeting.id, version=meeting.version, area=meeting.area)


def held_by(actor: Actor, thing: Any, pointer: str, what: str) -> Any:
    if not actor.covers(thing.area):
        raise NOT_FOUND(pointer, what=what)
    return thing
