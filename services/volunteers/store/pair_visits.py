"""Finding, keeping and showing visits of pairs and gaps between them, and counting both."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from services.volunteers.documents.pairs import Pair, PairGap, PairVisit
from services.volunteers.domain.pair_gaps import days_late, in_time_permille
from shared.contracts.volunteers.pair_gaps import PairCounts, PairGapView, PairKindCounts
from shared.contracts.volunteers.pair_visits import PairVisitState, PairVisitView, TellFailedVisit, ToldPairVisit
from shared.contracts.volunteers.pairing import PairKind, PairState
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

TOLD_OF_A_VISIT = "volunteers pair visit"
STANDING = (PairVisitState.TOLD, PairVisitState.CONFIRMED)


class PairVisitStore(Work):
    documents = (PairVisit, PairGap)
    today: date

    def new_pair_visit(
        self, pair: Pair, began_at: datetime, minutes: int, told: ToldPairVisit | TellFailedVisit
    ) -> Any:
        return PairVisit(
            id=self.new_id(), pair=pair.id, kind=pair.kind, state=PairVisitState.TOLD, area=pair.area,
            within=list(pair.within), volunteer=pair.volunteer, day=began_at.astimezone(SHANGHAI).date().isoformat(),
            began_at=began_at, ended_at=began_at + timedelta(minutes=minutes), minutes=minutes,
            note=_sealed(told.note), needs=_sealed(told.needs), needs_open=told.needs is not None,
        )  # fmt: skip

    def overlaps(self, visit: PairVisit) -> bool:
        """Whether another visit of the pair, told or confirmed, is at the same time."""
        return PairVisit.objects(
            pair=visit.pair, state__in=STANDING, began_at__lt=visit.ended_at, ended_at__gt=visit.began_at
        ).first() is not None  # fmt: skip

    def get_pair_visit(self, visit_id: str) -> PairVisit:
        visit = PairVisit.objects(id=visit_id).first()
        if visit is None:
            raise NOT_FOUND("/pair_visit_id", what="pair visit")
        self.refuse_stale(visit.version)
        return visit

    def pair_visits_named(self, ids: list[str]) -> dict[str, PairVisit]:
        return {visit.id: visit for visit in PairVisit.objects(id__in=ids)}

    def confirmed_beside(self, visit: PairVisit) -> tuple[PairVisit | None, PairVisit | None]:
        """The confirmed visits of the pair right before and right after."""
        confirmed = PairVisit.objects(pair=visit.pair, state=PairVisitState.CONFIRMED, id__ne=visit.id)
        return (
            confirmed.filter(began_at__lt=visit.began_at).order_by("-began_at").first(),
            confirmed.filter(began_at__gte=visit.began_at).order_by("began_at").first(),
        )

    def spans_beside(self, visit: PairVisit) -> list[tuple[datetime, datetime]]:
        """Confirmed visits of the volunteer, in any pair, that touch the time of this one."""
        touching = PairVisit.objects(
            volunteer=visit.volunteer, state=PairVisitState.CONFIRMED, id__ne=visit.id,
            began_at__gt=visit.began_at - timedelta(days=1), began_at__lt=visit.ended_at, ended_at__gt=visit.began_at,
        )  # fmt: skip
        return [(each.began_at, each.ended_at) for each in touching.only("began_at", "ended_at")]

    def find_pair_visits(
        self, before: str | None, limit: int, pair: str | None = None, area: str | None = None,
        state: PairVisitState | None = None, open_needs: bool = False,
    ) -> list[PairVisit]:  # fmt: skip
        wanted = {"pair": pair, "within": area, "state": state, "id__lt": before, "needs_open": open_needs or None}
        found = PairVisit.objects(**{name: value for name, value in wanted.items() if value is not None})
        return list(found.order_by("-id").limit(limit))

    def answer_needs(self, visit: PairVisit, answer: str, by: str) -> None:
        visit.answer, visit.answered_by, visit.needs_open = _sealed(answer), by, False
        self.save(visit)

    def blank_pair_visits(self, **of: str) -> None:
        """What was written goes; that there was a visit still counts."""
        blank = {"unset__note": 1, "unset__needs": 1, "unset__answer": 1, "set__needs_open": False}
        PairVisit.objects(**of).update(**blank)

    def pairs_late(self, limit: int = 100) -> list[tuple[str, str]]:
        """Active pairs that miss a visit, where nobody was told yet; the latest first."""
        late = Pair.objects(late_since__lte=self.today.isoformat(), gap=None)
        return [(pair.id, pair.late_since) for pair in late.order_by("late_since").limit(limit)]

    def open_gap(self, pair: Pair) -> None:
        gap = PairGap(id=self.new_id(), pair=pair.id, kind=pair.kind, within=list(pair.within), since=pair.late_since)
        pair.gap = gap.id
        self.save(gap)

    def close_gap(self, pair: Pair, day: str) -> None:
        """A visit before the gap began, confirmed later, shows that there was none."""
        gap = PairGap.objects(id=pair.gap).first() if pair.gap else None
        pair.gap = None
        if gap is None:
            return
        if day < gap.since:
            gap.delete()
            return
        gap.closed_on = day
        self.save(gap)

    def find_late_pairs(
        self, area: str, kind: PairKind | None, after: tuple[str, str] | None, limit: int
    ) -> list[Pair]:
        query: dict[str, Any] = {"within": area, "late_since": {"$lte": self.today.isoformat()}}
        if kind is not None:
            query["kind"] = kind.value
        if after is not None:
            since, pair = after
            query["$or"] = [{"late_since": {"$gt": since}}, {"late_since": since, "_id": {"$gt": pair}}]
        return list(Pair.objects(__raw__=query).order_by("late_since", "id").limit(limit))

    def count_told(self, pairs: Iterable[str]) -> dict[str, int]:
        told = PairVisit.objects(pair__in=list(pairs), state=PairVisitState.TOLD)
        return {row["_id"]: row["count"] for row in told.aggregate([_count("$pair")])}

    def count_pairing(self, area: str, since: date, until: date) -> list[PairKindCounts]:
        """Per kind, of an area at any level, from the first up to and with the last day."""
        first, last = since.isoformat(), until.isoformat()
        active = Pair.objects(within=area, state=PairState.ACTIVE)
        visits = PairVisit.objects(within=area, day__gte=first, day__lte=last)
        confirmed = visits.filter(state=PairVisitState.CONFIRMED)
        begun = PairGap.objects(within=area, since__gte=first, since__lte=last)
        still = PairGap.objects(__raw__={
            "within": area, "since": {"$lte": last}, "$or": [{"closed_on": None}, {"closed_on": {"$gt": last}}],
        })  # fmt: skip
        numbers = {
            name: {row["_id"]: row["count"] for row in found.aggregate([_count("$kind", value)])}
            for name, found, value in (
                ("active", active, 1),
                ("visits", confirmed, 1),
                ("minutes", confirmed, "$minutes"),
                ("failed", visits.filter(state=PairVisitState.FAILED), 1),
                ("gaps", begun, 1),
                ("gaps_open", still, 1),
                ("in_time", confirmed.filter(in_time=True), 1),
            )
        }
        return [
            PairKindCounts(kind=kind, **_shared({name: rows.get(kind.value, 0) for name, rows in numbers.items()}))
            for kind in PairKind
        ]

    def total_of(self, kinds: list[PairKindCounts]) -> PairCounts:
        names = PairCounts.model_fields.keys() - {"in_time_permille"}
        return PairCounts(**_shared({name: sum(getattr(kind, name) for kind in kinds) for name in names}))

    def gap_view(self, pair: Pair, told: int) -> PairGapView:
        return PairGapView(
            pair_id=pair.id, kind=pair.kind, area=pair.area, volunteer_id=pair.volunteer, ward_id=pair.ward,
            last_visit=pair.last_visit, due=date.fromisoformat(pair.due), told=told, announced=pair.gap is not None,
            late_days=days_late(self.today, date.fromisoformat(pair.late_since)),
        )  # fmt: skip

    def pair_visit_view(self, visit: PairVisit, private: bool) -> PairVisitView:
        """`private`: with what the volunteer told and staff answered."""
        return PairVisitView(
            id=visit.id, pair_id=visit.pair, kind=visit.kind, state=visit.state, began_at=visit.began_at,
            minutes=visit.minutes, what=list(visit.what), because=visit.because, needs_open=visit.needs_open,
            note=_opened(visit.note) if private else None, needs=_opened(visit.needs) if private else None,
            answer=_opened(visit.answer) if private else None, in_time=visit.in_time, version=visit.version,
        )  # fmt: skip


def _shared(numbers: dict[str, int]) -> dict[str, Any]:
    share = in_time_permille(numbers["in_time"], numbers["visits"], numbers["gaps_open"])
    return numbers | {"in_time_permille": share}


def _count(by: str, value: Any = 1) -> dict[str, Any]:
    return {"$group": {"_id": by, "count": {"$sum": value}}}


def _sealed(text: str | None) -> str | None:
    return None if text is None else seal(text, TOLD_OF_A_VISIT)


def _opened(sealed: str | None) -> str | None:
    return None if sealed is None else unseal(sealed, TOLD_OF_A_VISIT)
