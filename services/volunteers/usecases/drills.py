"""Drills: planned, sounded, assembled at, held."""

from typing import Any

from services.volunteers.domain.call_outs import seconds_between
from services.volunteers.domain.drills import DRILL, LEADER, MEMBER_OF_TEAM, time_to_assemble
from services.volunteers.domain.hazards import STAFF_OF_AREA, TEAM_LEADER, TEAM_MEMBER, day_at
from services.volunteers.usecases.activities import YEAR
from services.volunteers.usecases.posts import before, onward
from services.volunteers.usecases.response_standing import standing
from shared.contracts.actor import Actor
from shared.contracts.volunteers.activities import IN_THE_PAST, TOO_FAR_AHEAD
from shared.contracts.volunteers.drills import (
    NOT_ON_TEAM,
    AssembleAtDrill,
    CancelDrill,
    DrillAnnounced,
    DrillPage,
    DrillState,
    DrillView,
    GetDrill,
    HoldDrill,
    ListDrills,
    PlanDrill,
    SoundDrill,
)
from shared.kernel.errors import FORBIDDEN


def plan_drill(store: Any, actor: Actor, command: PlanDrill) -> DrillView:
    team = store.get_response_team(command.team_id)
    if LEADER not in capacities(store, actor, team.area):
        raise FORBIDDEN()
    if command.starts_at <= store.now:
        raise IN_THE_PAST("/starts_at")
    if command.starts_at > store.now + YEAR:
        raise TOO_FAR_AHEAD("/starts_at")
    drill = store.add_drill(team, command)
    tell(store, drill)
    return store.drill_view(drill)


def get_drill(store: Any, actor: Actor, command: GetDrill) -> DrillView:
    return store.drill_view(store.get_drill(command.drill_id))


def list_drills(store: Any, actor: Actor, command: ListDrills) -> DrillPage:
    found = store.find_drills(command.area, command.state, before(command), command.limit + 1)
    items = [store.drill_view(drill) for drill in found[: command.limit]]
    return DrillPage(items=items, next=onward(found, command.limit))


def sound_drill(store: Any, actor: Actor, command: SoundDrill) -> DrillView:
    drill = moved(store, actor, command.drill_id, "sound")
    drill.sounded_at = store.now
    store.save(drill)
    tell(store, drill)
    return store.drill_view(drill)


def assemble_at_drill(store: Any, actor: Actor, command: AssembleAtDrill) -> DrillView:
    drill = moved(store, actor, command.drill_id, "assemble")
    mine = store.roster_places(actor.account, drill.community)
    member = next((each.id for each in mine if each.team == drill.team), None)
    if member is None:
        raise FORBIDDEN()
    if all(each.member != member for each in drill.there):
        store.note_assembled(drill, member, seconds_between(drill.sounded_at, store.now))
        store.save(drill)
    return store.drill_view(drill)


def hold_drill(store: Any, actor: Actor, command: HoldDrill) -> DrillView:
    """Everybody counts once, whether they said so themselves or not."""
    drill = moved(store, actor, command.drill_id, "hold")
    on_team = {each.id for each in store.find_responders(drill.team)}
    for number, member in enumerate(command.attended):
        if member not in on_team:
            raise NOT_ON_TEAM(f"/attended/{number}")
    told = {each.member for each in drill.there}
    for member in dict.fromkeys(command.attended):
        if member not in told:
            store.note_assembled(drill, member, None)
    if drill.there:
        drill.assembled_seconds = time_to_assemble(command.assembled_seconds, (each.seconds for each in drill.there))
    drill.held_on, drill.findings, drill.lessons = day_at(store.now).isoformat(), command.findings, command.lessons
    store.save(drill)
    return store.drill_view(drill)


def cancel_drill(store: Any, actor: Actor, command: CancelDrill) -> DrillView:
    drill = moved(store, actor, command.drill_id, "cancel")
    drill.cancelled = command.reason
    store.save(drill)
    tell(store, drill)
    return store.drill_view(drill)


def moved(store: Any, actor: Actor, drill_id: str, action: str) -> Any:
    drill = store.get_drill(drill_id)
    drill.state = DrillState(DRILL.decide(drill.state, action, capacities(store, actor, drill.community)).target)
    return drill


def capacities(store: Any, actor: Actor, community: str) -> set[str]:
    found = standing(store, actor, community)
    leads = {LEADER} if found & {STAFF_OF_AREA, TEAM_LEADER} else set()
    return leads | ({MEMBER_OF_TEAM} if TEAM_MEMBER in found else set())


def tell(store: Any, drill: Any) -> None:
    """All of the team who have an account."""
    accounts = [each.account for each in store.on_roster(store.find_responders(drill.team)) if each.account]
    news = DrillAnnounced(
        area=drill.community, title=drill.title, place=drill.place, state=drill.state, starts_at=drill.starts_at,
        accounts=accounts,
    )  # fmt: skip
    store.announce(news, subject=drill.id, version=drill.version, area=drill.community)
