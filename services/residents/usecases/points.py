"""The service map: put places of help on it, find what is within reach, see what is not."""

from collections import defaultdict
from typing import Any

from services.residents.domain.hours import fault_of
from services.residents.domain.tree import parent_of
from services.residents.domain.walking import (
    Reach,
    box_around,
    metres_on_foot,
    minutes_on_foot,
    reach_of,
    straight_reach,
    within_reach,
)
from services.residents.usecases.duty import refuse_outside
from services.residents.usecases.placing import Placing
from shared.contracts.actor import Actor
from shared.contracts.model import Point
from shared.contracts.residents.areas import LoadedView
from shared.contracts.residents.points import (
    BAD_HOURS,
    NO_START,
    AreaCoverage,
    CoverageView,
    FindHelp,
    GetPoint,
    Help,
    HelpView,
    KindCount,
    KindCoverage,
    ListPoints,
    LoadPoints,
    PointPage,
    PointRecord,
    PointView,
    PutPoint,
    ShowCoverage,
    WalkingFacts,
)
from shared.kernel.paging import decode_cursor, encode_cursor


def put_point(store: Any, actor: Actor, command: PutPoint) -> PointView:
    known = store.find_points([command.code])
    if command.code in known:
        refuse_outside(actor, known[command.code].grid, "/code")
        store.refuse_stale(known[command.code].version)
    grid = Placing(store, {command.grid} if command.grid else set()).grid_for(command, "")
    refuse_outside(actor, grid, "/point")
    save_points(store, [command], [grid], known, "")
    return store.point_view(store.get_point(command.code))


def load_points(store: Any, _actor: Actor, command: LoadPoints) -> LoadedView:
    """Later entries win over earlier ones of the same code."""
    wanted = {record.code: record for record in command.points}
    placing = Placing(store, {record.grid for record in wanted.values() if record.grid})
    grids = [placing.grid_for(record, f"/points/{at}") for at, record in enumerate(wanted.values())]
    added, changed = save_points(store, list(wanted.values()), grids, store.find_points(wanted), "/points")
    return LoadedView(added=added, changed=changed, unchanged=len(wanted) - added - changed)


def get_point(store: Any, _actor: Actor, command: GetPoint) -> PointView:
    return store.point_view(store.get_point(command.code))


def list_points(store: Any, _actor: Actor, command: ListPoints) -> PointPage:
    found = store.search_points(
        within=command.within, kind=command.kind, status=command.status, text=command.text,
        after=decode_cursor(command.cursor, str)[0] if command.cursor else None, limit=command.limit + 1,
    )  # fmt: skip
    shown = found[: command.limit]
    more = encode_cursor(shown[-1].code) if len(found) > command.limit else None
    return PointPage(items=[store.point_view(point) for point in shown], next=more)


def find_help(store: Any, _actor: Actor, command: FindHelp) -> HelpView:
    place = place_asked_for(store, command)
    at = command.open_at or store.now
    only_open = command.open_now or command.open_at is not None
    near = store.points_within(place, straight_reach(command.minutes, command.factor), command.kind)
    reached = [
        store.reached_point(
            point, metres_on_foot(straight, command.factor), minutes_on_foot(straight, command.factor), at
        )
        for straight, point in near
        if within_reach(straight, command.minutes, command.factor)
    ]
    if only_open:
        reached = [point for point in reached if point.open]
    kinds = [KindCount(kind=kind, count=sum(point.kind == kind for point in reached)) for kind in Help]
    return HelpView(
        place=Point(longitude=place[0], latitude=place[1]), minutes=command.minutes, at=at,
        walking=WalkingFacts(factor=command.factor), kinds=kinds, items=reached[: command.limit],
    )  # fmt: skip


def place_asked_for(store: Any, command: FindHelp) -> tuple[float, float]:
    """Either both coordinates or a building."""
    coordinates = (command.longitude, command.latitude)
    if (command.building is None) == (None in coordinates) or (command.building is not None and any(
        coordinate is not None for coordinate in coordinates
    )):  # fmt: skip
        raise NO_START("/building")
    if command.building is None:
        return coordinates  # type: ignore[return-value]
    return store.place_of_building(command.building)


def show_coverage(store: Any, _actor: Actor, command: ShowCoverage) -> CoverageView:
    """Reckoned anew from buildings and open points; each community's buildings may use points across its border."""
    store.get_area(command.path)
    homes = store.homes_in(command.path)
    box = box_around([place for _, place in homes], straight_reach(command.minutes, command.factor))
    points = store.working_points(box) if box else []
    by_community: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for grid, place in homes:
        by_community[parent_of(grid) or grid].append(place)
    reaches = {
        community: reach_of(places, points, command.minutes, command.factor)
        for community, places in sorted(by_community.items())
    }
    return CoverageView(
        **coverage_of(command.path, *reaches.values()).model_dump(), minutes=command.minutes,
        walking=WalkingFacts(factor=command.factor),
        communities=[coverage_of(community, reach) for community, reach in reaches.items()],
    )  # fmt: skip


def coverage_of(path: str, *reaches: Reach) -> AreaCoverage:
    buildings = sum(reach.buildings for reach in reaches)
    covered = {kind: sum(reach.covered[kind] for reach in reaches) for kind in Help}
    return AreaCoverage(
        path=path,
        buildings=buildings,
        all_kinds=sum(reach.all_kinds for reach in reaches),
        kinds=[
            KindCoverage(kind=kind, covered=count, percent=round(100 * count / buildings, 1) if buildings else 0.0)
            for kind, count in covered.items()
        ],
    )


def save_points(
    store: Any, wanted: list[PointRecord], grids: list[str], known: dict[str, Any], pointer: str
) -> tuple[int, int]:
    """Saves those that are new or other than before; says how many of each."""
    changed, touched = [], set()
    for at, (record, grid) in enumerate(zip(wanted, grids, strict=True)):
        fault = fault_of(record.hours, record.special_days)
        if fault is not None:
            raise BAD_HOURS(f"{pointer}/{at}/hours" if pointer else "/hours", code=record.code, why=fault)
        before = known.get(record.code)
        old_grid = before.grid if before else None
        point = store.describe_point(before, record, grid)
        if point is not None:
            changed.append(point)
            touched |= {grid, old_grid} - {None}
    added = sum(point.version is None for point in changed)
    store.save_all(changed)
    for point in changed:
        store.announce_point(point)
    store.touch_figures(*touched)
    return added, len(changed) - added
