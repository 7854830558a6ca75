"""Finding and keeping hours that were given without a visit."""

from datetime import datetime
from typing import Any

from services.volunteers.documents.hours_transfers import HoursTransfer
from services.volunteers.domain.areas import chain
from shared.contracts.volunteers.hours_transfers import HoursTransferKind, HoursTransferView
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

SAID_OF_HOURS = "volunteers hours transfer"


class HoursTransferStore(Work):
    documents = (HoursTransfer,)

    def record_transfer(
        self, kind: HoursTransferKind, area: str, to_area: str, minutes: int, reason: str | None = None, **more: Any
    ) -> HoursTransfer:
        within = sorted({*chain(area), *chain(to_area)})
        transfer = HoursTransfer(
            id=self.new_id(), kind=kind, area=area, to_area=to_area, within=within, minutes=minutes,
            reason=None if reason is None else seal(reason, SAID_OF_HOURS), at=self.now, **more,
        )  # fmt: skip
        self.save(transfer)
        return transfer

    def get_hours_transfer(self, transfer_id: str) -> HoursTransfer:
        transfer = HoursTransfer.objects(id=transfer_id).first()
        if transfer is None:
            raise NOT_FOUND("/transfer_id", what="transfer of hours")
        return transfer

    def find_hours_transfers(
        self, *, hours: str | None, area: str | None, kind: HoursTransferKind | None, before: str | None, limit: int
    ) -> list[HoursTransfer]:
        """Newest first: those in which the account of hours `hours` is a side, or else those of the area."""
        query: dict[str, Any] = {"within": area} if area else {"$or": [{"payer": hours}, {"payee": hours}]}
        if kind is not None:
            query["kind"] = kind
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(HoursTransfer.objects(__raw__=query).order_by("-id").limit(limit))

    def transfer_figures(self, area: str, since: datetime, until: datetime) -> list[dict[str, Any]]:
        """Rows of kind, help, transfers and minutes of what was given in the time and not taken back."""
        found = HoursTransfer.objects(within=area, at__gte=since, at__lt=until, reversed_at=None)
        sums = {"transfers": {"$sum": 1}, "minutes": {"$sum": "$minutes"}}
        rows = found.aggregate([{"$group": {"_id": {"kind": "$kind", "help": "$help"}} | sums}, {"$sort": {"_id": 1}}])
        return [row.pop("_id") | row for row in rows]

    def record_return(self, transfer: HoursTransfer, grounds: str, by: str) -> None:
        transfer.reversed_because, transfer.reversed_by, transfer.reversed_at = (
            seal(grounds, SAID_OF_HOURS),
            by,
            self.now,
        )
        self.save(transfer)

    def forget_transfers(self, hours: str) -> None:
        """What was said of somebody goes; what was given stays, between accounts that lead to nobody."""
        sides = {"$or": [{"payer": hours}, {"payee": hours}]}
        change = {"$unset": {"reason": 1, "reversed_because": 1}, "$inc": {"version": 1}}
        HoursTransfer._get_collection().update_many(sides, change)

    def hours_transfer_view(self, transfer: HoursTransfer, said: bool = True) -> HoursTransferView:
        """`said`: with what somebody wrote about it, which may tell of persons; which fund vouched tells of none."""
        told = said or transfer.kind is HoursTransferKind.FUNDING
        return HoursTransferView(
            id=transfer.id, kind=transfer.kind, minutes=transfer.minutes, area=transfer.area, to_area=transfer.to_area,
            payer=transfer.payer, payee=transfer.payee, help=transfer.help, request=transfer.request,
            reason=_opened(transfer.reason) if told else None, at=transfer.at, reversed_at=transfer.reversed_at,
            reversed_because=_opened(transfer.reversed_because) if said else None, version=transfer.version,
        )  # fmt: skip


def _opened(sealed: str | None) -> str | None:
    return None if sealed is None else unseal(sealed, SAID_OF_HOURS)
