"""Teams, and activities whose shifts are made ahead."""

from datetime import date, datetime, timedelta
from typing import Any

from services.volunteers.domain.ahead import days_ahead
from services.volunteers.domain.places import refuse_twice
from services.volunteers.domain.recurrence import recurrence
from services.volunteers.domain.standing_in import to_tell
from services.volunteers.usecases.people import visible
from shared.contracts.actor import STAFF, Actor, lies_in
from shared.contracts.model import Done
from shared.contracts.volunteers.activities import (
    CANCELLED_ALREADY,
    IN_THE_PAST,
    LAST_LEADER,
    TOO_FAR_AHEAD,
    ActivityOpened,
    ActivityPage,
    ActivityView,
    AddLeader,
    CancelActivity,
    FormTeam,
    GetActivity,
    GetTeam,
    JoinTeam,
    LeaveTeam,
    ListActivities,
    ListTeams,
    OpenActivity,
    ShiftCancelled,
    TeamPage,
    TeamView,
)
from shared.contracts.volunteers.people import NOT_ENROLLED
from shared.contracts.volunteers.responders import BY_ROSTER
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor

YEAR = timedelta(days=366)
MOST_AHEAD = 60
"""Shifts of one activity that are made ahead at most."""
LOOK_AGAIN = timedelta(days=1)


def form_team(store: Any, actor: Actor, command: FormTeam) -> TeamView:
    if not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    leader = visible(store, actor, command.leader)
    team = store.form_team(command)
    store.add_member(team, leader)
    team.leaders.append(leader.id)
    store.save(team)
    return store.team_view(team)


def list_teams(store: Any, actor: Actor, command: ListTeams) -> TeamPage:
    before = decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
    found = store.find_teams(command.area, command.category, before, command.limit + 1)
    shown = found[: command.limit]
    following = encode_cursor(shown[-1].id) if len(found) > command.limit else None
    return TeamPage(items=[store.team_view(team) for team in shown], next=following)


def get_team(store: Any, actor: Actor, command: GetTeam) -> TeamView:
    return store.team_view(store.get_team(command.team_id))


def join_team(store: Any, actor: Actor, command: JoinTeam) -> TeamView:
    team = store.get_team(command.team_id)
    refuse_by_roster(team)
    store.add_member(team, own_volunteer(store, actor))
    store.save(team)
    return store.team_view(team)


def leave_team(store: Any, actor: Actor, command: LeaveTeam) -> Done:
    team = store.get_team(command.team_id)
    member = store.find_member(team, own_volunteer(store, actor))
    if member is None:
        raise NOT_FOUND("/team_id", what="membership")
    if team.leaders == [member.volunteer]:
        raise LAST_LEADER()
    store.drop_member(team, member)
    store.save(team)
    return Done()


def add_leader(store: Any, actor: Actor, command: AddLeader) -> TeamView:
    team = store.get_team(command.team_id)
    if not actor.covers(team.area):
        raise NOT_FOUND("/team_id", what="team")
    refuse_by_roster(team)
    leader = visible(store, actor, command.volunteer_id)
    store.add_member(team, leader)
    if leader.id not in team.leaders:
        team.leaders.append(leader.id)
    store.save(team)
    return store.team_view(team)


def refuse_by_roster(team: Any) -> None:
    """Teams with squads have sizes; who is on them is for their roster to say."""
    if team.kind is not None:
        raise BY_ROSTER("/team_id")


def own_volunteer(store: Any, actor: Actor) -> Any:
    """Without a look at If-Match, which is for the thing that changes."""
    volunteer = store.find_volunteer_of(actor.account)
    if volunteer is None:
        raise NOT_ENROLLED()
    return volunteer


def leads(store: Any, actor: Actor, area: str, team_id: str | None) -> bool:
    """Staff of the area, and leaders of the team."""
    if actor.has(*STAFF) and actor.covers(area):
        return True
    team = store.find_team(team_id) if team_id else None
    volunteer = store.find_volunteer_of(actor.account)
    return team is not None and volunteer is not None and volunteer.id in team.leaders


def open_activity(store: Any, actor: Actor, command: OpenActivity) -> ActivityView:
    team = store.find_team(command.team_id) if command.team_id else None
    if command.team_id and team is None:
        raise NOT_FOUND("/team_id", what="team")
    if not leads(store, actor, command.area, command.team_id):
        raise FORBIDDEN()
    if team is not None and not lies_in(command.area, team.area):
        raise OUTSIDE_AREA("/area")
    refuse_twice(command.needs)
    refuse_time(store.now, command.starts, command.minutes)
    activity = store.new_activity(command)
    make_shifts(store, activity, after=first_day(activity) - timedelta(days=1))
    news = ActivityOpened(
        area=activity.area, title=activity.title, category=activity.category, starts=activity.starts, rule=activity.rule
    )
    store.announce(news, subject=activity.id, version=activity.version, area=activity.area)
    return store.activity_view(activity)


def refuse_time(now: datetime, starts: datetime, minutes: int) -> None:
    if starts + timedelta(minutes=minutes) <= now:
        raise IN_THE_PAST("/starts")
    if starts > now + YEAR:
        raise TOO_FAR_AHEAD("/starts")


def first_day(activity: Any) -> date:
    return activity.starts.astimezone(SHANGHAI).date()


def make_shifts(store: Any, activity: Any, after: date) -> None:
    """Makes the shifts of a year ahead, some at a time; a day that has a shift already gets no other one."""
    rule = recurrence(activity.rule, first_day(activity))
    horizon = store.now.astimezone(SHANGHAI).date() + YEAR
    room = max(MOST_AHEAD - store.count_shifts_ahead(activity), 0)
    days, until, goes_on = days_ahead(rule, after, horizon, room)
    made = store.days_made(activity, after)
    for day in days:
        if day not in made:
            store.make_shift(activity, day)
    store.mark_made(activity, until, store.now + LOOK_AGAIN if goes_on else None)


def make_more_shifts(store: Any, activity_id: str, due_at: datetime) -> None:
    activity = store.find_activity_due(activity_id, due_at)
    if activity is not None:
        make_shifts(store, activity, after=activity.made_until)


def get_activity(store: Any, actor: Actor, command: GetActivity) -> ActivityView:
    return store.activity_view(store.get_activity(command.activity_id))


def list_activities(store: Any, actor: Actor, command: ListActivities) -> ActivityPage:
    before = decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
    found = store.find_activities(command.area, command.category, before, command.limit + 1)
    shown = found[: command.limit]
    following = encode_cursor(shown[-1].id) if len(found) > command.limit else None
    return ActivityPage(items=[store.activity_view(activity) for activity in shown], next=following)


def cancel_activity(store: Any, actor: Actor, command: CancelActivity) -> ActivityView:
    activity = led_activity(store, actor, command.activity_id)
    for shift in store.shifts_to_come(activity):
        call_off(store, shift, command.reason)
    activity.cancelled, activity.due_at = True, None
    store.save(activity)
    return store.activity_view(activity)


def led_activity(store: Any, actor: Actor, activity_id: str) -> Any:
    """An activity that goes on, for whoever leads it."""
    activity = store.get_activity(activity_id)
    if not leads(store, actor, activity.area, activity.team):
        raise FORBIDDEN()
    if activity.cancelled:
        raise CANCELLED_ALREADY()
    return activity


def call_off(store: Any, shift: Any, reason: str) -> None:
    """Tells everybody who signed up or waits."""
    shift.cancelled, shift.closed = reason, True
    store.save(shift)
    news = ShiftCancelled(
        title=shift.title,
        starts=shift.starts,
        reason=reason,
        accounts=to_tell(entry.account for entry in shift.entries),
    )
    store.announce(news, subject=shift.id, version=shift.version, area=shift.area)
