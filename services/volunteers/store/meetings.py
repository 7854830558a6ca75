"""Finding and keeping series of meetings, meetings, members and seats."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from services.volunteers.documents.meetings import Meeting, MeetingMember, MeetingSeat, MeetingSeries
from services.volunteers.domain.areas import chain
from services.volunteers.store.shifts import LONGEST
from shared.contracts.volunteers.meeting_series import (
    Card,
    Conditions,
    MeetingSeriesView,
    MembershipView,
    OpenSeries,
    PutMembership,
)
from shared.contracts.volunteers.meetings import SocialMeetingView, WalkIn
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.kernel.paging import BAD_CURSOR
from shared.storage.sealing import blind, seal, unseal
from shared.storage.work import Work

TOLD = "volunteers meeting member"
PLAIN = ("area", "title", "place", "starts", "minutes", "rule", "seats", "opens_before", "closes_before")


class MeetingStore(Work):
    documents = (MeetingSeries, MeetingMember, Meeting, MeetingSeat)

    def new_series(self, fields: OpenSeries) -> MeetingSeries:
        return MeetingSeries(
            id=self.new_id(), within=chain(fields.area), conditions=fields.conditions.model_dump(mode="json"),
            **{name: getattr(fields, name) for name in PLAIN},
        )  # fmt: skip

    def get_series(self, series_id: str) -> MeetingSeries:
        series = MeetingSeries.objects(id=series_id).first()
        if series is None:
            raise NOT_FOUND("/series_id", what="meeting series")
        return series

    def find_series(self, area: str, before: str | None, limit: int) -> list[MeetingSeries]:
        query: dict[str, Any] = {"within": area} | ({"_id": {"$lt": before}} if before is not None else {})
        return list(MeetingSeries.objects(__raw__=query).order_by("-id").limit(limit))

    def series_due(self) -> list[tuple[str, datetime]]:
        due = MeetingSeries.objects(due_at__lte=self.now).order_by("due_at").limit(100)
        return [(each.id, each.due_at) for each in due]

    def find_series_due(self, series_id: str, due_at: datetime) -> MeetingSeries | None:
        return MeetingSeries.objects(id=series_id, due_at=due_at).first()

    def conditions_of(self, series: MeetingSeries) -> Conditions:
        return Conditions.model_validate(series.conditions)

    def make_meeting(self, series: MeetingSeries, day: date) -> None:
        clock = series.starts.astimezone(SHANGHAI)
        starts = datetime.combine(day, clock.timetz().replace(tzinfo=None), SHANGHAI)
        meeting = Meeting(
            id=self.new_id(), series=series.id, day=day, area=series.area, within=list(series.within),
            title=series.title, seats=series.seats,
        )  # fmt: skip
        opens, closes = timedelta(hours=series.opens_before), timedelta(minutes=series.closes_before)
        meeting.opens_at, meeting.closes_at = starts - opens, starts - closes
        meeting.starts = starts
        self.put_meeting_time(meeting, series.place, starts, series.minutes)
        self.save(meeting)

    def put_meeting_time(self, meeting: Meeting, place: str, starts: datetime, minutes: int) -> None:
        """Sign-up moves along."""
        meeting.opens_at += starts - meeting.starts
        meeting.closes_at += starts - meeting.starts
        meeting.place, meeting.starts, meeting.ends = place, starts, starts + timedelta(minutes=minutes)

    def meeting_days_made(self, series: MeetingSeries, after: date) -> set[date]:
        return {each.day for each in Meeting.objects(series=series.id, day__gt=after).only("day")}

    def count_meetings_ahead(self, series: MeetingSeries) -> int:
        return Meeting.objects(series=series.id, starts__gt=self.now).count()

    def meetings_to_come(self, series: MeetingSeries) -> list[Meeting]:
        return list(Meeting.objects(series=series.id, starts__gt=self.now, cancelled=None))

    def get_meeting(self, meeting_id: str) -> Meeting:
        meeting = Meeting.objects(id=meeting_id).first()
        if meeting is None:
            raise NOT_FOUND("/meeting_id", what="meeting")
        return meeting

    def find_meetings(self, area: str, series: str | None, cursor: str | None, limit: int) -> list[Meeting]:
        query: dict[str, Any] = {"within": area, "ends": {"$gt": self.now}, "starts": {"$gt": self.now - LONGEST}}
        if series is not None:
            query["series"] = series
        if cursor is not None:
            last = Meeting.objects(id=cursor).first()
            if last is None:
                raise BAD_CURSOR("/cursor")
            query["$or"] = [{"starts": {"$gt": last.starts}}, {"starts": last.starts, "_id": {"$gt": last.id}}]
        return list(Meeting.objects(__raw__=query).order_by("starts", "id").limit(limit))

    def find_meeting_member(self, series: str, account: str) -> MeetingMember | None:
        return MeetingMember.objects(series=series, account=account).first()

    def memberships_of(self, account: str) -> list[MeetingMember]:
        return list(MeetingMember.objects(account=account))

    def meeting_member(
        self, series: MeetingSeries, account: str, fields: PutMembership | WalkIn, known: MeetingMember | None
    ) -> MeetingMember:
        """Not saved yet. Who only walks in keeps the card and what they permit."""
        member = known or MeetingMember(
            id=self.new_id(), series=series.id, within=list(series.within), account=account, joined_at=self.now
        )
        told = self.told_by(member) if known else {}
        told |= {"birth_year": fields.birth_year, "area": fields.area, "affirms": list(fields.affirms)}
        if isinstance(fields, PutMembership):
            told |= fields.card.model_dump()
            member.permits_present, member.permits_pair = fields.permits_present, fields.permits_pair
        member.told = seal(json.dumps(told, ensure_ascii=False), TOLD)
        return member

    def told_by(self, member: MeetingMember) -> dict[str, Any]:
        return json.loads(unseal(member.told, TOLD))

    def meeting_members(self, series: str, accounts: list[str]) -> dict[str, MeetingMember]:
        return {each.account: each for each in MeetingMember.objects(series=series, account__in=accounts)}

    def meeting_seats(self, meeting: Meeting, members: list[str]) -> dict[str, MeetingSeat]:
        return {each.member: each for each in MeetingSeat.objects(meeting=meeting.id, member__in=members)}

    def add_meeting_seat(self, meeting: Meeting, member: MeetingMember) -> MeetingSeat:
        """Not saved yet; neither is the meeting."""
        meeting.taken += 1
        return MeetingSeat(id=self.new_id(), meeting=meeting.id, member=member.id)

    def mark_come(self, meeting: Meeting, seat: MeetingSeat) -> None:
        """Saves neither of them."""
        meeting.came += 1
        meeting.numbers += 1
        seat.came_at, seat.number = self.now, meeting.numbers

    def drop_meeting_seat(self, meeting: Meeting, seat: MeetingSeat) -> None:
        seat.delete()
        meeting.taken -= 1

    def accounts_seated(self, meeting: Meeting) -> list[str]:
        members = [each.member for each in MeetingSeat.objects(meeting=meeting.id).only("member")]
        return [each.account for each in MeetingMember.objects(id__in=members).only("account")]

    def accounts_by_coming(self, meeting: Meeting) -> dict[str, bool]:
        """Who has a seat, and whether they have come."""
        came = {seat.member: seat.came_at is not None for seat in MeetingSeat.objects(meeting=meeting.id)}
        return {each.account: came[each.id] for each in MeetingMember.objects(id__in=list(came)).only("account")}

    def hand_over_membership(self, series: str, stood_in: str, account: str) -> None:
        """What staff entered for somebody who did not sign in belongs to their account, unless that has joined as well."""
        member = self.find_meeting_member(series, stood_in)
        if member is not None and self.find_meeting_member(series, account) is None:
            member.account = account
            self.save(member)

    def meeting_secret(self, meeting: Meeting) -> str:
        return blind(meeting.id, "meeting code")

    def drop_meeting_member(self, member: MeetingMember) -> None:
        """Seats at meetings to come are free again; that somebody came to past ones stays counted."""
        for seat in MeetingSeat.objects(member=member.id):
            meeting = self.get_meeting(seat.meeting)
            if meeting.starts > self.now:
                self.drop_meeting_seat(meeting, seat)
                self.save(meeting)
        rows = {"$unset": {"chosen": ""}, "$inc": {"version": 1}}
        MeetingSeat._get_collection().update_many({"member": member.id}, rows)
        MeetingSeat._get_collection().update_many({"chosen": member.id}, {"$pull": {"chosen": member.id}})
        member.delete()

    def series_view(self, series: MeetingSeries) -> MeetingSeriesView:
        return MeetingSeriesView(
            id=series.id, conditions=self.conditions_of(series), ended=series.ended, version=series.version,
            members=MeetingMember.objects(series=series.id).count(),
            **{name: getattr(series, name) for name in PLAIN},
        )  # fmt: skip

    def membership_view(self, member: MeetingMember, with_told: bool) -> MembershipView:
        told = self.told_by(member) if with_told else {}
        card = {name: told.get(name) for name in Card.model_fields}
        return MembershipView(
            series_id=member.series, joined_at=member.joined_at, permits_present=list(member.permits_present),
            permits_pair=list(member.permits_pair), card=Card(**card) if with_told else None,
            birth_year=told.get("birth_year"), area=told.get("area"), affirms=told.get("affirms"),
            version=member.version,
        )  # fmt: skip

    def meeting_view(self, meeting: Meeting, account: str) -> SocialMeetingView:
        member = self.find_meeting_member(meeting.series, account)
        seat = MeetingSeat.objects(meeting=meeting.id, member=member.id).first() if member else None
        return SocialMeetingView(
            id=meeting.id, series_id=meeting.series, area=meeting.area, title=meeting.title, place=meeting.place,
            starts=meeting.starts, ends=meeting.ends, opens_at=meeting.opens_at, closes_at=meeting.closes_at,
            seats=meeting.seats, taken=meeting.taken, came=meeting.came, guests=meeting.guests,
            cancelled=meeting.cancelled, outcome=meeting.outcome, no_shows=meeting.no_shows,
            number=seat.number if seat else None, mine=seat is not None, version=meeting.version,
        )  # fmt: skip
