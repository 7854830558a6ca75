"""Finding, keeping and showing visits of help. What is said in disputes is sealed."""

from datetime import datetime
from typing import Any

from services.volunteers.documents.help_visits import HelpDispute, HelpVisit
from services.volunteers.domain.help_visits import OPEN, confirm_until
from shared.contracts.volunteers.help_visits import HelpDisputeView, HelpVisitState, HelpVisitView
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

SAID_IN_DISPUTE = "volunteers help dispute"


class HelpVisitStore(Work):
    documents = (HelpVisit,)

    def new_help_visit(self, **fields: Any) -> HelpVisit:
        return HelpVisit(id=self.new_id(), state=HelpVisitState.BOOKED, **fields)

    def get_help_visit(self, visit_id: str) -> HelpVisit:
        visit = HelpVisit.objects(id=visit_id).first()
        if visit is None:
            raise NOT_FOUND("/visit_id", what="visit of help")
        return visit

    def find_help_visits(
        self, *, hours: str | None, area: str | None, state: HelpVisitState | None, before: str | None, limit: int
    ) -> list[HelpVisit]:
        """Newest first: those in which the account of hours `hours` is a side, or else those of the area."""
        query: dict[str, Any] = {"within": area} if area else {"$or": [{"volunteer": hours}, {"beneficiary": hours}]}
        if state is not None:
            query["state"] = state
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(HelpVisit.objects(__raw__=query).order_by("-id").limit(limit))

    def help_visits_due(self, limit: int = 100) -> list[tuple[str, datetime]]:
        due = HelpVisit.objects(due_at__lte=self.now).order_by("due_at").only("id", "due_at").limit(limit)
        return [(visit.id, visit.due_at) for visit in due]

    def has_open_visits(self, hours: str) -> bool:
        sides = {"$or": [{"volunteer": hours}, {"beneficiary": hours}]}
        return HelpVisit.objects(__raw__=sides, state__in=OPEN).first() is not None

    def help_visits_of(self, hours: str) -> list[HelpVisit]:
        return list(HelpVisit.objects(__raw__={"$or": [{"volunteer": hours}, {"beneficiary": hours}]}))

    def help_figures(self, area: str, since: datetime, until: datetime) -> list[dict[str, Any]]:
        """Rows of kind (None for all), visits, minutes, helped, helpers and requested, of what was earned in the time.

        Persons are counted by grouping twice, so that no row grows with their number.
        """
        done = HelpVisit.objects(
            within=area, earned_at__gte=since, earned_at__lt=until, state=HelpVisitState.DONE.value
        )
        rows: dict[str | None, dict[str, Any]] = {}
        for kinds in ({"kind": "$kind"}, {}):
            for side, figure in (("beneficiary", "helped"), ("volunteer", "helpers")):
                asked = {"$sum": {"$cond": [{"$gt": ["$request", None]}, 1, 0]}}
                sums = {"visits": {"$sum": 1}, "minutes": {"$sum": "$earned"}, "requested": asked}
                per_person = {"$group": {"_id": kinds | {"person": f"${side}"}} | sums}
                again = {name: {"$sum": f"${name}"} for name in sums}
                each_kind = {"$group": {"_id": "$_id.kind"} | again | {figure: {"$sum": 1}}}
                for row in done.aggregate([per_person, each_kind]):
                    rows.setdefault(row["_id"], {"kind": row["_id"]}).update(row)
        return list(rows.values())

    def open_dispute(self, visit: HelpVisit, by: str, reason: str, witness: str | None) -> None:
        visit.dispute = HelpDispute(by=by, opened_at=self.now, reason=_sealed(reason), witness=witness)

    def record_word(self, visit: HelpVisit, minutes: int, word: str, written_down_by: str | None) -> None:
        visit.dispute.witness_minutes = minutes
        visit.dispute.word = _sealed(word)
        visit.dispute.written_down_by = written_down_by

    def record_decision(self, visit: HelpVisit, grounds: str, by: str) -> None:
        visit.dispute.grounds = _sealed(grounds)
        visit.dispute.decided_by = by

    def record_reversal(self, visit: HelpVisit, grounds: str, by: str) -> None:
        visit.reversed_because, visit.reversed_by = _sealed(grounds), by

    def forget_words(self, visit: HelpVisit) -> None:
        """What was said goes; that there was a dispute or a reversal, and how it ended, stays."""
        visit.reversed_because = None
        if visit.dispute is not None:
            self._forget_dispute(visit)

    def _forget_dispute(self, visit: HelpVisit) -> None:
        visit.dispute.reason = visit.dispute.word = visit.dispute.grounds = visit.dispute.witness = None

    def help_visit_view(self, visit: HelpVisit, only_witness: bool = False) -> HelpVisitView:
        """`only_witness`: what the parties said is left out."""
        return HelpVisitView(
            id=visit.id, kind=visit.kind, state=visit.state, area=visit.area, volunteer_id=visit.volunteer_id,
            volunteer=visit.volunteer, beneficiary=visit.beneficiary, paid_by=visit.paid_by, starts_at=visit.starts_at,
            confirm_until=confirm_until(visit.starts_at), held=visit.held if visit.state in OPEN else 0,
            said_by_volunteer=visit.said_by_volunteer, said_by_beneficiary=visit.said_by_beneficiary,
            earned=visit.earned, earned_at=visit.earned_at, request=visit.request,
            reversed_because=None if only_witness else _opened(visit.reversed_because),
            dispute=_dispute_view(visit.dispute, only_witness) if visit.dispute else None,
            version=visit.version,
        )  # fmt: skip


def _dispute_view(dispute: HelpDispute, only_witness: bool) -> HelpDisputeView:
    return HelpDisputeView(
        opened_at=dispute.opened_at, by=dispute.by, reason=None if only_witness else _opened(dispute.reason),
        witness=dispute.witness, witness_minutes=dispute.witness_minutes, word=_opened(dispute.word),
        grounds=None if only_witness else _opened(dispute.grounds),
    )  # fmt: skip


def _sealed(text: str) -> str:
    return seal(text, SAID_IN_DISPUTE)


def _opened(sealed: str | None) -> str | None:
    return None if sealed is None else unseal(sealed, SAID_IN_DISPUTE)
