"""Counting bookings by service, area and period."""

from collections import defaultdict
from datetime import date
from typing import Any

from services.tickets.documents.bookings import Booking
from services.tickets.domain.parts import part_of
from services.tickets.store.inside import inside
from shared.contracts.tickets.bookings import BookingState, Outcome
from shared.contracts.tickets.visits import BookingCounts, BookingFiguresView, PartBookingFigures, ServiceFigures
from shared.storage.work import Work

HAD_A_PLACE = [BookingState.BOOKED, BookingState.REPORTED, BookingState.CONFIRMED, BookingState.OBJECTED]
SATISFIED = 4
Counts = dict[str, int]


def _one_if(condition: dict[str, Any]) -> dict[str, Any]:
    return {"$sum": {"$cond": [condition, 1, 0]}}


SUMS: dict[str, Any] = {
    "booked": _one_if({"$in": ["$state", HAD_A_PLACE]}),
    "done": _one_if({"$eq": ["$report.outcome", Outcome.DONE]}),
    "partly": _one_if({"$eq": ["$report.outcome", Outcome.PARTLY]}),
    "no_shows": _one_if({"$eq": ["$report.outcome", Outcome.NOT_MET]}),
    "cancelled": _one_if({"$eq": ["$state", BookingState.CANCELLED]}),
    "objected": _one_if({"$eq": ["$state", BookingState.OBJECTED]}),
    "rated": _one_if({"$gte": ["$stars", 1]}),
    "satisfied": _one_if({"$gte": ["$stars", SATISFIED]}),
    "minutes": {"$sum": "$report.minutes"},
    "taken_fen": {"$sum": "$report.taken_fen"},
}


class BookingFigureStore(Work):
    documents = ()

    def booking_figures(
        self, area: str, service: str | None, since: date | None, until: date | None
    ) -> BookingFiguresView:
        """Read by one range of the index over area and day."""
        days = {op: day.isoformat() for op, day in (("$gte", since), ("$lte", until)) if day} or {"$gt": ""}
        query = {"area": inside(area), "day": days} | ({"service": service} if service else {})
        by = {
            "_id": {"area": "$area", "service": "$service"},
            "name": {"$last": "$name"},
            "name_en": {"$last": "$name_en"},
        }
        rows = list(Booking.objects.aggregate([{"$match": query}, {"$group": by | SUMS}]))
        whole: Counts = dict.fromkeys(SUMS, 0)
        parts: dict[str, Counts] = defaultdict(lambda: dict.fromkeys(SUMS, 0))
        services: dict[str, Counts] = defaultdict(lambda: dict.fromkeys(SUMS, 0))
        names: dict[str, dict[str, str]] = {}
        for row in rows:
            key = row["_id"]
            names[key["service"]] = {"name": row["name"], "name_en": row["name_en"]}
            for counts in (whole, parts[part_of(area, key["area"])], services[key["service"]]):
                for name in SUMS:
                    counts[name] += row[name]
        return BookingFiguresView(
            area=area, since=since, until=until, **BookingCounts(**whole).model_dump(),
            services=[ServiceFigures(service=each, **names[each], **services[each]) for each in sorted(services)],
            parts=[PartBookingFigures(area=path, **counts) for path, counts in sorted(parts.items()) if path != area],
        )  # fmt: skip
