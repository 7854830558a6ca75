"""Finding and keeping areas."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from mongoengine.errors import OperationError
from pymongo.errors import BulkWriteError

from services.residents.documents.areas import Area
from services.residents.domain.tree import level_of, line_of, parent_of
from services.residents.store.queries import (
    all_of,
    geo_point,
    index_names,
    inside,
    named_like,
    put_all,
    rings_in,
    valid_at,
)
from shared.contracts.residents.areas import (
    BAD_OUTLINE,
    AreaDrawn,
    AreaEnded,
    AreaEntry,
    AreaKind,
    AreaView,
    Outline,
    TreeNode,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

CANNOT_INDEX = 16755
"""The server's code for a polygon that it does not take."""


class AreaStore(Work):
    documents = (Area,)

    def find_area(self, path: str) -> Area | None:
        return Area.objects(path=path).first()

    def find_areas(self, paths: Iterable[str]) -> dict[str, Area]:
        return {area.path: area for area in Area.objects(path__in=sorted(set(paths)))}

    def get_area(self, path: str) -> Area:
        area = self.find_area(path)
        if area is None:
            raise NOT_FOUND("/path", what="area")
        return area

    def new_area(self, path: str, since: datetime | None = None) -> Area:
        return Area(path=path, parent=parent_of(path), since=since or self.now)

    def describe_area(self, area: Area, fields: Any) -> bool:
        """Takes over kind, names and outline; False when they are so already."""
        outline = fields.outline.model_dump(mode="json")
        new = (fields.kind, fields.name, fields.name_en, list(fields.altnames), outline["coordinates"])
        if area.version is not None and new == (area.kind, area.name, area.name_en, list(area.altnames), _rings(area)):
            return False
        area.kind, area.name, area.name_en, area.altnames = new[:4]
        area.outline = outline
        index_names(area, (area.name, area.name_en, *area.altnames))
        return True

    def save_areas(self, areas: Sequence[Area]) -> None:
        """Refuses with `residents.bad_outline` what the database cannot put on its sphere."""
        try:
            put_all(areas)
        except (BulkWriteError, OperationError) as error:
            rows = error.details.get("writeErrors", []) if isinstance(error, BulkWriteError) else []
            if not any(row.get("code") == CANNOT_INDEX for row in rows):
                raise
            at = areas[rows[0].get("index", 0)].path
            raise BAD_OUTLINE("/outline", path=at, why="its sides cross on the sphere") from error

    def announce_area(self, area: Area) -> None:
        event = AreaDrawn(
            path=area.path, kind=area.kind, name=area.name, name_en=area.name_en, altnames=list(area.altnames),
            outline=outline_of(area),
        )  # fmt: skip
        self.announce(event, subject=area.path, version=area.version, area=area.path)

    def announce_end(self, area: Area) -> None:
        event = AreaEnded(path=area.path, kind=area.kind, until=area.until, succeeded_by=list(area.succeeded_by))
        self.announce(event, subject=area.path, version=area.version, area=area.path)

    def find_children(self, path: str, as_of: datetime | None) -> list[Area]:
        return list(
            Area.objects(__raw__={"parent": path, **valid_at(as_of)}).exclude("outline", "grams").order_by("path")
        )

    def search_areas(self, *, text: str | None, kind: str | None, within: str | None, as_of: datetime | None,
                     after: str | None, limit: int) -> list[Area]:  # fmt: skip
        query = all_of(
            valid_at(as_of),
            named_like(text) if text else {},
            {"kind": kind} if kind else {},
            {"_id": inside(within)} if within else {},
            {"_id": {"$gt": after}} if after else {},
        )
        return list(Area.objects(__raw__=query).exclude("outline", "grams").order_by("path").limit(limit))

    def locate(self, longitude: float, latitude: float, kind: str | None, as_of: datetime | None) -> Area | None:
        """The smallest area at the place, or that of the kind; on a border the first by path."""
        query = {"outline": {"$geoIntersects": {"$geometry": geo_point(longitude, latitude)}}}
        found = Area.objects(__raw__=all_of(query, valid_at(as_of), {"kind": kind} if kind else {})).only("path")
        best = min((area.path for area in found), key=lambda path: (-level_of(path), path), default=None)
        return self.find_area(best) if best else None

    def subtree(self, path: str, as_of: datetime | None, outlines: bool) -> list[Area]:
        hidden = ("grams",) if outlines else ("grams", "outline")
        query = {"_id": inside(path), **valid_at(as_of)}
        return list(Area.objects(__raw__=query).exclude(*hidden).order_by("path"))

    def rings_of(self, area: Area) -> list[list[tuple[float, float]]]:
        return rings_in(area.outline)

    def area_view(self, area: Area) -> AreaView:
        above = self.find_areas(line_of(area.path)[:-1])
        names = [above[path].name for path in line_of(area.path)[:-1] if path in above]
        return AreaView(**area_facts(area), outline=outline_of(area), full_name=" > ".join([*names, area.name]))

    def area_entry(self, area: Area) -> AreaEntry:
        return AreaEntry(**area_facts(area))

    def tree_node(self, area: Area, outlines: bool) -> TreeNode:
        return TreeNode(**area_facts(area), outline=outline_of(area) if outlines else None)


def area_facts(area: Area) -> dict[str, Any]:
    return {
        "path": area.path,
        "kind": AreaKind(area.kind),
        "level": level_of(area.path),
        "name": area.name,
        "name_en": area.name_en,
        "altnames": list(area.altnames),
        "parent": area.parent,
        "since": area.since,
        "until": area.until,
        "succeeds": list(area.succeeds),
        "succeeded_by": list(area.succeeded_by),
        "version": area.version,
    }


def outline_of(area: Area) -> Outline:
    return Outline(coordinates=_rings(area))


def _rings(area: Area) -> list[Any]:
    outline = area.outline
    return outline["coordinates"] if isinstance(outline, dict) else outline
