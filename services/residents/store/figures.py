"""Counting what is recorded in each area, and keeping the counts.

Whoever changes something that is counted leaves a mark with its path in the same transaction; a timer counts marked
paths anew. Ages change without anybody doing anything, so each path is counted anew once a day as well.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from pymongo import ReplaceOne

from services.residents.documents.areas import Area
from services.residents.documents.buildings import Building, Estate
from services.residents.documents.figures import AreaFigures, FigureMark
from services.residents.documents.households import Household
from services.residents.documents.people import Person
from services.residents.documents.points import HelpPoint
from services.residents.documents.staff import StaffMember
from services.residents.domain.ages import FIRST_AGES, born_before
from services.residents.store.queries import inside
from shared.contracts.residents.areas import AreaKind
from shared.contracts.residents.figures import AgeBand
from shared.contracts.residents.people import PersonState
from shared.contracts.residents.points import Help, PointStatus
from shared.contracts.residents.staff import Phase
from shared.kernel.clock import SHANGHAI
from shared.storage.work import Work

Counts = dict[str, int]
MARKS_AT_ONCE = 20_000
COUNTED = (Person, Household, StaffMember)
"""What other subjects save one by one; `save` marks where it was and where it is."""


class FigureStore(Work):
    documents = (AreaFigures, FigureMark)

    def save(self, document: Any) -> None:
        if isinstance(document, COUNTED):
            known = type(document).objects(pk=document.pk).first() if document.version is not None else None
            self.touch_figures(*paths_of(document), *(paths_of(known) if known else ()))
        super().save(document)

    def touch_figures(self, *paths: str | None) -> None:
        """What is recorded at these paths has changed."""
        rows = [{"_id": self.new_id(), "path": path} for path in sorted({path for path in paths if path})]
        if rows:
            FigureMark._get_collection().insert_many(rows)

    def marks(self) -> dict[str, list[str]]:
        """Marked paths with the marks' ids."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in FigureMark.objects.limit(MARKS_AT_ONCE).as_pymongo():
            found[row["path"]].append(row["_id"])
        return found

    def outdated(self, limit: int) -> list[str]:
        """Paths whose ages were reckoned by a day before today."""
        rows = AreaFigures.objects(day__lt=self._day.isoformat()).only("path").limit(limit).as_pymongo()
        return [row["_id"] for row in rows]

    def forget_marks(self, ids: Iterable[str]) -> None:
        FigureMark._get_collection().delete_many({"_id": {"$in": list(ids)}})

    def is_marked(self, path: str) -> bool:
        return FigureMark._get_collection().find_one({"path": inside(path)}, {"_id": 1}) is not None

    def count_all(self, paths: Sequence[str] | None = None) -> dict[str, Counts]:
        """What is recorded at each of the paths, or at all there are: grouped by the database from what is stored."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)

        def count(model: Any, where: str, kind: str, matches: Mapping[str, Any], amount: Any = 1) -> None:
            condition = {**matches, **({where: {"$in": list(paths)}} if paths is not None else {})}
            stages = [{"$match": condition}, {"$group": {"_id": f"${where}", "n": {"$sum": amount}}}]
            for row in model._get_collection().aggregate(stages):
                counts[row["_id"]][kind] += row["n"]

        count(Area, "_id", "grids", {"kind": AreaKind.GRID.value, "until": None})
        count(Estate, "community", "estates", {})
        count(Building, "grid", "buildings", {})
        count(Building, "grid", "dwellings", {}, "$dwelling_count")
        count(Household, "area", "households", {"current": True})
        for band, born in self._births().items():
            count(Person, "area", f"age {band.value}", {"state": PersonState.LIVING_HERE.value, "birth_date": born})
        for kind in Help:
            count(
                HelpPoint,
                "grid",
                f"point {kind.value}",
                {"kind": kind.value, "status": {"$ne": PointStatus.CLOSED.value}},
            )
        self._count_staff(paths, counts)
        return {area: {kind: n for kind, n in sorted(found.items()) if n} for area, found in counts.items()}

    def kept_figures(self) -> dict[str, Counts]:
        return {row["_id"]: row.get("counts", {}) for row in AreaFigures.objects.as_pymongo()}

    def keep_figures(self, figures: Mapping[str, Counts]) -> None:
        rows = [
            ReplaceOne(
                {"_id": path},
                {"_id": path, "counts": counts, "counted_at": self.now, "day": self._day.isoformat()},
                upsert=True,
            )
            for path, counts in figures.items()
        ]
        if rows:
            AreaFigures._get_collection().bulk_write(rows, ordered=False)

    def figures_in(self, path: str) -> list[tuple[str, Counts, datetime]]:
        """Path, counts and moment of counting of everything kept in an area."""
        rows = AreaFigures.objects(__raw__={"_id": inside(path)}).as_pymongo()
        return [(row["_id"], row.get("counts", {}), row["counted_at"]) for row in rows]

    @property
    def _day(self) -> date:
        return self.now.astimezone(SHANGHAI).date()

    def _births(self) -> dict[AgeBand, dict[str, datetime]]:
        """Each band's span of birth dates; dates are stored as midnight."""
        spans: dict[AgeBand, dict[str, datetime]] = {}
        upper = None
        for band, years in sorted(FIRST_AGES.items(), key=lambda item: item[1]):
            below = midnight(born_before(years, self._day))
            if upper is not None:
                spans[upper] = {**spans[upper], "$gte": below}
            spans[band] = {"$lt": below} if years else {"$lt": datetime(9999, 1, 1)}  # noqa: DTZ001
            upper = band
        return spans

    def _count_staff(self, paths: Sequence[str] | None, counts: dict[str, Counter[str]]) -> None:
        """Each member of staff in the first area of the first appointment in force."""
        serving = {
            "$filter": {"input": "$appointments", "as": "a", "cond": {"$eq": ["$$a.phase", Phase.IN_FORCE.value]}}
        }
        first = {"$first": {"$first": {"$map": {"input": serving, "as": "a", "in": "$$a.areas"}}}}
        stages: list[dict[str, Any]] = [
            {
                "$match": {
                    "serving": True,
                    **({"appointments.areas": {"$in": list(paths)}} if paths is not None else {}),
                }
            },
            {"$group": {"_id": first, "n": {"$sum": 1}}},
        ]
        for row in StaffMember._get_collection().aggregate(stages):
            if row["_id"] is not None and (paths is None or row["_id"] in paths):
                counts[row["_id"]]["staff"] += row["n"]


def paths_of(document: Any) -> list[str]:
    """At which paths a document is counted, or may be."""
    if isinstance(document, StaffMember):
        return [area for appointment in document.appointments for area in appointment.areas]
    return [document.area] if document.area else []


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)
