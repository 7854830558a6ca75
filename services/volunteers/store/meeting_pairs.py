"""Finding and keeping choices and pairs, as ids of members; what one says of a pair for oneself is sealed."""

from datetime import date, datetime, time, timedelta
from typing import Any

from services.volunteers.documents.meetings import Meeting, MeetingMember, MeetingPair, MeetingSeat, MeetingSeries
from services.volunteers.domain.meetings import pair_state
from shared.contracts.volunteers.meeting_pairs import MeetingFigures, MeetingPairState, MeetingPairView, OtherView, Word
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

NOTE = "volunteers meeting pair"


class MeetingPairStore(Work):
    documents = (MeetingPair,)

    def find_others_present(
        self, meeting: Meeting, but: MeetingSeat, after: int, limit: int
    ) -> list[tuple[int, MeetingMember]]:
        """By number; who has left the series is not shown."""
        found = MeetingSeat.objects(meeting=meeting.id, number__gt=after, id__ne=but.id)
        seats = list(found.order_by("number").limit(limit))
        members = self.find_meeting_members([seat.member for seat in seats])
        return [(seat.number, members[seat.member]) for seat in seats if seat.member in members]

    def find_meeting_members(self, ids: list[str]) -> dict[str, MeetingMember]:
        return {each.id: each for each in MeetingMember.objects(id__in=ids)}

    def seats_by_number(self, meeting: Meeting, numbers: list[int]) -> dict[int, MeetingSeat]:
        return {each.number: each for each in MeetingSeat.objects(meeting=meeting.id, number__in=numbers)}

    def form_meeting_pair(self, meeting: Meeting, one: str, other: str) -> None:
        """Once: two who meet again stay the pair that they were."""
        members = sorted((one, other))
        key = ":".join(members)
        if MeetingPair.objects(key=key).first() is None:
            self.save(
                MeetingPair(
                    id=self.new_id(), key=key, meeting=meeting.id, within=list(meeting.within), members=members,
                    state=MeetingPairState.FORMED, formed_at=self.now,
                )
            )  # fmt: skip

    def find_meeting_pairs(self, members: list[str], before: str | None, limit: int) -> list[MeetingPair]:
        query: dict[str, Any] = {"members": {"$in": members}}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(MeetingPair.objects(__raw__=query).order_by("-id").limit(limit))

    def get_meeting_pair(self, pair_id: str, members: list[str]) -> MeetingPair:
        """For the two only."""
        pair = MeetingPair.objects(id=pair_id, members__in=members).first()
        if pair is None:
            raise NOT_FOUND("/pair_id", what="pair")
        return pair

    def put_word(self, pair: MeetingPair, member: str, word: Word, note: str | None) -> None:
        pair.words[member] = word.value
        if note is not None:
            pair.notes[member] = seal(note, NOTE)
        one, other = (Word(pair.words[each]) if each in pair.words else None for each in pair.members)
        pair.state = pair_state(one, other)
        self.save(pair)

    def part_pairs_of(self, member: str) -> None:
        """Because they leave: what they said is forgotten."""
        for pair in MeetingPair.objects(members=member):
            pair.words.pop(member, None)
            pair.notes.pop(member, None)
            pair.state = MeetingPairState.PARTED
            self.save(pair)

    def count_social_meetings(self, area: str, since: date | None, until: date | None) -> MeetingFigures:
        begins = datetime.combine(since, time(), SHANGHAI) if since else None
        ends = datetime.combine(until + timedelta(days=1), time(), SHANGHAI) if until else None

        def during(field: str) -> dict[str, Any]:
            bounds = {name: moment for name, moment in (("$gte", begins), ("$lt", ends)) if moment}
            return {"within": area} | ({field: bounds} if bounds else {})

        sums = {name: {"$sum": f"${name}"} for name in ("came", "guests", "no_shows")}
        concluded = {"$sum": {"$cond": [{"$gt": ["$outcome", None]}, 1, 0]}}
        held = Meeting.objects(__raw__=during("starts") | {"cancelled": None}).aggregate(
            [{"$group": {"_id": None, "held": concluded, **sums}}]
        )
        meetings = next(iter(held), {})
        pairs = {
            row["_id"]: row["count"]
            for row in MeetingPair.objects(__raw__=during("formed_at")).aggregate(
                [{"$group": {"_id": "$state", "count": {"$sum": 1}}}]
            )
        }
        return MeetingFigures(
            area=area, series=MeetingSeries.objects(within=area).count(), meetings=meetings.get("held", 0),
            members=MeetingMember.objects(__raw__=during("joined_at")).count(), turns=meetings.get("came", 0),
            guests=meetings.get("guests", 0), no_shows=meetings.get("no_shows", 0), pairs=sum(pairs.values()),
            together=pairs.get(MeetingPairState.TOGETHER, 0), parted=pairs.get(MeetingPairState.PARTED, 0),
        )  # fmt: skip

    def meeting_pair_view(self, pair: MeetingPair, mine: str, shown: dict[str, Any]) -> MeetingPairView:
        note = pair.notes.get(mine)
        return MeetingPairView(
            id=pair.id, meeting_id=pair.meeting, formed_at=pair.formed_at, state=pair.state, other=OtherView(**shown),
            word=pair.words.get(mine), note=unseal(note, NOTE) if note else None, version=pair.version,
        )  # fmt: skip
