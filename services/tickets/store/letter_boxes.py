"""Finding, keeping and showing letter boxes, and what was in them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from services.tickets.documents.letter_boxes import Emptying, FiledMatter, LetterBox, RoundSchedule
from services.tickets.domain.emptying_rounds import LONGEST_GRACE, Schedule, next_days
from services.tickets.store.forgetting import NOBODY
from services.tickets.store.inside import inside, newest
from shared.contracts.model import Point
from shared.contracts.tickets.letter_boxes import BoxView, EmptyingRule, EmptyingView, FiledLetter
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

JUDGED_AT_ONCE = 200
NEXT_ROUNDS = 3


class LetterBoxStore(Work):
    documents = (LetterBox, Emptying)

    @property
    def today(self) -> date:
        """In Shanghai."""
        return self.now.astimezone(SHANGHAI).date()

    def new_box(self, point: Point, **fields: Any) -> LetterBox:
        return LetterBox(id=self.new_id(), place=[point.longitude, point.latitude], **fields)

    def schedule(self, box: LetterBox, made: EmptyingRule, from_day: date, by: str) -> None:
        """Rounds are made so from that day on; what was to come before it was said is dropped."""
        box.schedules = [each for each in box.schedules if each.from_day <= self.today.isoformat()]
        box.schedules.append(
            RoundSchedule(
                rule=made.rule, begins=made.begins.isoformat(), from_day=from_day.isoformat(),
                grace_days=made.grace_days, by=by, at=self.now,
            )
        )  # fmt: skip

    def get_box(self, box_id: str) -> LetterBox:
        box = LetterBox.objects(id=box_id).first()
        if box is None:
            raise NOT_FOUND("/box_id", what="letter box")
        return box

    def find_boxes(self, area: str, before: str | None, limit: int) -> list[LetterBox]:
        return list(LetterBox.objects(__raw__=newest({"area": inside(area)}, before)).order_by("-id").limit(limit))

    def boxes_to_judge(self) -> list[str]:
        due = LetterBox.objects(judge_on__lte=self.today.isoformat()).order_by("judge_on").limit(JUDGED_AT_ONCE)
        return list(due.scalar("id"))

    def schedules_of(self, box: LetterBox) -> list[Schedule]:
        return [
            Schedule(each.rule, day_of(each.begins), day_of(each.from_day), each.grace_days) for each in box.schedules
        ]

    def last_day_of(self, box: LetterBox) -> date | None:
        return day_of(box.taken_down_on) if box.taken_down_on else None

    def judged_to(self, box: LetterBox) -> date:
        return day_of(box.judged_to)

    def point_of(self, box: LetterBox) -> Point:
        place: Any = box.place
        longitude, latitude = place["coordinates"] if isinstance(place, dict) else place
        return Point(longitude=longitude, latitude=latitude)

    def emptied_days(self, boxes: Iterable[str], since: date, until: date) -> dict[str, set[date]]:
        """The days on which each of the boxes was emptied, as far as they matter to rounds due in the period."""
        last = until + timedelta(days=LONGEST_GRACE)
        days: dict[str, set[date]] = defaultdict(set)
        query = {"box": {"$in": list(boxes)}, "day": {"$gte": since.isoformat(), "$lte": last.isoformat()}}
        for row in Emptying._get_collection().find(query, {"_id": 0, "box": 1, "day": 1}):
            days[row["box"]].add(day_of(row["day"]))
        return days

    def new_emptying(self, box: LetterBox, **fields: Any) -> Emptying:
        return Emptying(id=self.new_id(), box=box.id, area=box.area, written_at=self.now, **fields)

    def get_emptying(self, box_id: str, emptying_id: str) -> Emptying:
        emptying = Emptying.objects(id=emptying_id, box=box_id).first()
        if emptying is None:
            raise NOT_FOUND("/emptying_id", what="emptying")
        return emptying

    def find_emptyings(self, box_id: str, before: str | None, limit: int) -> list[Emptying]:
        return list(Emptying.objects(__raw__=newest({"box": box_id}, before)).order_by("-id").limit(limit))

    def add_letter(self, emptying: Emptying, ticket: Any) -> None:
        emptying.filed.append(FiledMatter(ticket=ticket.id, number=ticket.number))

    def letters_found(self, area: str, since: date, until: date) -> list[dict[str, Any]]:
        """Per area the letters found in the period, and how many of them became matters; read by one index range."""
        days = {"$gte": since.isoformat(), "$lte": until.isoformat()}
        counts = {"letters": {"$sum": "$letters"}, "filed": {"$sum": {"$size": {"$ifNull": ["$filed", []]}}}}
        stages = [{"$match": {"area": inside(area), "day": days}}, {"$group": {"_id": "$area", **counts}}]
        return [row | {"area": row["_id"]} for row in Emptying.objects.aggregate(stages)]

    def kept_boxes(self, account: str) -> list[dict[str, Any]]:
        """For a copy of somebody's data."""
        return [{"name": box.name, "spot": box.spot} for box in LetterBox.objects(keeper=account)]

    def forget_keeper(self, account: str) -> None:
        LetterBox.objects(keeper=account).update(set__keeper=NOBODY, inc__version=1)
        LetterBox._get_collection().update_many(
            {"schedules.by": account}, {"$set": {"schedules.$[mine].by": NOBODY}}, array_filters=[{"mine.by": account}]
        )
        Emptying.objects(by=account).update(set__by=NOBODY, inc__version=1)

    def box_view(self, box: LetterBox, tells_keeper: bool) -> BoxView:
        schedules, today = self.schedules_of(box), self.today
        held = [number for number, each in enumerate(schedules) if each.from_day <= today]
        now = held[-1] if held else 0
        coming = schedules[now + 1] if now + 1 < len(schedules) else None
        last = self.last_day_of(box)
        return BoxView(
            id=box.id, name=box.name, area=box.area, point=self.point_of(box), spot=box.spot,
            keeper=box.keeper if tells_keeper and box.keeper != NOBODY else None, keeper_title=box.keeper_title,
            rule=schedules[now].rule, begins=schedules[now].begins, grace_days=schedules[now].grace_days,
            from_day=schedules[now].from_day, next_rule=coming.rule if coming else None,
            next_from=coming.from_day if coming else None, taken_down_on=last,
            next_rounds=next_days(schedules, last, today, NEXT_ROUNDS), version=box.version,
        )  # fmt: skip

    def emptying_view(self, emptying: Emptying) -> EmptyingView:
        return EmptyingView(
            id=emptying.id, box=emptying.box, emptied_at=emptying.emptied_at, day=day_of(emptying.day),
            written_at=emptying.written_at, letters=emptying.letters,
            filed=[FiledLetter(ticket=each.ticket, number=each.number) for each in emptying.filed],
            unfiled=emptying.letters - len(emptying.filed), note=emptying.note, version=emptying.version,
        )  # fmt: skip


def day_of(text: str) -> date:
    return date.fromisoformat(text)
