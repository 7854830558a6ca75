"""Shared bills: open, read meters, split, record payments."""

from collections import Counter
from typing import Any

from services.tickets.domain.hosting import hosts, refuse_to_open, standing_of
from services.tickets.domain.splitting import BILL, refuse_backwards, split
from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.sessions import refuse_topic_elsewhere
from shared.contracts.actor import Actor
from shared.contracts.tickets.bills import (
    BILL_PERIOD,
    HOUSEHOLD_TWICE,
    MORE_THAN_OWED,
    NO_SUCH_HOUSEHOLD,
    BillPage,
    BillSettled,
    BillView,
    GetBill,
    ListBills,
    OpenBill,
    ReadMeter,
    RecordPayment,
    SettleBill,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA


def open_bill(store: Any, actor: Actor, command: OpenBill) -> BillView:
    refuse_to_open(actor, command.area)
    refuse_topic_elsewhere(store, command.topic, command.area, "/topic")
    if command.until < command.since:
        raise BILL_PERIOD("/until")
    twice = [name for name, times in Counter(each.household for each in command.households).items() if times > 1]
    if twice:
        raise HOUSEHOLD_TWICE("/households", household=twice[0])
    bill = store.new_bill(
        households=command.households, state=BILL.initial, **command.model_dump(exclude={"households"})
    )
    store.save(bill)
    return shown(store, bill, actor)


def get_bill(store: Any, actor: Actor, command: GetBill) -> BillView:
    return shown(store, visible(store, actor, command.bill_id), actor)


def list_bills(store: Any, actor: Actor, command: ListBills) -> BillPage:
    if not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    found = store.find_bills(command.area, command.state, beyond(command.cursor), command.limit + 1)
    return BillPage(
        items=[shown(store, bill, actor) for bill in found[: command.limit]], next=following(found, command.limit)
    )


def read_meter(store: Any, actor: Actor, command: ReadMeter) -> BillView:
    bill = decided(store, actor, command.bill_id, "read_meter")
    row = row_of(bill, command.household)
    refuse_backwards(command.before, command.after)
    row.before, row.after = command.before, command.after
    store.save(bill)
    return shown(store, bill, actor)


def settle_bill(store: Any, actor: Actor, command: SettleBill) -> BillView:
    bill = visible(store, actor, command.bill_id)
    unread = sum(1 for row in bill.rows if row.after is None)
    bill.state = BILL.decide(bill.state, "settle", standing_of(actor, bill.area), unread).target
    parts = split(bill.total, [row.after - row.before for row in bill.rows])
    for row, amount in zip(bill.rows, parts, strict=True):
        row.amount = amount
    bill.settled_at = store.now
    store.save(bill)
    news = BillSettled(bill=bill.id, area=bill.area, households=len(bill.rows), total=bill.total)
    store.announce(news, subject=bill.id, version=bill.version, area=bill.area)
    return shown(store, bill, actor)


def record_payment(store: Any, actor: Actor, command: RecordPayment) -> BillView:
    bill = decided(store, actor, command.bill_id, "pay")
    row = row_of(bill, command.household)
    left = row.amount - row.paid
    if command.amount > left:
        raise MORE_THAN_OWED("/amount", open=left)
    store.add_payment(bill, row, command.amount, actor.account, command.note)
    if sum(each.paid for each in bill.rows) == bill.total:
        bill.state = BILL.decide(bill.state, "pay_rest", standing_of(actor, bill.area)).target
    store.save(bill)
    return shown(store, bill, actor)


def visible(store: Any, actor: Actor, bill_id: str) -> Any:
    """The bill, for staff of its area and for those whose household is on it; for others there is none."""
    bill = store.get_bill(bill_id)
    if not (hosts(actor, bill.area) or any(row.account == actor.account for row in bill.rows)):
        raise NOT_FOUND("/bill_id", what="bill")
    return bill


def decided(store: Any, actor: Actor, bill_id: str, action: str) -> Any:
    bill = visible(store, actor, bill_id)
    BILL.decide(bill.state, action, standing_of(actor, bill.area))
    return bill


def row_of(bill: Any, household: str) -> Any:
    row = next((row for row in bill.rows if row.household == household), None)
    if row is None:
        raise NO_SUCH_HOUSEHOLD("/household", household=household)
    return row


def shown(store: Any, bill: Any, actor: Actor) -> BillView:
    return store.bill_view(bill, actor.account, hosts(actor, bill.area))
