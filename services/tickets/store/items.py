"""Finding, keeping, counting and showing e-service items and platforms."""

from collections.abc import Iterable, Sequence
from typing import Any

from services.tickets.documents.items import Item, ItemEdition, Platform
from services.tickets.store.inside import inside
from shared.contracts.model import Point
from shared.contracts.tickets.items import (
    DepartmentItems,
    FilingPlace,
    ItemFields,
    ItemFiguresView,
    ItemView,
    PlatformFields,
    PlatformKind,
    PlatformView,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

COMMUNITY_DEPTH = 3


class ItemStore(Work):
    documents = (Item, ItemEdition, Platform)

    def find_item(self, code: str) -> Item | None:
        return Item.objects(code=code).first()

    def get_item(self, code: str) -> Item:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        item = self.find_item(code)
        if item is None:
            raise NOT_FOUND("/code", what="item")
        self.refuse_stale(item.version)
        return item

    def keep_item(self, known: Item | None, code: str, fields: ItemFields) -> Item:
        """Keeps the item as its newest edition."""
        item = known or Item(code=code, edition=0, ended=False)
        _write(item, fields, self.now)
        self.save(item)
        self.save(ItemEdition(id=f"{code}|{item.edition}", changed_at=self.now, fields_then=item.fields_now))
        return item

    def end_item(self, item: Item) -> None:
        item.ended = True
        self.save(item)

    def item_edition(self, code: str, edition: int) -> ItemFields | None:
        found = ItemEdition.objects(id=f"{code}|{edition}").first()
        return ItemFields(**found.fields_then) if found else None

    def items_by_code(self, codes: Iterable[str]) -> dict[str, Item]:
        return {item.code: item for item in Item.objects(code__in=list(codes))}

    def find_items(self, *, areas: Sequence[str] | None, codes: Sequence[str] | None, department: str | None,
                   place: FilingPlace | None, frequent: bool | None, beyond: str | None, limit: int) -> list[Item]:  # fmt: skip
        """Those still offered, by code. areas: of the authority, one of them; codes: among these."""
        query: dict[str, Any] = {"ended": False}
        wanted = {"area": _among(areas), "department": department, "places": place, "frequent": frequent}
        query |= {name: value for name, value in wanted.items() if value is not None}
        conditions: list[dict[str, Any]] = [query]
        if codes is not None:
            conditions.append({"_id": {"$in": list(codes)}})
        if beyond is not None:
            conditions.append({"_id": {"$gt": beyond}})
        return list(Item.objects(__raw__={"$and": conditions}).order_by("code").limit(limit))

    def find_platform(self, code: str) -> Platform | None:
        return Platform.objects(code=code).first()

    def keep_platform(self, known: Platform | None, code: str, fields: PlatformFields) -> Platform:
        platform = known or Platform(code=code)
        platform.area, platform.kind = fields.area, fields.kind
        platform.name, platform.name_en, platform.items = fields.name, fields.name_en, list(fields.items)
        platform.place = [fields.point.longitude, fields.point.latitude] if fields.point else None
        self.save(platform)
        return platform

    def find_platforms(self, *, area: str | None, kind: PlatformKind | None, item: str | None, beyond: str | None,
                       limit: int) -> list[Platform]:  # fmt: skip
        wanted = {"area": inside(area) if area else None, "kind": kind, "items": item}
        query: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
        if beyond is not None:
            query["_id"] = {"$gt": beyond}
        return list(Platform.objects(__raw__=query).order_by("code").limit(limit))

    def item_figures(self, area: str) -> ItemFiguresView:
        rows = list(
            Item.objects(__raw__={"area": inside(area), "ended": False}).aggregate(
                [{"$group": {"_id": {"department": "$department", "frequent": "$frequent"}, "n": {"$sum": 1}}}]
            )
        )
        departments: dict[str, int] = {}
        for row in rows:
            departments[row["_id"]["department"]] = departments.get(row["_id"]["department"], 0) + row["n"]
        frequent = Item.objects(__raw__={"area": inside(area), "ended": False, "frequent": True}).scalar("code")
        offering = Platform.objects(__raw__={"items": {"$in": list(frequent)}, "area": inside(area)}).scalar("area")
        communities = {path for path in map(_community, offering) if path}
        return ItemFiguresView(
            area=area, items=sum(departments.values()), frequent=sum(r["n"] for r in rows if r["_id"]["frequent"]),
            departments=[DepartmentItems(department=name, items=n) for name, n in sorted(departments.items())],
            platforms=Platform.objects(__raw__={"area": inside(area)}).count(), communities=len(communities),
        )  # fmt: skip

    def item_view(self, item: Item) -> ItemView:
        return ItemView(
            **item.fields_now, code=item.code, edition=item.edition, ended=item.ended, changed_at=item.changed_at,
            version=item.version,
        )  # fmt: skip

    def old_item_view(self, item: Item, edition: int) -> ItemView:
        found = ItemEdition.objects(id=f"{item.code}|{edition}").first()
        if found is None:
            raise NOT_FOUND("/edition", what="item")
        return ItemView(
            **found.fields_then, code=item.code, edition=edition, ended=item.ended, changed_at=found.changed_at,
            version=item.version,
        )  # fmt: skip

    def platform_view(self, platform: Platform) -> PlatformView:
        where = platform.place["coordinates"] if isinstance(platform.place, dict) else platform.place
        return PlatformView(
            code=platform.code, area=platform.area, kind=platform.kind, name=platform.name, name_en=platform.name_en,
            point=Point(longitude=where[0], latitude=where[1]) if where else None, items=list(platform.items),
            version=platform.version,
        )  # fmt: skip


def _write(item: Item, fields: ItemFields, now: Any) -> None:
    item.area, item.department, item.frequent = fields.area, fields.department, fields.frequent
    item.places = [place.value for place in fields.places]
    item.fields_now = fields.model_dump(mode="json")
    item.edition += 1
    item.ended, item.changed_at = False, now


def _among(areas: Sequence[str] | None) -> dict[str, list[str]] | None:
    return {"$in": list(areas)} if areas is not None else None


def _community(path: str) -> str | None:
    parts = path.split(".")
    return ".".join(parts[:COMMUNITY_DEPTH]) if len(parts) >= COMMUNITY_DEPTH else None
