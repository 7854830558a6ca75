"""Turns of rotas: they are entries of shifts, which this finds by day and counts."""

from datetime import date, datetime, time, timedelta
from typing import Any

from services.volunteers.documents.activities import Activity
from services.volunteers.documents.people import Volunteer
from services.volunteers.documents.shifts import Shift, ShiftEntry
from services.volunteers.domain.turns import ON_TURN, places_missing
from shared.contracts.volunteers.rota import RotaDay, RotaFigures, VolunteerTurns
from shared.contracts.volunteers.shifts import EntryState
from shared.kernel.clock import SHANGHAI
from shared.storage.work import Work

SERVED = {"$match": {"entries.state": EntryState.SERVED.value}}
PER_VOLUNTEER = {"$group": {"_id": "$entries.volunteer", "turns": {"$sum": 1}, "minutes": {"$sum": "$entries.minutes"}}}


class RotaStore(Work):
    documents = ()
    make_shift: Any

    def volunteers_named(self, ids: set[str]) -> dict[str, Volunteer]:
        return {volunteer.id: volunteer for volunteer in Volunteer.objects(id__in=list(ids))}

    def shifts_on(self, activity: Activity, days: set[date]) -> dict[date, Shift]:
        return {shift.day: shift for shift in Shift.objects(activity=activity.id, day__in=list(days))}

    def make_past_shift(self, activity: Activity, day: date) -> Shift:
        """Of a day before the activity was opened here; it is over, and nobody signs up for it."""
        self.make_shift(activity, day)
        shift = Shift.objects.get(activity=activity.id, day=day)
        shift.closed = True
        return shift

    def put_turn(self, shift: Shift, volunteer: Volunteer, minutes: int) -> EntryState | None:
        """Counts as served from now on; gives the state that the entry had, None where there was none."""
        entry = next((each for each in shift.entries if each.volunteer == volunteer.id), None)
        before = entry.state if entry else None
        if entry is None:
            entry = ShiftEntry(account=volunteer.account, volunteer=volunteer.id, signed_at=self.now)
            shift.entries.append(entry)
        if before is not EntryState.SERVED:
            entry.state, entry.minutes, entry.struck = EntryState.SERVED, minutes, None
        return before

    def find_rota_days(self, activity: Activity, since: date, until: date) -> list[Shift]:
        return list(Shift.objects(activity=activity.id, day__gte=since, day__lt=until).order_by("day"))

    def count_turns(
        self, activity: Activity, since: date, until: date, after: tuple[int, str] | None, limit: int
    ) -> list[VolunteerTurns]:
        """Who took most turns first, from the first up to and with the last day."""
        steps: list[dict[str, Any]] = [{"$unwind": "$entries"}, SERVED, PER_VOLUNTEER]
        if after is not None:
            turns, volunteer = after
            behind = [{"turns": {"$lt": turns}}, {"turns": turns, "_id": {"$gt": volunteer}}]
            steps.append({"$match": {"$or": behind}})
        steps += [{"$sort": {"turns": -1, "_id": 1}}, {"$limit": limit}]
        found = Shift.objects(activity=activity.id, day__gte=since, day__lte=until).aggregate(steps)
        return [VolunteerTurns(volunteer_id=row["_id"], turns=row["turns"], minutes=row["minutes"]) for row in found]

    def count_rota(self, area: str, since: date, until: date) -> RotaFigures:
        """Of an area at any level, from the first up to and with the last day."""
        held = Shift.objects(
            within=area, starts__gte=_midnight(since), starts__lt=_midnight(until + timedelta(days=1)),
            entries__state=EntryState.SERVED,
        )  # fmt: skip
        each = {"turns": {"$sum": "$turns"}, "minutes": {"$sum": "$minutes"}, "volunteers": {"$sum": 1}}
        steps = [{"$unwind": "$entries"}, SERVED, PER_VOLUNTEER, {"$group": {"_id": None} | each}]
        row: dict[str, Any] = next(iter(held.aggregate(steps)), {})
        return RotaFigures(
            area=area, since=since, until=until, shifts=held.count(), turns=row.get("turns", 0),
            minutes=row.get("minutes", 0), volunteers=row.get("volunteers", 0),
        )  # fmt: skip

    def rota_day(self, shift: Shift) -> RotaDay:
        on_turn = [entry for entry in shift.entries if entry.state in ON_TURN]
        missing = places_missing(
            [(need.skill, need.places) for need in shift.needs], [entry.skill for entry in on_turn]
        )
        return RotaDay(
            day=shift.day, shift_id=shift.id, starts=shift.starts, places=sum(need.places for need in shift.needs),
            on_turn=[entry.volunteer for entry in on_turn], missing=0 if shift.cancelled else missing,
            cancelled=shift.cancelled is not None,
        )  # fmt: skip


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
