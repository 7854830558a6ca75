"""Finding and keeping places of help."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.residents.documents.points import HelpPoint, OpenSpan, OtherDay
from services.residents.domain.hours import is_open
from services.residents.domain.walking import EARTH_METRES, metres_between
from services.residents.store.buildings import point_of
from services.residents.store.queries import all_of, index_names, inside, named_like, place_of
from shared.contracts.residents.points import (
    Help,
    PointFields,
    PointPublished,
    PointStatus,
    PointView,
    ReachedPoint,
    Span,
    SpecialDay,
    WeeklySpan,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class PointStore(Work):
    documents = (HelpPoint,)

    def get_point(self, code: str) -> HelpPoint:
        point = HelpPoint.objects(code=code).first()
        if point is None:
            raise NOT_FOUND("/code", what="point")
        return point

    def find_points(self, codes: Iterable[str]) -> dict[str, HelpPoint]:
        return {point.code: point for point in HelpPoint.objects(code__in=sorted(set(codes)))}

    def describe_point(self, known: HelpPoint | None, fields: PointFields, grid: str) -> HelpPoint | None:
        """The point with these fields in that grid; None when it is so already."""
        known_fields = _fields_of(known) if known is not None and grid == known.grid else None
        if known_fields and all(getattr(fields, name) == value for name, value in known_fields.items()):
            return None
        point = known or HelpPoint(code=fields.code)
        for name in ("kind", "name", "name_en", "address", "phone", "holder", "status"):
            setattr(point, name, getattr(fields, name))
        point.services = list(fields.services)
        point.hours = [OpenSpan(**span.model_dump()) for span in fields.hours]
        point.special_days = [
            OtherDay(day=special.day.isoformat(), spans=[OpenSpan(**span.model_dump()) for span in special.spans])
            for special in fields.special_days
        ]
        point.place, point.grid = [fields.point.longitude, fields.point.latitude], grid
        index_names(point, [name for name in (point.name, point.name_en, point.address, point.code) if name])
        return point

    def announce_point(self, point: HelpPoint) -> None:
        event = PointPublished(
            code=point.code, kind=point.kind, name=point.name, name_en=point.name_en, grid=point.grid,
            point=point_of(point), status=point.status,
        )  # fmt: skip
        self.announce(event, subject=point.code, version=point.version, area=point.grid)

    def search_points(self, *, within: str | None, kind: str | None, status: str | None, text: str | None,
                      after: str | None, limit: int) -> list[HelpPoint]:  # fmt: skip
        query = all_of(
            {"grid": inside(within)} if within else {},
            {"kind": kind} if kind else {},
            {"status": status} if status else {},
            named_like(text) if text else {},
            {"_id": {"$gt": after}} if after else {},
        )
        return list(HelpPoint.objects(__raw__=query).exclude("grams").order_by("code").limit(limit))

    def points_within(
        self, place: tuple[float, float], metres: float, kind: str | None
    ) -> list[tuple[float, HelpPoint]]:
        """Those that are not closed for good within so many metres as the crow flies, the nearest first."""
        circle = {"$centerSphere": [list(place), metres * 1.001 / EARTH_METRES]}
        query = all_of(
            {"place": {"$geoWithin": circle}},
            {"status": {"$ne": PointStatus.CLOSED.value}},
            {"kind": kind} if kind else {},
        )
        found = HelpPoint.objects(__raw__=query).exclude("grams")
        return sorted(
            ((metres_between(place, place_of(point.place)), point) for point in found),
            key=lambda pair: (pair[0], pair[1].code),
        )

    def working_points(self, box: tuple[float, float, float, float]) -> list[tuple[Help, tuple[float, float]]]:
        """Kind and place of all open points between west, south, east and north."""
        west, south, east, north = box
        query = {"status": PointStatus.OPEN.value, "place": {"$geoWithin": {"$box": [[west, south], [east, north]]}}}
        rows = HelpPoint.objects(__raw__=query).only("kind", "place").as_pymongo()
        return [(Help(row["kind"]), place_of(row["place"])) for row in rows]

    def points_in_grids(self, grids: Iterable[str]) -> list[HelpPoint]:
        return list(HelpPoint.objects(grid__in=sorted(set(grids))).order_by("code"))

    def point_view(self, point: HelpPoint) -> PointView:
        return PointView(**self._shown(point))

    def reached_point(self, point: HelpPoint, metres: int, minutes: int, at: datetime) -> ReachedPoint:
        return ReachedPoint(**self._shown(point), metres=metres, minutes=minutes, open=open_at(point, at))

    def _shown(self, point: HelpPoint) -> dict[str, Any]:
        return {
            **_fields_of(point), "code": point.code, "grid": point.grid, "open_now": open_at(point, self.now),
            "version": point.version,
        }  # fmt: skip


def open_at(point: HelpPoint, moment: datetime) -> bool:
    facts = _fields_of(point)
    return is_open(facts["status"], facts["hours"], facts["special_days"], moment)


def _fields_of(point: HelpPoint) -> dict[str, Any]:
    return {
        "kind": Help(point.kind),
        "name": point.name,
        "name_en": point.name_en,
        "point": point_of(point),
        "address": point.address,
        "phone": point.phone,
        "holder": point.holder,
        "services": list(point.services),
        "hours": [WeeklySpan(weekday=span.weekday, opens=span.opens, closes=span.closes) for span in point.hours],
        "special_days": [
            SpecialDay(day=special.day, spans=[Span(opens=span.opens, closes=span.closes) for span in special.spans])
            for special in point.special_days
        ],
        "status": PointStatus(point.status),
    }
