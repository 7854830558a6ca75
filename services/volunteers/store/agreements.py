"""Finding and keeping partner units and agreements."""

from datetime import date, datetime
from typing import Any

from services.volunteers.documents.agreements import Agreement, PartnerUnit, PromiseMade
from services.volunteers.domain.agreements import AGREEMENT, due_at, percent
from services.volunteers.domain.areas import chain
from shared.contracts.actor import Actor
from shared.contracts.volunteers.agreements import (
    AgreementFigures,
    AgreementState,
    AgreementView,
    Promise,
    PromiseView,
    Terms,
)
from shared.contracts.volunteers.partner_units import PartnerUnitView, RegisterUnit
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

LIVE = (AgreementState.SIGNED, AgreementState.RUNNING)


class AgreementStore(Work):
    documents = (PartnerUnit, Agreement)

    def register_unit(self, actor: Actor, fields: RegisterUnit) -> PartnerUnit:
        unit = PartnerUnit(
            id=self.new_id(), area=fields.area, within=chain(fields.area), name=fields.name, kind=fields.kind,
            registered_by=actor.account,
        )  # fmt: skip
        self.name_workers(unit, fields.workers)
        return unit

    def name_workers(self, unit: PartnerUnit, accounts: list[str]) -> None:
        unit.workers = sorted(set(accounts))
        unit.known = sorted({*unit.known, *accounts})
        self.save(unit)

    def get_unit(self, unit_id: str) -> PartnerUnit:
        unit = PartnerUnit.objects(id=unit_id).first()
        if unit is None:
            raise NOT_FOUND("/unit_id", what="partner unit")
        return unit

    def find_units(self, area: str, before: str | None, limit: int) -> list[PartnerUnit]:
        query: dict[str, Any] = {"within": area}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(PartnerUnit.objects(__raw__=query).order_by("-id").limit(limit))

    def find_units_of(self, account: str) -> list[str]:
        return [unit.id for unit in PartnerUnit.objects(known=account, workers=account).only("id")]

    def forget_worker(self, account: str) -> None:
        """Agreements stay; nothing says any more who signed or acted."""
        rows = {"$pull": {"workers": account, "known": account}, "$inc": {"version": 1}}
        PartnerUnit._get_collection().update_many({"known": account}, rows)
        PartnerUnit._get_collection().update_many({"registered_by": account}, {"$unset": {"registered_by": ""}})
        for name in ("unit_signed_by", "signed_by"):
            Agreement._get_collection().update_many({name: account}, {"$unset": {name: ""}})

    def new_agreement(self, unit: PartnerUnit, area: str, terms: Terms, renews: Agreement | None = None) -> Agreement:
        agreement = Agreement(
            id=self.new_id(), unit=unit.id, unit_name=unit.name, area=area, within=chain(area), edition=1,
            state=AGREEMENT.initial,
        )  # fmt: skip
        agreement.series = agreement.id
        if renews is not None:
            agreement.series, agreement.renews = renews.series, renews.id
            agreement.edition = self._last_edition(renews) + 1
        self.set_terms(agreement, terms)
        self.save(agreement)
        return agreement

    def set_terms(self, agreement: Agreement, terms: Terms) -> None:
        agreement.title, agreement.valid_from, agreement.valid_until = terms.title, terms.valid_from, terms.valid_until
        agreement.promises = [_made(promise) for promise in terms.promises]
        agreement.unit_signed_by = agreement.unit_signed_at = None

    def _last_edition(self, agreement: Agreement) -> int:
        return Agreement.objects(series=agreement.series).order_by("-edition").first().edition

    def is_renewed(self, agreement: Agreement) -> bool:
        """Whether there is a later edition that was not terminated."""
        later = Agreement.objects(series=agreement.series, edition__gt=agreement.edition)
        return later(state__ne=AgreementState.TERMINATED).first() is not None

    def put_state(self, agreement: Agreement, state: str) -> None:
        agreement.state = AgreementState(state)
        agreement.due_at = due_at(agreement.state, agreement.valid_from, agreement.valid_until)

    def find_agreement(self, agreement_id: str) -> Agreement | None:
        return Agreement.objects(id=agreement_id).first()

    def find_agreements(
        self, area: str, units: list[str] | None, state: AgreementState | None, before: str | None, limit: int
    ) -> list[Agreement]:
        """Newest first; `units`: of these only."""
        query: dict[str, Any] = {"within": area}
        if units is not None:
            query["unit"] = {"$in": units}
        if state is not None:
            query["state"] = state
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Agreement.objects(__raw__=query).order_by("-id").limit(limit))

    def find_expiring(self, area: str, until: date, after: tuple[date, str] | None, limit: int) -> list[Agreement]:
        found = Agreement.objects(within=area, state=AgreementState.RUNNING, valid_until__lte=until)
        if after is not None:
            last = datetime.combine(after[0], datetime.min.time())
            found = found(
                __raw__={"$or": [{"valid_until": {"$gt": last}}, {"valid_until": last, "_id": {"$gt": after[1]}}]}
            )
        return list(found.order_by("valid_until", "id").limit(limit))

    def agreements_due(self) -> list[tuple[str, datetime]]:
        due = Agreement.objects(due_at__lte=self.now).order_by("due_at").limit(100)
        return [(each.id, each.due_at) for each in due]

    def find_agreement_due(self, agreement_id: str, moment: datetime) -> Agreement | None:
        return Agreement.objects(id=agreement_id, due_at=moment).first()

    def count_agreements(self, area: str) -> AgreementFigures:
        rows = Agreement.objects(within=area).aggregate(
            [{"$group": {"_id": "$state", "count": {"$sum": 1}, "units": {"$addToSet": "$unit"}}}]
        )
        found = {AgreementState(row["_id"]): row for row in rows}
        promises = Agreement.objects(within=area, state__in=(*LIVE, AgreementState.ENDED)).aggregate(
            [
                {"$unwind": "$promises"},
                {"$group": {"_id": {"$gte": ["$promises.delivered", "$promises.promised"]}, "count": {"$sum": 1}}},
            ]
        )
        counts = {row["_id"]: row["count"] for row in promises}
        return AgreementFigures(
            area=area, states={state: row["count"] for state, row in sorted(found.items())},
            units=len({unit for state in LIVE if state in found for unit in found[state]["units"]}),
            promises=sum(counts.values()), fulfilled=counts.get(True, 0),
        )  # fmt: skip

    def unit_view(self, unit: PartnerUnit, actor: Actor) -> PartnerUnitView:
        return PartnerUnitView(
            id=unit.id, area=unit.area, name=unit.name, kind=unit.kind, workers=len(unit.workers),
            mine=actor.account in unit.workers, version=unit.version,
        )  # fmt: skip

    def agreement_view(self, agreement: Agreement) -> AgreementView:
        return AgreementView(
            id=agreement.id, unit_id=agreement.unit, unit=agreement.unit_name, area=agreement.area,
            title=agreement.title, state=agreement.state, edition=agreement.edition, renews=agreement.renews,
            valid_from=agreement.valid_from, valid_until=agreement.valid_until, paper=agreement.paper,
            signed_on=agreement.signed_on, unit_signed_at=agreement.unit_signed_at, unit_signed_by=agreement.unit_signed_by, signed_by=agreement.signed_by, reason=agreement.reason,
            promises=[
                PromiseView(
                    number=place, title=each.title, kind=each.kind, measure=each.measure, promised=each.promised,
                    delivered=each.delivered, waiting=each.waiting, percent=percent(each.delivered, each.promised),
                )
                for place, each in enumerate(agreement.promises, 1)
            ],
            version=agreement.version,
        )  # fmt: skip


def _made(promise: Promise) -> PromiseMade:
    return PromiseMade(title=promise.title, kind=promise.kind, measure=promise.measure, promised=promise.quantity)
