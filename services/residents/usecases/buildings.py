"""Estates and buildings: register, load, find, show."""

from typing import Any

from services.residents.domain.dwellings import MOST, first_twice
from services.residents.usecases.duty import refuse_outside
from services.residents.usecases.placing import Placing
from shared.contracts.actor import Actor
from shared.contracts.residents.areas import AreaKind, LoadedView
from shared.contracts.residents.buildings import (
    DWELLING_TWICE,
    NO_COMMUNITY,
    NO_ESTATE,
    TOO_MANY_DWELLINGS,
    BuildingPage,
    BuildingRecord,
    BuildingView,
    EstateFields,
    EstatePage,
    EstateView,
    FindNearBuildings,
    GetBuilding,
    ListEstates,
    LoadBuildings,
    NearBuildings,
    PutBuilding,
    PutEstate,
    SearchBuildings,
)
from shared.kernel.paging import decode_cursor, encode_cursor


def put_estate(store: Any, actor: Actor, command: PutEstate) -> EstateView:
    refuse_outside(actor, command.community, "/community")
    known = store.find_estates([command.code]).get(command.code)
    if known is not None:
        refuse_outside(actor, known.community, "/code")
        store.refuse_stale(known.version)
    save_estates(store, [command], {command.code: known} if known else {}, "")
    return store.estate_view(store.find_estates([command.code])[command.code])


def list_estates(store: Any, _actor: Actor, command: ListEstates) -> EstatePage:
    found = store.search_estates(command.within, command.text, after(command.cursor), command.limit + 1)
    shown = [store.estate_view(estate) for estate in found[: command.limit]]
    return EstatePage(items=shown, next=following(found, command.limit))


def put_building(store: Any, actor: Actor, command: PutBuilding) -> BuildingView:
    known = store.find_buildings([command.code])
    if command.code in known:
        refuse_outside(actor, known[command.code].grid, "/code")
        store.refuse_stale(known[command.code].version)
    grid = Placing(store, {command.grid} if command.grid else set()).grid_for(command, "")
    refuse_outside(actor, grid, "/point")
    save_buildings(store, [command], [grid], known, "")
    return store.building_view(store.get_building(command.code))


def load_buildings(store: Any, _actor: Actor, command: LoadBuildings) -> LoadedView:
    """Later entries win over earlier ones of the same code."""
    estates = {estate.code: estate for estate in command.estates}
    buildings = {building.code: building for building in command.buildings}
    one = save_estates(store, list(estates.values()), store.find_estates(estates), "/estates")
    placing = Placing(store, {record.grid for record in buildings.values() if record.grid})
    grids = [placing.grid_for(record, f"/buildings/{at}") for at, record in enumerate(buildings.values())]
    known = store.find_buildings(buildings)
    two = save_buildings(store, list(buildings.values()), grids, known, "/buildings")
    added, changed = one[0] + two[0], one[1] + two[1]
    return LoadedView(added=added, changed=changed, unchanged=len(estates) + len(buildings) - added - changed)


def get_building(store: Any, _actor: Actor, command: GetBuilding) -> BuildingView:
    return store.building_view(store.get_building(command.code))


def search_buildings(store: Any, _actor: Actor, command: SearchBuildings) -> BuildingPage:
    found = store.search_buildings(
        within=command.within, estate=command.estate, text=command.text, as_of=command.as_of,
        after=after(command.cursor), limit=command.limit + 1,
    )  # fmt: skip
    return BuildingPage(items=store.building_entries(found[: command.limit]), next=following(found, command.limit))


def near_buildings(store: Any, _actor: Actor, command: FindNearBuildings) -> NearBuildings:
    found = store.near_buildings(command.longitude, command.latitude, command.metres, command.limit)
    return NearBuildings(items=store.near_entries(found, command.longitude, command.latitude))


def save_estates(store: Any, wanted: list[EstateFields], known: dict[str, Any], pointer: str) -> tuple[int, int]:
    """Saves those that are new or other than before; says how many of each."""
    communities = store.find_areas(estate.community for estate in wanted)
    changed, touched = [], set()
    for at, fields in enumerate(wanted):
        community = communities.get(fields.community)
        if community is None or community.kind != AreaKind.COMMUNITY or community.until is not None:
            raise NO_COMMUNITY(f"{pointer}/{at}/community" if pointer else "/community", community=fields.community)
        before = known.get(fields.code)
        touched |= {before.community} if before else set()
        estate = store.describe_estate(before, fields)
        if estate is not None:
            changed.append(estate)
            touched.add(estate.community)
    added = sum(estate.version is None for estate in changed)
    store.save_all(changed)
    if changed:
        store.touch_figures(*touched)
    return added, len(changed) - added


def save_buildings(
    store: Any, wanted: list[BuildingRecord], grids: list[str], known: dict[str, Any], pointer: str
) -> tuple[int, int]:
    """Saves those that are new or other than before, each in its grid; says how many of each."""
    estates = store.find_estates(record.estate for record in wanted if record.estate)
    changed, touched = [], set()
    for at, (record, grid) in enumerate(zip(wanted, grids, strict=True)):
        refuse_misbuilt(record, estates, f"{pointer}/{at}" if pointer else "")
        before = known.get(record.code)
        old_grid = before.grid if before else None
        building = store.describe_building(before, record, grid, estates.get(record.estate or ""))
        if building is not None:
            changed.append(building)
            touched |= {grid, old_grid} - {None}
    added = sum(building.version is None for building in changed)
    store.save_all(changed)
    for building in changed:
        store.announce_building(building)
    store.touch_figures(*touched)
    return added, len(changed) - added


def refuse_misbuilt(record: BuildingRecord, estates: dict[str, Any], pointer: str) -> None:
    if record.estate is not None and record.estate not in estates:
        raise NO_ESTATE(f"{pointer}/estate", estate=record.estate)
    if record.dwellings is None:
        count = record.storeys * record.units * record.landing
        if count > MOST:
            raise TOO_MANY_DWELLINGS(f"{pointer}/landing", code=record.code, count=count, limit=MOST)
        return
    twice = first_twice(record.dwellings)
    if twice is not None:
        raise DWELLING_TWICE(f"{pointer}/dwellings", dwelling=twice)


def after(cursor: str | None) -> str | None:
    return decode_cursor(cursor, str)[0] if cursor else None


def following(found: list[Any], limit: int) -> str | None:
    return encode_cursor(found[limit - 1].code) if len(found) > limit else None
