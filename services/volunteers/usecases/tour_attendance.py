"""Seats at stops of tours, checking in, and what the hosts report."""

from typing import Any

from services.volunteers.domain.passage_codes import code_of, read, step_at, step_ends
from services.volunteers.domain.serving import refuse_arrival_out_of_time
from services.volunteers.domain.tours import HOST, TOUR_STOP
from services.volunteers.usecases.posts import refuse_outside
from services.volunteers.usecases.tours import capacities
from shared.contracts.actor import Actor
from shared.contracts.volunteers.attendance import CHECKED_IN_ALREADY, Passage, ShiftCodeView
from shared.contracts.volunteers.shifts import ALREADY_SIGNED_UP
from shared.contracts.volunteers.tour_attendance import (
    FEWER_THAN_CAME,
    NO_SEAT,
    NOT_TO_BE_HELD,
    OWN_STOP,
    SEAT_NOT_TAKEN,
    STOP_AHEAD,
    STOP_BEGUN,
    ArriveAtStop,
    GiveUpSeat,
    ReportStops,
    ShowStopCode,
    ShowTourFigures,
    TakeSeat,
    TourFigures,
    TourStopHeld,
)
from shared.contracts.volunteers.tours import StopState, TourStopList, TourStopView
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND


def take_seat(store: Any, actor: Actor, command: TakeSeat) -> TourStopView:
    stop = _stop(store, command.stop_id)
    if stop.state is not StopState.ACCEPTED or not stop.seats:
        raise NOT_TO_BE_HELD(state=stop.state)
    if store.now >= stop.starts:
        raise STOP_BEGUN()
    if store.seat_of(stop, actor.account) is not None:
        raise ALREADY_SIGNED_UP()
    if len(stop.seated) >= stop.seats:
        raise NO_SEAT()
    store.add_seat(stop, actor.account)
    store.save(stop)
    return store.stop_view(stop, actor.account)


def give_up_seat(store: Any, actor: Actor, command: GiveUpSeat) -> TourStopView:
    stop, seat = _seated(store, actor, command.stop_id)
    if store.now >= stop.starts:
        raise STOP_BEGUN()
    stop.seated.remove(seat)
    store.save(stop)
    return store.stop_view(stop, actor.account)


def show_stop_code(store: Any, actor: Actor, command: ShowStopCode) -> ShiftCodeView:
    stop = _stop(store, command.stop_id)
    if HOST not in capacities(store, actor, stop):
        raise FORBIDDEN(action="show_code")
    if stop.state is not StopState.ACCEPTED:
        raise NOT_ALLOWED_NOW(action="show_code", state=stop.state, allowed=[])
    step = step_at(store.now)
    return ShiftCodeView(code=code_of(store.stop_secret(stop), Passage.IN, step), until=step_ends(step))


def arrive_at_stop(store: Any, actor: Actor, command: ArriveAtStop) -> TourStopView:
    stop, seat = _seated(store, actor, command.stop_id)
    read(store.stop_secret(stop), Passage.IN, command.code, store.now)
    refuse_arrival_out_of_time(stop.starts, stop.ends, store.now)
    if seat.came_at is not None:
        raise CHECKED_IN_ALREADY()
    seat.came_at = store.now
    store.save(stop)
    return store.stop_view(stop, actor.account)


def report_stops(store: Any, actor: Actor, command: ReportStops) -> TourStopList:
    found = store.find_stops_by_id([result.stop_id for result in command.results])
    own = store.performer_ids_of(actor.account)
    for place, result in enumerate(command.results):
        stop = found.get(result.stop_id)
        if stop is None:
            raise NOT_FOUND(f"/results/{place}/stop_id", what="tour stop")
        move = TOUR_STOP.decide(stop.state, "report", capacities(store, actor, stop))
        if own & set(stop.performers):
            raise OWN_STOP(f"/results/{place}/stop_id")
        if store.now < stop.starts:
            raise STOP_AHEAD(f"/results/{place}/stop_id")
        came = sum(seat.came_at is not None for seat in stop.seated)
        if result.audience < came:
            raise FEWER_THAN_CAME(f"/results/{place}/audience", came=came)
        stop.state, stop.audience, stop.note = StopState(move.target), result.audience, result.note
    store.save_all(found.values())
    for stop in found.values():
        news = TourStopHeld(area=stop.area, kind=stop.kind, host=stop.host, audience=stop.audience)
        store.announce(news, subject=stop.id, version=stop.version, area=stop.area)
    return TourStopList(items=[store.stop_view(found[each.stop_id], actor.account) for each in command.results])


def show_tour_figures(store: Any, actor: Actor, command: ShowTourFigures) -> TourFigures:
    if command.area is not None:
        refuse_outside(actor, command.area, "/area")
    areas = [command.area] if command.area is not None else list(actor.areas)
    return store.count_tours(areas, command.since, command.until)


def _stop(store: Any, stop_id: str) -> Any:
    stop = store.find_stop(stop_id)
    if stop is None:
        raise NOT_FOUND("/stop_id", what="tour stop")
    return stop


def _seated(store: Any, actor: Actor, stop_id: str) -> tuple[Any, Any]:
    stop = _stop(store, stop_id)
    seat = store.seat_of(stop, actor.account)
    if seat is None:
        raise SEAT_NOT_TAKEN()
    return stop, seat
