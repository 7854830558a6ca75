"""Community funds: opening them, booking gifts and expenses, taking entries back, and the books that everybody may read."""

from typing import Any

from services.volunteers.domain.time_bank import month_of
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import OFFICE, Actor
from shared.contracts.ledger import ALREADY_REVERSED, Statement
from shared.contracts.volunteers.community_funds import (
    ENTRY_AHEAD,
    PAPER_BOOKED,
    BookFundEntries,
    CommunityFundPage,
    CommunityFundView,
    FundEntryList,
    FundEntryPage,
    FundEntryView,
    GetCommunityFund,
    GetFundStatement,
    ListCommunityFunds,
    ListFundEntries,
    OpenCommunityFund,
    ReverseFundEntry,
)
from shared.kernel.errors import NOT_FOUND
from shared.kernel.paging import decode_cursor, encode_cursor


def open_community_fund(store: Any, actor: Actor, command: OpenCommunityFund) -> CommunityFundView:
    refuse_outside(actor, command.area, "/area")
    return store.community_fund_view(store.add_community_fund(command, actor.account))


def get_community_fund(store: Any, _actor: Actor, command: GetCommunityFund) -> CommunityFundView:
    return store.community_fund_view(store.get_community_fund(command.fund_id))


def list_community_funds(store: Any, _actor: Actor, command: ListCommunityFunds) -> CommunityFundPage:
    found = store.find_community_funds(command.area, before(command), command.limit + 1)
    shown = found[: command.limit]
    return CommunityFundPage(
        items=[store.community_fund_view(fund) for fund in shown], next=onward(found, command.limit)
    )


def book_fund_entries(store: Any, actor: Actor, command: BookFundEntries) -> FundEntryList:
    fund, booked = _kept_by(store, actor, command.fund_id), []
    for place, entry in enumerate(command.entries):
        if entry.day > store.today:
            raise ENTRY_AHEAD(f"/entries/{place}/day")
        if store.is_paper_booked(fund, entry.paper):
            raise PAPER_BOOKED(f"/entries/{place}/paper")
        booked.append(store.book_in_fund(fund, entry, actor.account))
    store.save(fund)
    return FundEntryList(items=[store.fund_entry_view(booking, True) for booking in booked])


def list_fund_entries(store: Any, actor: Actor, command: ListFundEntries) -> FundEntryPage:
    fund = store.get_community_fund(command.fund_id)
    private = actor.has(*OFFICE) and actor.covers(fund.area)
    after = decode_cursor(command.cursor, int)[0] if command.cursor is not None else None
    found = store.find_fund_bookings(fund, after, command.limit + 1)
    shown = found[: command.limit]
    return FundEntryPage(
        items=[store.fund_entry_view(booking, private) for booking in shown],
        next=encode_cursor(shown[-1].number) if len(found) > command.limit else None,
    )


def reverse_fund_entry(store: Any, actor: Actor, command: ReverseFundEntry) -> FundEntryView:
    fund = _kept_by(store, actor, command.fund_id)
    booking = store.get_fund_booking(fund, command.entry_id)
    store.refuse_stale(booking.version)
    if booking.reversed_because is not None:
        raise ALREADY_REVERSED("/entry_id")
    store.reverse_in_fund(booking, command.reason, actor.account)
    return store.fund_entry_view(booking, True)


def get_fund_statement(store: Any, _actor: Actor, command: GetFundStatement) -> Statement:
    fund = store.get_community_fund(command.fund_id)
    return store.fund_statement(fund, *month_of(command.year, command.month, store.now))


def _kept_by(store: Any, actor: Actor, fund_id: str) -> Any:
    """A fund whose books the actor's office keeps."""
    fund = store.get_community_fund(fund_id)
    if not actor.covers(fund.area):
        raise NOT_FOUND("/fund_id", what="community fund")
    return fund
