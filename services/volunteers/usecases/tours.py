"""Planning tours: performers, programmes, stops that are asked for, routes over accepted ones, changes."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from services.volunteers.domain.places import collide
from services.volunteers.domain.tours import (
    HOST,
    ORGANISER,
    TOUR_STOP,
    Appearance,
    refuse_bad_route,
    refuse_elsewhere,
    travel_minutes,
)
from services.volunteers.usecases.activities import refuse_time
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import STAFF, Actor
from shared.contracts.volunteers.activities import IN_THE_PAST, TOO_FAR_AHEAD
from shared.contracts.volunteers.partner_units import NOT_FOR_UNIT
from shared.contracts.volunteers.tours import (
    PERFORMER_ELSEWHERE,
    STOP_TWICE,
    TOO_MANY_STOPS,
    AskForStops,
    CallOffStop,
    EnlistPerformers,
    GetProgramme,
    GetStop,
    ListPerformers,
    ListProgrammes,
    ListStops,
    MoveStop,
    PerformerList,
    PerformerPage,
    PlanProgramme,
    PlanRoutes,
    ProgrammePage,
    ProgrammeView,
    RefuseStop,
    RouteLeg,
    RouteView,
    ShowRoute,
    StopState,
    TourStopChanged,
    TourStopList,
    TourStopPage,
    TourStopView,
    WithdrawStop,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, Refusal

MOST_STOPS = 200
LONGEST_STOP = timedelta(days=1)


def enlist_performers(store: Any, actor: Actor, command: EnlistPerformers) -> PerformerList:
    refuse_outside(actor, command.area, "/area")
    kept = [store.put_performer(command.area, fields) for fields in command.performers]
    return PerformerList(items=[store.performer_view(each) for each in kept])


def list_performers(store: Any, actor: Actor, command: ListPerformers) -> PerformerPage:
    refuse_outside(actor, command.area, "/area")
    found = store.find_performers(command.area, command.role, before(command), command.limit + 1)
    shown = found[: command.limit]
    return PerformerPage(items=[store.performer_view(each) for each in shown], next=onward(found, command.limit))


def show_route(store: Any, actor: Actor, command: ShowRoute) -> RouteView:
    performer = store.find_performers_by_id([command.performer_id]).get(command.performer_id)
    sends = performer is not None and actor.has(*STAFF) and actor.covers(performer.area)
    if performer is None or not (sends or performer.account == actor.account):
        raise NOT_FOUND("/performer_id", what="performer")
    legs: list[RouteLeg] = []
    last: Appearance | None = None
    for stop in store.stops_on(performer.id, command.day):
        here = store.appearance(stop)
        legs.append(
            RouteLeg(
                stop_id=stop.id, area=stop.area, place=stop.place, starts=stop.starts, ends=stop.ends,
                travel=travel_minutes(last, here) if last else None,
            )
        )  # fmt: skip
        last = here
    return RouteView(performer_id=performer.id, day=command.day, legs=legs)


def plan_programme(store: Any, actor: Actor, command: PlanProgramme) -> ProgrammeView:
    refuse_outside(actor, command.area, "/area")
    if command.team_id is not None and store.find_team(command.team_id) is None:
        raise NOT_FOUND("/team_id", what="team")
    return store.programme_view(store.add_programme(command))


def get_programme(store: Any, _actor: Actor, command: GetProgramme) -> ProgrammeView:
    return store.programme_view(store.get_programme(command.programme_id))


def list_programmes(store: Any, _actor: Actor, command: ListProgrammes) -> ProgrammePage:
    found = store.find_programmes(command.area, command.kind, before(command), command.limit + 1)
    shown = found[: command.limit]
    return ProgrammePage(items=[store.programme_view(each) for each in shown], next=onward(found, command.limit))


def ask_for_stops(store: Any, actor: Actor, command: AskForStops) -> TourStopList:
    """By staff of each stop's area, or for a partner unit by one who acts for it."""
    programme = store.get_programme(command.programme_id)
    units: dict[str, Any] = {}
    for place, asked in enumerate(command.stops):
        if asked.unit_id is not None:
            if asked.unit_id not in units:
                units[asked.unit_id] = store.get_unit(asked.unit_id)
            if actor.account not in units[asked.unit_id].workers:
                raise NOT_FOR_UNIT(f"/stops/{place}/unit_id")
        elif not (actor.has(*STAFF) and actor.covers(asked.area)):
            raise OUTSIDE_AREA(f"/stops/{place}/area")
        _refuse_when(store.now, asked.wished, programme.minutes, f"/stops/{place}/wished")
    kept = [store.new_stop(actor, programme, asked) for asked in command.stops]
    store.add_all(kept)
    return TourStopList(items=[store.stop_view(stop, actor.account) for stop in kept])


def _refuse_when(now: datetime, starts: datetime, minutes: int, pointer: str) -> None:
    try:
        refuse_time(now, starts, minutes)
    except Refusal as refusal:
        raise (IN_THE_PAST if refusal.reason is IN_THE_PAST else TOO_FAR_AHEAD)(pointer) from refusal


def plan_routes(store: Any, actor: Actor, command: PlanRoutes) -> TourStopList:
    programme = store.get_programme(command.programme_id)
    if not actor.covers(programme.area):
        raise FORBIDDEN(action="accept")
    planned = [(each.stop_id, each.starts) for route in command.routes for each in route.stops]
    if len(planned) > MOST_STOPS:
        raise TOO_MANY_STOPS("/routes", most=MOST_STOPS)
    if len({stop_id for stop_id, _ in planned}) < len(planned):
        raise STOP_TWICE("/routes")
    stops = store.find_stops_by_id([stop_id for stop_id, _ in planned])
    diary = _Diary(store, actor, [each for route in command.routes for each in route.performers])
    diary.open(min(starts for _, starts in planned), max(starts for _, starts in planned))
    for number, route in enumerate(command.routes):
        pointer = f"/routes/{number}"
        diary.refuse_unknown(route.performers, f"{pointer}/performers")
        way = []
        for place, each in enumerate(route.stops):
            stop = stops.get(each.stop_id)
            if stop is None or stop.programme != programme.id:
                raise NOT_FOUND(f"{pointer}/stops/{place}/stop_id", what="tour stop")
            stop.state = StopState(TOUR_STOP.decide(stop.state, "accept", {ORGANISER}).target)
            _refuse_when(store.now, each.starts, stop.minutes, f"{pointer}/stops/{place}/starts")
            way.append(store.appearance(stop, each.starts))
        refuse_bad_route(way, f"{pointer}/stops")
        for place, (each, here) in enumerate(zip(route.stops, way, strict=True)):
            stop = stops[each.stop_id]
            diary.enter(route.performers, here, f"{pointer}/stops/{place}/starts")
            store.put_time(stop, each.starts)
            stop.performers = list(dict.fromkeys(route.performers))
    diary.save()
    store.save_all(stops.values())
    for stop in stops.values():
        _announce(store, stop, diary.accounts(stop.performers))
    return TourStopList(items=[store.stop_view(stops[stop_id], actor.account) for stop_id, _ in planned])


class _Diary:
    """Where each performer is; saved with every change, so that of two at once for the same time one is refused."""

    def __init__(self, store: Any, actor: Actor, performers: list[str]) -> None:
        self._store, self._actor = store, actor
        self._performers = store.find_performers_by_id(list(set(performers)))
        self._appearances: dict[str, list[Appearance]] = {each: [] for each in self._performers}
        self._shifts: dict[str | None, list[Any]] = defaultdict(list)

    def open(self, since: datetime, until: datetime, without: str | None = None) -> None:
        for stop in self._store.stops_around(list(self._performers), since, until):
            for performer in stop.performers:
                if performer in self._appearances and stop.id != without:
                    self._appearances[performer].append(self._store.appearance(stop))
        accounts = [each.account for each in self._performers.values() if each.account]
        for account, shift in self._store.engaged(accounts, since, until + LONGEST_STOP):
            self._shifts[account].append(shift)

    def refuse_unknown(self, performers: list[str], pointer: str) -> None:
        for place, each in enumerate(performers):
            if each not in self._performers or not self._actor.covers(self._performers[each].area):
                raise NOT_FOUND(f"{pointer}/{place}", what="performer")

    def enter(self, performers: list[str], here: Appearance, pointer: str) -> None:
        for performer in set(performers) & set(self._appearances):
            refuse_elsewhere(here, self._appearances[performer], pointer)
            self._refuse_on_shift(performer, here, pointer)
            self._appearances[performer].append(here)

    def _refuse_on_shift(self, performer: str, here: Appearance, pointer: str) -> None:
        for shift in self._shifts[self._performers[performer].account]:
            if collide(here.starts, here.ends, shift.starts, shift.ends):
                starts = f"{shift.starts.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
                raise PERFORMER_ELSEWHERE(pointer, place=shift.place, starts=starts)

    def save(self) -> None:
        self._store.save_all(self._performers.values())

    def accounts(self, performers: list[str]) -> list[str]:
        return [self._performers[each].account for each in performers if self._performers[each].account]


def refuse_stop(store: Any, actor: Actor, command: RefuseStop) -> TourStopView:
    return _ended(store, actor, command.stop_id, "refuse", command.reason)


def withdraw_stop(store: Any, actor: Actor, command: WithdrawStop) -> TourStopView:
    return _ended(store, actor, command.stop_id, "withdraw", None)


def call_off_stop(store: Any, actor: Actor, command: CallOffStop) -> TourStopView:
    return _ended(store, actor, command.stop_id, "call_off", command.reason)


def _ended(store: Any, actor: Actor, stop_id: str, action: str, reason: str | None) -> TourStopView:
    stop = moved(store, actor, stop_id, action)
    stop.reason = reason
    _tell(store, stop, _Diary(store, actor, stop.performers).accounts(stop.performers))
    return store.stop_view(stop, actor.account)


def move_stop(store: Any, actor: Actor, command: MoveStop) -> TourStopView:
    stop = moved(store, actor, command.stop_id, "move")
    _refuse_when(store.now, command.starts, stop.minutes, "/starts")
    store.put_place(stop, command.place, command.point)
    store.put_time(stop, command.starts)
    diary = _Diary(store, actor, stop.performers)
    diary.open(command.starts, command.starts, without=stop.id)
    diary.enter(stop.performers, store.appearance(stop), "/starts")
    diary.save()
    _tell(store, stop, diary.accounts(stop.performers))
    return store.stop_view(stop, actor.account)


def moved(store: Any, actor: Actor, stop_id: str, action: str) -> Any:
    """The stop, with the state that the action leads to."""
    stop = store.find_stop(stop_id)
    if stop is None:
        raise NOT_FOUND("/stop_id", what="tour stop")
    store.refuse_stale(stop.version)
    held = capacities(store, actor, stop)
    if not held:
        raise FORBIDDEN(action=action)
    stop.state = StopState(TOUR_STOP.decide(stop.state, action, held).target)
    return stop


def capacities(store: Any, actor: Actor, stop: Any) -> set[str]:
    """Staff who send the programme; staff of where it goes, or who acts for the unit that asked."""
    staff = actor.has(*STAFF)
    held = {ORGANISER} if staff and actor.covers(stop.organiser) else set()
    if stop.unit is None:
        hosts = staff and actor.covers(stop.area)
    else:
        hosts = actor.account in store.get_unit(stop.unit).workers
    return held | {HOST} if hosts else held


def _tell(store: Any, stop: Any, performers: list[str]) -> None:
    store.save(stop)
    _announce(store, stop, performers)


def _announce(store: Any, stop: Any, performers: list[str]) -> None:
    accounts = dict.fromkeys([stop.asked_by, *performers, *(seat.account for seat in stop.seated)])
    news = TourStopChanged(
        title=stop.title, state=stop.state, place=stop.place, starts=stop.starts, reason=stop.reason,
        accounts=[account for account in accounts if account],
    )  # fmt: skip
    store.announce(news, subject=stop.id, version=stop.version, area=stop.area)


def get_stop(store: Any, actor: Actor, command: GetStop) -> TourStopView:
    stop = store.find_stop(command.stop_id)
    if stop is None:
        raise NOT_FOUND("/stop_id", what="tour stop")
    return store.stop_view(stop, actor.account)


def list_stops(store: Any, actor: Actor, command: ListStops) -> TourStopPage:
    found = store.find_stops(command.area, command.programme_id, command.state, before(command), command.limit + 1)
    shown = found[: command.limit]
    return TourStopPage(
        items=[store.stop_view(each, actor.account) for each in shown], next=onward(found, command.limit)
    )
