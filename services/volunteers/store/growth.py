"""Finding and keeping postings to groups, formulas, facts and honours."""

from collections import defaultdict
from datetime import date
from typing import Any

from services.volunteers.documents.growth import Formula, GroupAnswer, Honours, Posting
from services.volunteers.documents.posts import Deed
from services.volunteers.documents.shifts import Shift
from services.volunteers.documents.trainings import Attendance
from services.volunteers.domain.areas import chain
from services.volunteers.domain.growth import FIRST_WEIGHTS, Facts
from services.volunteers.store.rota import SERVED
from services.volunteers.store.trainings import midnight
from shared.contracts.volunteers.growth import (
    FormulaView,
    GrowthRow,
    HonoursView,
    PostingFigures,
    PostingView,
    Weights,
)
from shared.contracts.volunteers.posts import DeedState
from shared.contracts.volunteers.shifts import EntryState
from shared.storage.work import Work

COMMUNITY_LENGTH = len("150202.003.005")


class GrowthStore(Work):
    documents = (Posting, GroupAnswer, Formula, Honours)

    def active_posting(self, group: str) -> Posting | None:
        return Posting.objects(active_group=group).first()

    def add_posting(self, group: str, area: str, account: str) -> None:
        self.save(
            Posting(
                id=self.new_id(), group=group, area=area, within=chain(area), account=account, active_group=group,
                posted_at=self.now,
            )
        )  # fmt: skip

    def end_posting(self, posting: Posting) -> None:
        posting.ended_at, posting.active_group = self.now, None
        self.save(posting)

    def forget_postings(self, account: str) -> None:
        """They end, and nothing says any more whose they were."""
        for posting in Posting.objects(account=account):
            posting.account, posting.active_group = None, None
            posting.ended_at = posting.ended_at or self.now
            self.save(posting)

    def find_postings(self, area: str, before: str | None, limit: int) -> list[Posting]:
        found = Posting.objects(within=area)
        found = found.filter(id__lt=before) if before is not None else found
        return list(found.order_by("-id").limit(limit))

    def put_answer(self, area: str, volunteer_id: str, question: str, day: date) -> GroupAnswer | None:
        """Once per volunteer and matter, however often they answer; None where it was there."""
        key = f"{question}:{volunteer_id}"
        if GroupAnswer.objects(id=key).first() is not None:
            return None
        answer = GroupAnswer(id=key, volunteer=volunteer_id, within=chain(area), day=day.isoformat())
        self.save(answer)
        return answer

    def count_postings(self, area: str, period: str, first: date, after: date) -> PostingFigures:
        """Postings of now; answers from the first day up to the day `after`."""
        community = {"$substrBytes": ["$area", 0, COMMUNITY_LENGTH]}
        rows = list(
            Posting.objects(within=area, active_group__exists=True).aggregate(
                [{"$group": {"_id": community, "groups": {"$sum": 1}}}]
            )
        )
        answers = GroupAnswer.objects(within=area, day__gte=first.isoformat(), day__lt=after.isoformat())
        return PostingFigures(
            area=area, period=period, groups=sum(row["groups"] for row in rows),
            communities=sum(len(row["_id"]) == COMMUNITY_LENGTH for row in rows), answers=answers.count(),
        )  # fmt: skip

    def formulas(self, district: str) -> list[FormulaView]:
        """All versions, the first one first."""
        return [
            FormulaView(number=0, since=None, **FIRST_WEIGHTS.model_dump()),
            *(
                FormulaView(number=kept.number, since=date.fromisoformat(kept.since), **kept.weights)
                for kept in Formula.objects(district=district).order_by("number")
            ),
        ]

    def add_formula(self, district: str, number: int, since: date, weights: Weights) -> FormulaView:
        kept = weights.model_dump(include=set(Weights.model_fields))
        self.save(
            Formula(id=f"{district}:{number}", district=district, number=number, since=since.isoformat(), weights=kept)
        )
        return FormulaView(number=number, since=since, **kept)

    def growth_facts(self, area: str, first: date, after: date) -> dict[str, Facts]:
        """What is on record of each volunteer in an area, from the first day up to the day `after`."""
        days = {"within": area, "day__gte": first.isoformat(), "day__lt": after.isoformat()}
        each = {"_id": "$volunteer", "count": {"$sum": 1}}
        counts: dict[str, dict[str, int]] = defaultdict(dict)
        ratings = {"ratings": {"$sum": "$rating"}}
        for row in Deed.objects(**days, state=DeedState.CONFIRMED).aggregate([{"$group": each | ratings}]):
            counts[row["_id"]] |= {"deeds": row["count"], "ratings": row["ratings"]}
        for row in Attendance.objects(**days).aggregate([{"$group": each}]):
            counts[row["_id"]] |= {"sessions": row["count"]}
        for row in GroupAnswer.objects(**days).aggregate([{"$group": each}]):
            counts[row["_id"]] |= {"answers": row["count"]}
        begins = {"starts__gte": midnight(first), "starts__lt": midnight(after)}
        served = Shift.objects(within=area, **begins, entries__state=EntryState.SERVED)
        entry = {"_id": "$entries.volunteer", "count": {"$sum": 1}}
        for row in served.aggregate([{"$unwind": "$entries"}, SERVED, {"$group": entry}]):
            counts[row["_id"]] |= {"shifts": row["count"]}
        return {volunteer: Facts(**row) for volunteer, row in counts.items()}

    def find_honours(self, area: str, period: str) -> Honours | None:
        return Honours.objects(area=area, period=period).first()

    def add_honours(self, area: str, period: str, formula: int, rows: list[GrowthRow]) -> Honours:
        best = [row for row in rows if row.honoured]
        honours = Honours(
            id=self.new_id(), area=area, period=period, formula=formula, volunteers=len(rows),
            least=best[-1].index if best else 0, rows=[row.model_dump() for row in best], closed_at=self.now,
        )  # fmt: skip
        self.save(honours)
        return honours

    def posting_view(self, posting: Posting, volunteer_id: str | None) -> PostingView:
        return PostingView(
            id=posting.id, group=posting.group, area=posting.area, volunteer_id=volunteer_id,
            posted_at=posting.posted_at, ended_at=posting.ended_at, version=posting.version,
        )  # fmt: skip

    def honours_view(self, kept: Any) -> HonoursView:
        return HonoursView(
            id=kept.id, area=kept.area, period=kept.period, formula=kept.formula, volunteers=kept.volunteers,
            least=kept.least, honoured=[GrowthRow(**row) for row in kept.rows], closed_at=kept.closed_at,
            version=kept.version,
        )  # fmt: skip
