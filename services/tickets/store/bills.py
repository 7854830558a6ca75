"""Finding, keeping and showing shared bills."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.tickets.documents.bills import Bill, BillPayment, HouseholdRow
from services.tickets.domain.hosting import HOST
from services.tickets.domain.splitting import BILL
from services.tickets.store.inside import inside, newest
from shared.contracts.tickets.bills import BillHousehold, BillRow, BillState, BillView, Payment
from shared.contracts.tickets.matters import NextAction
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class BillStore(Work):
    documents = (Bill,)

    def new_bill(self, since: date, until: date, households: Sequence[BillHousehold], **fields: Any) -> Bill:
        rows = [HouseholdRow(household=each.household, account=each.account, paid=0) for each in households]
        return Bill(id=self.new_id(), since=since.isoformat(), until=until.isoformat(), rows=rows, **fields)

    def get_bill(self, bill_id: str) -> Bill:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        bill = Bill.objects(id=bill_id).first()
        if bill is None:
            raise NOT_FOUND("/bill_id", what="bill")
        self.refuse_stale(bill.version)
        return bill

    def find_bills(self, area: str, state: BillState | None, before: str | None, limit: int) -> list[Bill]:
        query: dict[str, Any] = {"area": inside(area)} | ({"state": state} if state else {})
        return list(Bill.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def add_payment(self, bill: Bill, row: HouseholdRow, amount: int, account: str, note: str | None) -> None:
        row.paid += amount
        bill.payments.append(BillPayment(household=row.household, amount=amount, at=self.now, by=account, note=note))

    def bill_view(self, bill: Bill, account: str, host: bool) -> BillView:
        paid = sum(row.paid for row in bill.rows)
        shown = [row for row in bill.rows if host or row.account == account]
        names = {row.household for row in shown}
        moves = BILL.open_to(bill.state, frozenset({HOST} if host else ()))
        return BillView(
            id=bill.id, area=bill.area, title=bill.title, unit=bill.unit, total=bill.total,
            since=date.fromisoformat(bill.since), until=date.fromisoformat(bill.until), topic=bill.topic,
            state=bill.state, households=len(bill.rows), unread=unread(bill),
            rows=[_row(row, account) for row in shown],
            payments=[
                Payment(household=p.household, amount=p.amount, at=p.at, note=p.note)
                for p in bill.payments if p.household in names
            ],
            paid=paid, open=bill.total - paid, settled_at=bill.settled_at,
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in moves], version=bill.version,
        )  # fmt: skip


def unread(bill: Bill) -> int:
    return sum(1 for row in bill.rows if row.after is None)


def _row(row: HouseholdRow, account: str) -> BillRow:
    return BillRow(
        household=row.household, before=row.before, after=row.after,
        used=None if row.after is None else row.after - row.before, amount=row.amount, paid=row.paid,
        open=None if row.amount is None else row.amount - row.paid, mine=row.account == account,
    )  # fmt: skip
