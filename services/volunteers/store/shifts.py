"""Finding and keeping shifts, entries and what volunteers served."""

from datetime import date, datetime, timedelta
from typing import Any

from services.volunteers.documents.activities import Activity
from services.volunteers.documents.people import Volunteer
from services.volunteers.documents.shifts import HoursOutside, ServiceRecord, Shift, ShiftEntry
from services.volunteers.domain.places import taken, waiting
from services.volunteers.domain.sign_up_pauses import paused_because
from services.volunteers.domain.standing_in import signs_in
from services.volunteers.store.activities import needs_of, places_needed
from shared.contracts.volunteers.activities import Need
from shared.contracts.volunteers.attendance import HoursView, RecordHours, ServiceView
from shared.contracts.volunteers.people import Skill
from shared.contracts.volunteers.shifts import EntryState, EntryView, NeedView, ShiftView
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.kernel.paging import BAD_CURSOR
from shared.storage.sealing import blind
from shared.storage.work import Work

LONGEST = timedelta(minutes=1440)
"""No shift is longer; so that what is over long since is not looked through."""


class ShiftStore(Work):
    documents = (Shift, ServiceRecord, HoursOutside)

    def make_shift(self, activity: Activity, day: date) -> None:
        clock = activity.starts.astimezone(SHANGHAI)
        starts = datetime.combine(day, clock.timetz().replace(tzinfo=None), SHANGHAI)
        shift = Shift(
            id=self.new_id(), activity=activity.id, day=day, area=activity.area, within=list(activity.within),
            team=activity.team, title=activity.title, place=activity.place, starts=starts,
            ends=starts + timedelta(minutes=activity.minutes), opens_at=starts - timedelta(hours=activity.opens_before),
            closes_at=starts - timedelta(minutes=activity.closes_before), needs=places_needed(needs_of(activity)),
            reserve=activity.reserve, stand_by=activity.stand_by, most_each=activity.most_each,
            paused_with_activity=activity.paused,
        )  # fmt: skip
        self.save(shift)

    def days_made(self, activity: Activity, after: date) -> set[date]:
        return {each.day for each in Shift.objects(activity=activity.id, day__gt=after).only("day")}

    def count_shifts_ahead(self, activity: Activity) -> int:
        return Shift.objects(activity=activity.id, starts__gt=self.now).count()

    def get_shift(self, shift_id: str) -> Shift:
        shift = Shift.objects(id=shift_id).first()
        if shift is None:
            raise NOT_FOUND("/shift_id", what="shift")
        self.refuse_stale(shift.version)
        return shift

    def find_shifts(
        self, cursor: str | None, limit: int, area: str | None = None, activity: str | None = None,
        account: str | None = None,
    ) -> list[Any]:  # fmt: skip
        """Those that are not over yet, the soonest first, after the shift that the cursor names."""
        query: dict[str, Any] = {"ends": {"$gt": self.now}, "starts": {"$gt": self.now - LONGEST}}
        if area is not None:
            query["within"] = area
        if activity is not None:
            query["activity"] = activity
        if account is not None:
            query["entries.account"] = account
        if cursor is not None:
            last = Shift.objects(id=cursor).first()
            if last is None:
                raise BAD_CURSOR("/cursor")
            query["$or"] = [{"starts": {"$gt": last.starts}}, {"starts": last.starts, "_id": {"$gt": last.id}}]
        return list(Shift.objects(__raw__=query).order_by("starts", "id").limit(limit))

    def shifts_to_come(self, activity: Activity) -> list[Any]:
        return list(Shift.objects(activity=activity.id, starts__gt=self.now, cancelled=None))

    def colliding(self, account: str, shift: Shift) -> Shift | None:
        """Another shift at that time for which the account is signed up or waits."""
        return Shift.objects(
            entries__account=account,
            id__ne=shift.id,
            cancelled=None,
            starts__lt=shift.ends,
            ends__gt=shift.starts,
            starts__gt=shift.starts - LONGEST,
        ).first()

    def entry_of(self, shift: Shift, account: str) -> ShiftEntry | None:
        return next((each for each in shift.entries if each.account == account), None)

    def entry_for(self, shift: Shift, volunteer_id: str) -> ShiftEntry | None:
        return next((each for each in shift.entries if each.volunteer == volunteer_id), None)

    def add_entry(
        self, shift: Shift, volunteer: Volunteer, skill: Skill | None, state: EntryState, by: str | None
    ) -> None:
        shift.entries.append(
            ShiftEntry(
                account=volunteer.account, volunteer=volunteer.id, skill=skill, state=state, signed_at=self.now, by=by
            )
        )  # fmt: skip

    def count_entries_ahead(self, account: str, activity: str) -> int:
        """Shifts to come of an activity on which the account has an entry."""
        ahead = Shift.objects(entries__account=account, starts__gt=self.now, activity=activity, cancelled=None)
        return ahead.count()

    def find_shifts_over(self, account: str, cursor: str | None, limit: int) -> list[Any]:
        """Shifts of the account that are over, the latest first, after the shift that the cursor names."""
        query: dict[str, Any] = {"entries.account": account, "ends": {"$lte": self.now}}
        if cursor is not None:
            last = Shift.objects(id=cursor).first()
            if last is None:
                raise BAD_CURSOR("/cursor")
            query["$or"] = [{"starts": {"$lt": last.starts}}, {"starts": last.starts, "_id": {"$lt": last.id}}]
        return list(Shift.objects(__raw__=query).order_by("-starts", "-id").limit(limit))

    def move_shift(self, shift: Shift, place: str, starts: datetime, minutes: int, needs: list[Need]) -> None:
        shift.opens_at += starts - shift.starts
        shift.closes_at += starts - shift.starts
        shift.place, shift.starts, shift.ends = place, starts, starts + timedelta(minutes=minutes)
        shift.needs = places_needed(needs)

    def shifts_over(self, ended_before: datetime) -> list[str]:
        over = Shift.objects(closed=False, ends__lte=ended_before).order_by("ends").limit(100)
        return [each.id for each in over.only("id")]

    def find_shift_over(self, shift_id: str, ended_before: datetime) -> Shift | None:
        return Shift.objects(id=shift_id, closed=False, ends__lte=ended_before).first()

    def shift_secret(self, shift: Shift) -> str:
        """From the data key, so that nobody makes codes who only reads the database."""
        return blind(shift.id, "shift code")

    def service_record(self, account: str) -> ServiceRecord:
        return ServiceRecord.objects(id=account).first() or ServiceRecord(id=account)

    def record_hours(self, volunteer: Volunteer, command: RecordHours, by: str) -> HoursOutside:
        hours = HoursOutside(
            id=self.new_id(), account=volunteer.account, volunteer=volunteer.id, day=command.day,
            minutes=command.minutes, what=command.what, by=by, at=self.now,
        )  # fmt: skip
        self.save(hours)
        return hours

    def find_hours_outside(self, account: str, before: str | None, limit: int) -> list[HoursOutside]:
        found = HoursOutside.objects(account=account)
        found = found.filter(id__lt=before) if before is not None else found
        return list(found.order_by("-id").limit(limit))

    def get_hours_outside(self, hours_id: str) -> HoursOutside | None:
        return HoursOutside.objects(id=hours_id).first()

    def shifts_between(self, account: str, since: datetime, until: datetime) -> list[Any]:
        """Those with an entry of the account that begin after `since` and before `until`."""
        return list(Shift.objects(entries__account=account, starts__gt=since, starts__lt=until, cancelled=None))

    def engaged(self, accounts: list[str], since: datetime, until: datetime) -> list[tuple[str, Shift]]:
        """Which of the accounts has a place of which shift within that time."""
        found = Shift.objects(
            entries__account__in=accounts, cancelled=None, starts__lt=until, ends__gt=since, starts__gt=since - LONGEST
        )
        wanted = set(accounts)
        return [
            (entry.account, shift) for shift in found for entry in shift.entries
            if entry.account in wanted and entry.state in (EntryState.SIGNED_UP, EntryState.PRESENT)
        ]  # fmt: skip

    def shifts_of(self, account: str) -> list[Any]:
        return list(Shift.objects(entries__account=account))

    def hand_over_service(self, stood_in: str, account: str) -> None:
        """What was entered for somebody who did not sign in belongs to their account from now on."""
        mine = {"$set": {"entries.$[mine].account": account}, "$inc": {"version": 1}}
        Shift._get_collection().update_many(
            {"entries.account": stood_in}, mine, array_filters=[{"mine.account": stood_in}]
        )
        HoursOutside._get_collection().update_many({"account": stood_in}, {"$set": {"account": account}})
        kept = ServiceRecord.objects(id=stood_in).first()
        if kept is not None:
            record = self.service_record(account)
            for name in ("minutes", "outside", "shifts", "no_shows"):
                setattr(record, name, getattr(record, name) + getattr(kept, name))
            self.save(record)
            kept.delete()

    def forget_service(self, account: str) -> None:
        ServiceRecord.objects(id=account).delete()
        HoursOutside.objects(account=account).delete()

    def shift_view(self, shift: Shift, account: str | None = None) -> ShiftView:
        mine = self.entry_of(shift, account) if account else None
        return ShiftView(
            id=shift.id, activity_id=shift.activity, area=shift.area, title=shift.title, place=shift.place,
            starts=shift.starts, ends=shift.ends, opens_at=shift.opens_at, closes_at=shift.closes_at,
            needs=[
                NeedView(
                    skill=need.skill, places=need.places, taken=taken(shift.entries, need.skill),
                    waiting=waiting(shift.entries, need.skill),
                )
                for need in shift.needs
            ],
            most_each=shift.most_each, cancelled=shift.cancelled, paused=paused_because(shift),
            mine=self.entry_view(mine) if mine else None, version=shift.version,
        )  # fmt: skip

    def needs_of(self, shift: Shift) -> list[Need]:
        return needs_of(shift)

    def entry_view(self, entry: ShiftEntry) -> EntryView:
        return EntryView(
            volunteer_id=entry.volunteer, skill=entry.skill, state=entry.state, signed_at=entry.signed_at,
            came_at=entry.came_at, left_at=entry.left_at, minutes=entry.minutes, struck=entry.struck,
            signs_in=signs_in(entry.account),
        )  # fmt: skip

    def service_view(self, record: ServiceRecord) -> ServiceView:
        return ServiceView(
            minutes=record.minutes, outside=record.outside, shifts=record.shifts, no_shows=record.no_shows
        )

    def hours_view(self, hours: HoursOutside) -> HoursView:
        return HoursView(
            id=hours.id, volunteer_id=hours.volunteer, day=hours.day, minutes=hours.minutes, what=hours.what,
            struck=hours.struck, version=hours.version,
        )  # fmt: skip
