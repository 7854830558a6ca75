"""Counting applications, from the index alone."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from services.tickets.documents.filings import Filing
from services.tickets.domain.parts import part_of
from services.tickets.store.inside import inside
from shared.contracts.tickets.filing_figures import (
    DepartmentCounts,
    FilingCounts,
    FilingFiguresView,
    ItemCounts,
    PartCounts,
    PlaceCounts,
)
from shared.contracts.tickets.filings import FilingState
from shared.storage.work import Work

FIRST, LAST = date.min.isoformat(), date.max.isoformat()
KEYS = ("area", "department", "item", "place", "decision", "in_time")


class FilingFigureStore(Work):
    documents = ()

    def filing_figures(
        self, area: str, since: date | None, until: date | None, department: str | None, item: str | None
    ) -> FilingFiguresView:
        wanted: dict[str, Any] = {
            "day": {"$gte": since.isoformat() if since else FIRST, "$lte": until.isoformat() if until else LAST},
            "area": inside(area),
        }
        wanted |= {name: value for name, value in (("department", department), ("item", item)) if value is not None}
        rows = list(
            Filing.objects.aggregate(
                [
                    {"$match": wanted},
                    {"$project": {"_id": 0, **dict.fromkeys(KEYS, 1)}},
                    {"$group": {"_id": {name: f"${name}" for name in KEYS}, "n": {"$sum": 1}}},
                ]
            )
        )
        by_part = _grouped(rows, lambda key: part_of(area, key["area"]))
        return FilingFiguresView(
            area=area,
            items=[ItemCounts(item=name, **counts) for name, counts in _grouped(rows, lambda key: key["item"])],
            departments=[
                DepartmentCounts(department=name, **counts)
                for name, counts in _grouped(rows, lambda key: key["department"])
            ],
            parts=[PartCounts(area=name, **counts) for name, counts in by_part],
            places=[PlaceCounts(place=name, **counts) for name, counts in _grouped(rows, lambda key: key["place"])],
            **_counts(rows),
        )


def _grouped(rows: Iterable[dict[str, Any]], name: Callable[[dict[str, Any]], str]) -> list[tuple[Any, dict[str, int]]]:
    groups: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(name(row["_id"]), []).append(row)
    return [(key, _counts(groups[key])) for key in sorted(groups)]


def _counts(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    counts = Counter(dict.fromkeys(FilingCounts.model_fields, 0))
    for row in rows:
        key, n = row["_id"], row["n"]
        decision = key.get("decision")
        counts["filed"] += n
        if decision is None:
            continue
        counts[decision] += n
        if decision != FilingState.WITHDRAWN:
            counts["decided"] += n
            counts["in_time"] += n if key.get("in_time") else 0
    return dict(counts)
