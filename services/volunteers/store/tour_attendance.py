"""Seats of stops, and what tours amount to."""

from datetime import date, datetime, time, timedelta
from typing import Any

from services.volunteers.documents.tours import TourPerformer, TourSeat, TourStop
from shared.contracts.volunteers.tour_attendance import PerformersOfRole, StopsOfHost, StopsOfKind, TourFigures
from shared.contracts.volunteers.tours import StopState
from shared.kernel.clock import SHANGHAI
from shared.storage.sealing import blind
from shared.storage.work import Work

CAME = {"$size": {"$filter": {"input": "$seated", "cond": {"$gt": ["$$this.came_at", None]}}}}


class TourAttendanceStore(Work):
    def add_seat(self, stop: TourStop, account: str) -> None:
        stop.seated.append(TourSeat(account=account))

    def seat_of(self, stop: TourStop, account: str) -> TourSeat | None:
        return next((seat for seat in stop.seated if seat.account == account), None)

    def stop_secret(self, stop: TourStop) -> str:
        return blind(stop.id, "tour stop code")

    def forget_touring(self, account: str) -> None:
        """What was held stays counted; nothing says any more who asked, performed or sat there."""
        TourPerformer._get_collection().update_many({"account": account}, {"$unset": {"account": ""}})
        TourStop._get_collection().update_many({"asked_by": account}, {"$unset": {"asked_by": ""}})
        rows = {"$pull": {"seated": {"account": account}}, "$inc": {"version": 1}}
        TourStop._get_collection().update_many({"seated.account": account}, rows)

    def count_tours(self, areas: list[str], since: date | None, until: date | None) -> TourFigures:
        wanted: dict[str, Any] = {"within": {"$in": areas}}
        bounds = {"$gte": _begins(since), "$lt": _begins(until + timedelta(days=1) if until else None)}
        if given := {name: moment for name, moment in bounds.items() if moment is not None}:
            wanted["due"] = given
        states = _counts(wanted, "$state")
        held = {**wanted, "state": StopState.HELD}
        kinds, hosts = _counts(held, "$kind"), _counts(held, "$host")
        places = TourStop.objects(__raw__=held).distinct("area")
        performers = TourStop.objects(__raw__=held).distinct("performers")
        roles = TourPerformer.objects(id__in=performers).aggregate(
            [{"$group": {"_id": "$role", "people": {"$sum": 1}}}, {"$sort": {"_id": 1}}]
        )
        done = states.get(StopState.HELD, {})
        return TourFigures(
            held=done.get("count", 0), audience=done.get("audience", 0), came=done.get("came", 0),
            counties=len({place[:6] for place in places}), communities=len(places),
            **{
                state: states.get(state, {}).get("count", 0)
                for state in (StopState.ASKED, StopState.ACCEPTED, StopState.REFUSED, StopState.CANCELLED)
            },
            kinds=[StopsOfKind(kind=k, held=row["count"], audience=row["audience"]) for k, row in sorted(kinds.items())],
            hosts=[StopsOfHost(host=h, held=row["count"], audience=row["audience"]) for h, row in sorted(hosts.items())],
            roles=[PerformersOfRole(role=row["_id"], people=row["people"]) for row in roles],
        )  # fmt: skip


def _begins(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), SHANGHAI) if day else None


def _counts(wanted: dict[str, Any], by: str) -> dict[str, Any]:
    group = {"_id": by, "count": {"$sum": 1}, "audience": {"$sum": "$audience"}, "came": {"$sum": CAME}}
    return {row["_id"]: row for row in TourStop.objects(__raw__=wanted).aggregate([{"$group": group}])}
