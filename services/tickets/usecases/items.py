"""E-service items and platforms: keep, load, end, find."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.tickets.usecases.pages import beyond
from shared.contracts.actor import Actor, lies_in
from shared.contracts.tickets.forms import BAD_FORM
from shared.contracts.tickets.items import (
    ITEM_ELSEWHERE,
    NO_SUCH_ITEM,
    PAPER_TWICE,
    EndItem,
    GetItem,
    GetPlatform,
    ItemFields,
    ItemFiguresView,
    ItemPage,
    ItemView,
    ListItems,
    ListPlatforms,
    LoadedCount,
    LoadItems,
    LoadPlatforms,
    PlatformFields,
    PlatformPage,
    PlatformView,
    PutItem,
    PutPlatform,
    ShowItemFigures,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA
from shared.kernel.field_schemas import refuse_unfit_fields
from shared.kernel.paging import encode_cursor


def put_item(store: Any, actor: Actor, command: PutItem) -> ItemView:
    refuse_unfit_item(command, "")
    known = store.find_item(command.code)
    for area in {command.area, known.area} if known else {command.area}:
        refuse_outside(actor, area)
    if known:
        store.refuse_stale(known.version)
    return store.item_view(store.keep_item(known, command.code, fields_of(command)))


def load_items(store: Any, _actor: Actor, command: LoadItems) -> LoadedCount:
    known = store.items_by_code(item.code for item in command.items)
    for place, item in enumerate(command.items):
        refuse_unfit_item(item, f"/items/{place}")
        known[item.code] = store.keep_item(known.get(item.code), item.code, fields_of(item))
    return LoadedCount(loaded=len(command.items))


def end_item(store: Any, actor: Actor, command: EndItem) -> ItemView:
    item = store.get_item(command.code)
    refuse_outside(actor, item.area)
    store.end_item(item)
    return store.item_view(item)


def get_item(store: Any, _actor: Actor, command: GetItem) -> ItemView:
    item = store.get_item(command.code)
    return store.old_item_view(item, command.edition) if command.edition else store.item_view(item)


def list_items(store: Any, _actor: Actor, command: ListItems) -> ItemPage:
    codes = None
    if command.platform is not None:
        platform = store.find_platform(command.platform)
        if platform is None:
            raise NOT_FOUND("/platform", what="platform")
        codes = list(platform.items)
    found = store.find_items(
        areas=lying_above(command.area) if command.area else None, codes=codes, department=command.department,
        place=command.place, frequent=command.frequent, beyond=beyond(command.cursor), limit=command.limit + 1,
    )  # fmt: skip
    shown = [store.item_view(item) for item in found[: command.limit]]
    return ItemPage(items=shown, next=following_code(found, command.limit))


def put_platform(store: Any, actor: Actor, command: PutPlatform) -> PlatformView:
    known = store.find_platform(command.code)
    for area in {command.area, known.area} if known else {command.area}:
        refuse_outside(actor, area)
    if known:
        store.refuse_stale(known.version)
    refuse_unknown_items(command, store.items_by_code(command.items), "")
    return store.platform_view(store.keep_platform(known, command.code, command))


def load_platforms(store: Any, _actor: Actor, command: LoadPlatforms) -> LoadedCount:
    items = store.items_by_code({code for platform in command.platforms for code in platform.items})
    for place, platform in enumerate(command.platforms):
        refuse_unknown_items(platform, items, f"/platforms/{place}")
        store.keep_platform(store.find_platform(platform.code), platform.code, platform)
    return LoadedCount(loaded=len(command.platforms))


def get_platform(store: Any, _actor: Actor, command: GetPlatform) -> PlatformView:
    platform = store.find_platform(command.code)
    if platform is None:
        raise NOT_FOUND("/code", what="platform")
    return store.platform_view(platform)


def list_platforms(store: Any, _actor: Actor, command: ListPlatforms) -> PlatformPage:
    found = store.find_platforms(
        area=command.area, kind=command.kind, item=command.item, beyond=beyond(command.cursor), limit=command.limit + 1
    )
    shown = [store.platform_view(platform) for platform in found[: command.limit]]
    return PlatformPage(items=shown, next=following_code(found, command.limit))


def show_item_figures(store: Any, _actor: Actor, command: ShowItemFigures) -> ItemFiguresView:
    return store.item_figures(command.area)


def refuse_unfit_item(fields: ItemFields, pointer: str) -> None:
    refuse_unfit_fields(fields.form, f"{pointer}/form", BAD_FORM)
    codes: set[str] = set()
    for place, paper in enumerate(fields.papers):
        if paper.code in codes:
            raise PAPER_TWICE(f"{pointer}/papers/{place}/code", paper=paper.code)
        codes.add(paper.code)


def refuse_unknown_items(fields: PlatformFields, items: Mapping[str, Any], pointer: str) -> None:
    for place, code in enumerate(fields.items):
        if code not in items:
            raise NO_SUCH_ITEM(f"{pointer}/items/{place}", item=code)
        if not lies_in(fields.area, items[code].area):
            raise ITEM_ELSEWHERE(f"{pointer}/items/{place}", item=code)


def refuse_outside(actor: Actor, area: str) -> None:
    if not actor.covers(area):
        raise OUTSIDE_AREA("/area")


def fields_of(command: PutItem | Any) -> ItemFields:
    return ItemFields(**command.model_dump(exclude={"code"}))


def lying_above(area: str) -> list[str]:
    """The area itself and those that it lies in."""
    parts = area.split(".")
    return [".".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def following_code(found: Iterable[Any], limit: int) -> str | None:
    listed = list(found)
    return encode_cursor(listed[limit - 1].code) if len(listed) > limit else None
