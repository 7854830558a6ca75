"""Regridding: plan, carry out when the moment has come, call off, show."""

from collections import defaultdict
from typing import Any

from services.residents.domain.regridding import (
    FLOW,
    new_home,
    refuse_other_ground,
    refuse_wrong_numbers,
    successors,
)
from services.residents.domain.tree import parent_of
from services.residents.usecases.areas import refuse_bad_parent, refuse_ended
from services.residents.usecases.duty import refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.residents.areas import AreaKind
from shared.contracts.residents.buildings import NO_GRID
from shared.contracts.residents.regridding import (
    CODE_USED,
    IN_THE_PAST,
    CancelRegridding,
    GetRegridding,
    ListRegriddings,
    Regrid,
    RegriddingPage,
    RegriddingState,
    RegriddingView,
)
from shared.kernel.errors import Refusal
from shared.kernel.paging import decode_cursor, encode_cursor


def regrid(store: Any, actor: Actor, command: Regrid) -> RegriddingView:
    """All rules are looked at when it is planned, and again when it is carried out."""
    for name, paths in (("ended", command.ended), ("drawn", [grid.path for grid in command.drawn])):
        for path in paths:
            refuse_outside(actor, parent_of(path) or path, f"/{name}")
    if command.effective_at is not None and command.effective_at < store.now:
        raise IN_THE_PAST("/effective_at")
    plan = store.plan_regridding(command, actor.account)
    ended, homes, moved = decide(store, plan)
    if plan.effective_at <= store.now:
        move_ground(store, plan, ended, homes, moved)
    store.save(plan)
    if plan.state == RegriddingState.DONE:
        announce(store, plan)
    return store.regridding_view(plan)


def carry_out(store: Any, actor: Actor, regridding_id: str) -> None:
    """The moment of a planned regridding has come. What has meanwhile become impossible fails, and says why."""
    plan = store.get_regridding(regridding_id)
    if plan.state != RegriddingState.PLANNED:
        return
    try:
        ended, homes, moved = decide(store, plan)
    except Refusal as refusal:
        plan.state = FLOW.decide(plan.state, "fail", actor.roles).target
        plan.failure = refusal.reason.code
        store.save(plan)
        return
    move_ground(store, plan, ended, homes, moved)
    store.save(plan)
    announce(store, plan)


def cancel_regridding(store: Any, actor: Actor, command: CancelRegridding) -> RegriddingView:
    plan = store.get_regridding(command.regridding_id)
    for path in plan.ended:
        refuse_outside(actor, parent_of(path) or path, "/regridding_id")
    plan.state = FLOW.decide(plan.state, "cancel", actor.roles).target
    store.save(plan)
    return store.regridding_view(plan)


def get_regridding(store: Any, _actor: Actor, command: GetRegridding) -> RegriddingView:
    return store.regridding_view(store.get_regridding(command.regridding_id))


def list_regriddings(store: Any, _actor: Actor, command: ListRegriddings) -> RegriddingPage:
    before = decode_cursor(command.cursor, str)[0] if command.cursor else None
    found = store.search_regriddings(command.within, command.state, before, command.limit + 1)
    shown = found[: command.limit]
    more = encode_cursor(shown[-1].id) if len(found) > command.limit else None
    return RegriddingPage(items=[store.regridding_view(plan) for plan in shown], next=more)


def decide(store: Any, plan: Any) -> tuple[list[Any], dict[str, str], dict[str, list[tuple[Any, str]]]]:
    """The grids that end, and where each of their buildings (by code), points and cameras goes.

    Refuses what breaks a rule.
    """
    drawn = store.outlines_of(plan)
    refuse_wrong_numbers(plan.kind, plan.ended, [grid.path for grid in plan.drawn])
    known = store.find_areas([*plan.ended, *(parent_of(path) for path in drawn)])
    for path in plan.ended:
        if path not in known or known[path].kind != AreaKind.GRID:
            raise NO_GRID("/ended", grid=path)
        refuse_ended(known[path], "/ended")
    for path in drawn:
        refuse_bad_parent(parent_of(path), known.get(parent_of(path)), "/drawn")
    used = store.used_code(drawn)
    if used is not None:
        raise CODE_USED("/drawn", path=used)
    ended = [known[path] for path in plan.ended]
    refuse_other_ground([store.rings_of(area) for area in ended], drawn)
    homes = {
        building.code: new_home(building.code, store.place_in(building), drawn)
        for building in store.buildings_in_grids(plan.ended)
    }
    others = {"points": store.points_in_grids(plan.ended), "cameras": store.cameras_in_grids(plan.ended)}
    moved = {
        name: [(thing, new_home(thing.code, store.place_in(thing), drawn)) for thing in things]
        for name, things in others.items()
    }
    return ended, homes, moved


def move_ground(
    store: Any, plan: Any, ended: list[Any], homes: dict[str, str], moved: dict[str, list[tuple[Any, str]]]
) -> None:
    """Ends the old grids, draws the new ones, and moves into them what lay in the old ones."""
    drawn = store.outlines_of(plan)
    buildings = store.buildings_in_grids(plan.ended)
    went: dict[str, set[str]] = defaultdict(set)
    came: dict[str, list[str]] = defaultdict(list)
    for building in buildings:
        went[building.grid].add(homes[building.code])
    for area in ended:
        after = successors(store.rings_of(area), went[area.path], drawn)
        store.end_area(area, after)
        for path in after:
            came[path].append(area.path)
    news = [store.draw_grid(grid, sorted(came[grid.path])) for grid in plan.drawn]
    store.save_areas([*ended, *news])
    for area in ended:
        store.announce_end(area)
    for area in news:
        store.announce_area(area)
    left = {building.code: building.grid for building in buildings}
    for building in buildings:
        store.settle(building, homes[building.code])
    store.save_all(buildings)
    for building in buildings:
        store.announce_move(building, left[building.code])
    for things in moved.values():
        for thing, grid in things:
            thing.grid = grid
        store.save_all([thing for thing, _ in things])
    for point, _ in moved["points"]:
        store.announce_point(point)
    store.touch_figures(*plan.ended, *drawn)
    plan.buildings_moved, plan.points_moved = len(buildings), len(moved["points"])
    plan.effective_at = store.now
    plan.state = RegriddingState.DONE


def follow_building(store: Any, delivered: Any) -> None:
    """Reaction: a building is in another grid; its households and people follow, building by building."""
    building = store.get_building(delivered.data.code)
    store.move_people(building.code, building.grid)


def announce(store: Any, plan: Any) -> None:
    store.announce_regridding(plan, parent_of(plan.ended[0]))
