"""Series of rounds: start, except days, end; and each round planned ahead."""

from datetime import date, timedelta
from typing import Any

from services.tickets.domain.home_services import refuse_same_times, refuse_withdrawn
from services.tickets.domain.hosting import hosts, refuse_to_open, standing_of
from services.tickets.domain.recurrence import Held, recurrence, settle
from services.tickets.domain.rounds import ROUND, SERIES
from services.tickets.domain.slots import lay_out, moment_of, refuse_wrong_day
from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.planning import plan, refuse_outside_service
from services.tickets.usecases.rounds import call_off, shift
from shared.contracts.actor import Actor
from shared.contracts.tickets.home_services import OfferState, SlotTime
from shared.contracts.tickets.round_series import (
    NOT_IN_SERIES,
    EndSeries,
    ExceptDay,
    GetSeries,
    ListSeries,
    SeriesPage,
    SeriesState,
    SeriesView,
    StartSeries,
)
from shared.contracts.tickets.rounds import Layout

AT_ONCE = 10
"""Rounds of one series that are planned in one transaction."""
DAY = timedelta(days=1)
HELD_ALREADY = "同日已有一轮服务 (another round that day)"
TOO_LATE = "已过计划时间 (too late to plan)"
WITHDRAWN = "服务项目已停止提供 (not offered any more)"


def start_series(store: Any, actor: Actor, command: StartSeries) -> SeriesView:
    service = store.get_home_service(command.service_id)
    refuse_to_open(actor, command.area)
    refuse_outside_service(service, command.area)
    refuse_withdrawn(service.state, service.reason)
    refuse_same_times(command.day, "/day")
    lay_out(Layout(first_day=command.first_day, day=command.day), service.minutes, service.capacity)
    refuse_wrong_day(moment_of(command.first_day, min(slot.at for slot in command.day)), store.now, "/first_day")
    rule = recurrence(command.rule, command.first_day)
    series = store.new_series(
        [
            SlotTime(at=slot.at, lasts=slot.lasts or service.minutes, capacity=slot.capacity or service.capacity)
            for slot in command.day
        ],
        service=service.id, area=command.area, rule=command.rule, first_day=command.first_day.isoformat(),
        ahead_days=command.ahead_days, on_holiday=command.on_holiday, state=SERIES.initial,
    )  # fmt: skip
    store.go_on_to(series, rule.next_from(command.first_day))
    store.save(series)
    return shown(store, series, actor)


def get_series(store: Any, actor: Actor, command: GetSeries) -> SeriesView:
    return shown(store, store.get_series(command.series_id), actor)


def list_series(store: Any, actor: Actor, command: ListSeries) -> SeriesPage:
    found = store.list_series(
        area=command.area, state=command.state, before=beyond(command.cursor), limit=command.limit + 1
    )
    return SeriesPage(
        items=[shown(store, series, actor) for series in found[: command.limit]], next=following(found, command.limit)
    )


def except_day(store: Any, actor: Actor, command: ExceptDay) -> SeriesView:
    """A round that is planned already is shifted or called off; one that the calendar had dropped is planned."""
    series, _ = decide(store, actor, command.series_id, "except_day")
    if not recurrence(series.rule, date.fromisoformat(series.first_day)).holds(command.day):
        raise NOT_IN_SERIES("/day", day=command.day.isoformat())
    begins = min(slot.at for slot in store.slot_times(series))
    refuse_wrong_day(moment_of(command.day, begins), store.now, "/day")
    if command.to_day:
        refuse_wrong_day(moment_of(command.to_day, begins), store.now, "/to_day")
    store.except_from(series, command.day, Held(command.to_day, command.reason))
    round_ = store.round_for(series.id, command.day)
    if round_ is not None:
        action = "shift" if command.to_day else "call_off"
        ROUND.decide(round_.state, action, standing_of(actor, round_.area))
        if command.to_day:
            shift(store, round_, command.to_day, command.reason, actor.account)
        else:
            call_off(store, round_, command.reason, actor.account)
    elif command.to_day and (series.next_day is None or command.day.isoformat() < series.next_day):
        plan_day(store, series, store.get_home_service(series.service), command.day)
    store.save(series)
    return shown(store, series, actor)


def end_series(store: Any, actor: Actor, command: EndSeries) -> SeriesView:
    series, target = decide(store, actor, command.series_id, "end")
    store.go_on_to(series, None)
    series.state, series.reason = target, command.reason
    store.save(series)
    return shown(store, series, actor)


def plan_due_rounds(store: Any, series_id: str) -> None:
    """Plans what comes within the days ahead, unless another replica has."""
    series = store.find_series(series_id)
    if series is None or series.state != SeriesState.RUNNING or series.due_at > store.now:
        return
    service = store.get_home_service(series.service)
    if service.state != OfferState.OFFERED:
        store.go_on_to(series, None)
        series.reason = WITHDRAWN
        store.save(series)
        return
    rule = recurrence(series.rule, date.fromisoformat(series.first_day))
    for _ in range(AT_ONCE):
        day = date.fromisoformat(series.next_day)
        plan_day(store, series, service, day)
        store.go_on_to(series, rule.next_from(day + DAY))
        if series.due_at is None or series.due_at > store.now:
            break
    store.save(series)


def plan_day(store: Any, series: Any, service: Any, day: date) -> None:
    """The round for one day of the rule, on that day or another; where there is none the series says why."""
    if store.round_for(series.id, day) is not None:
        return
    held = settle(day, store.exceptions_of(series), series.on_holiday)
    times = store.slot_times(series)
    if held.on is not None and moment_of(held.on, min(slot.at for slot in times)) <= store.now:
        held = Held(None, TOO_LATE)
    if held.on is not None and store.has_round_on(series.id, held.on):
        held = Held(None, HELD_ALREADY)
    if held.on != day:
        store.except_from(series, day, held)
    if held.on is not None:
        slots = lay_out(Layout(first_day=held.on, day=times), service.minutes, service.capacity)
        plan(store, service, series.area, slots, "series", series=series.id, series_day=day)


def decide(store: Any, actor: Actor, series_id: str, action: str) -> tuple[Any, str]:
    series = store.get_series(series_id)
    store.refuse_stale(series.version)
    return series, SERIES.decide(series.state, action, standing_of(actor, series.area)).target


def shown(store: Any, series: Any, actor: Actor) -> SeriesView:
    return store.series_view(series, hosts(actor, series.area))
