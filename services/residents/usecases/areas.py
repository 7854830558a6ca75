"""Areas: draw, load, find, show."""

from typing import Any

from services.residents.domain.ground import fault_of
from services.residents.domain.tree import kind_of, parent_of
from services.residents.usecases.duty import refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.residents.areas import (
    AREA_ENDED,
    BAD_OUTLINE,
    NO_AREA_THERE,
    NO_PARENT,
    WRONG_KIND,
    AreaFields,
    AreaList,
    AreaPage,
    AreaView,
    DrawArea,
    ExportTree,
    GetArea,
    ListChildren,
    LoadAreas,
    LoadedView,
    LocateArea,
    SearchAreas,
    TreeView,
)
from shared.kernel.paging import decode_cursor, encode_cursor


def draw_area(store: Any, actor: Actor, command: DrawArea) -> AreaView:
    refuse_outside(actor, command.path, "/path")
    refuse_misdrawn(command, "")
    parent = parent_of(command.path)
    if parent is not None:
        refuse_bad_parent(parent, store.find_area(parent), "/path")
    area = store.find_area(command.path) or store.new_area(command.path)
    if area.version is not None:
        store.refuse_stale(area.version)
    refuse_ended(area, "/path")
    if store.describe_area(area, command):
        store.save_areas([area])
        store.announce_area(area)
        store.touch_figures(area.path)
    return store.area_view(area)


def load_areas(store: Any, _actor: Actor, command: LoadAreas) -> LoadedView:
    """Later entries win over earlier ones of the same path."""
    wanted = {fields.path: fields for fields in command.areas}
    known = store.find_areas({*wanted, *(parent_of(path) for path in wanted if parent_of(path))})
    changed, added = [], 0
    for index, (path, fields) in enumerate(wanted.items()):
        pointer = f"/areas/{index}"
        refuse_misdrawn(fields, pointer)
        parent = parent_of(path)
        if parent is not None:
            refuse_bad_parent(parent, known.get(parent), pointer)
        area = known.setdefault(path, store.new_area(path, command.since))
        refuse_ended(area, pointer)
        if store.describe_area(area, fields):
            added += area.version is None
            changed.append(area)
    store.save_areas(changed)
    for area in changed:
        store.announce_area(area)
    store.touch_figures(*(area.path for area in changed))
    return LoadedView(added=added, changed=len(changed) - added, unchanged=len(wanted) - len(changed))


def get_area(store: Any, _actor: Actor, command: GetArea) -> AreaView:
    return store.area_view(store.get_area(command.path))


def list_children(store: Any, _actor: Actor, command: ListChildren) -> AreaList:
    store.get_area(command.path)
    return AreaList(items=[store.area_entry(area) for area in store.find_children(command.path, command.as_of)])


def search_areas(store: Any, _actor: Actor, command: SearchAreas) -> AreaPage:
    found = store.search_areas(
        text=command.text, kind=command.kind, within=command.within, as_of=command.as_of,
        after=decode_cursor(command.cursor, str)[0] if command.cursor else None, limit=command.limit + 1,
    )  # fmt: skip
    shown = found[: command.limit]
    more = encode_cursor(shown[-1].path) if len(found) > command.limit else None
    return AreaPage(items=[store.area_entry(area) for area in shown], next=more)


def locate_area(store: Any, _actor: Actor, command: LocateArea) -> AreaView:
    area = store.locate(command.longitude, command.latitude, command.kind, command.as_of)
    if area is None:
        raise NO_AREA_THERE("/longitude")
    return store.area_view(area)


def export_tree(store: Any, _actor: Actor, command: ExportTree) -> TreeView:
    store.get_area(command.path)
    found = store.subtree(command.path, command.as_of, command.outlines)
    return TreeView(items=[store.tree_node(area, command.outlines) for area in found])


def refuse_misdrawn(fields: AreaFields, pointer: str) -> None:
    """A path says its kind; an outline must be a simple polygon."""
    kind = kind_of(fields.path)
    if fields.kind != kind:
        raise WRONG_KIND(f"{pointer}/kind", path=fields.path, kind=kind)
    fault = fault_of(fields.outline.coordinates)
    if fault is not None:
        raise BAD_OUTLINE(f"{pointer}/outline", path=fields.path, why=fault)


def refuse_bad_parent(path: str, parent: Any, pointer: str) -> None:
    if parent is None:
        raise NO_PARENT(pointer, parent=path)
    refuse_ended(parent, pointer)


def refuse_ended(area: Any, pointer: str) -> None:
    if area.until is not None:
        raise AREA_ENDED(pointer, path=area.path, successors=", ".join(area.succeeded_by))
