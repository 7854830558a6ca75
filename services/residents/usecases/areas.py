"""Areas: draw and show."""

from typing import Any

from services.residents.domain.tree import kind_of, parent_of
from shared.contracts.actor import Actor
from shared.contracts.residents.areas import NO_PARENT, WRONG_KIND, AreaDrawn, AreaView, DrawArea, GetArea


def draw_area(store: Any, _actor: Actor, command: DrawArea) -> AreaView:
    if command.kind != kind_of(command.path):
        raise WRONG_KIND("/kind", path=command.path, kind=kind_of(command.path))
    parent = parent_of(command.path)
    if parent is not None and store.find_area(parent) is None:
        raise NO_PARENT("/path", parent=parent)
    area = store.find_area(command.path) or store.new_area(command.path)
    if area.version is not None:
        store.refuse_stale(area.version)
    area.kind, area.name, area.name_en = command.kind, command.name, command.name_en
    area.outline = command.outline.model_dump(mode="json")
    store.save(area)
    fields = {name: getattr(command, name) for name in ("path", "kind", "name", "name_en", "outline")}
    store.announce(AreaDrawn(**fields), subject=area.path, version=area.version, area=area.path)
    return store.area_view(area)


def get_area(store: Any, _actor: Actor, command: GetArea) -> AreaView:
    return store.area_view(store.get_area(command.path))
