"""Finding and keeping community funds, and posting to the book: what is given comes from one account and is spent to another."""

from datetime import date
from typing import Any

from services.volunteers.documents.community_funds import CommunityFund, FundBooking
from services.volunteers.domain.areas import chain
from shared.contracts.ledger import Unit, move
from shared.contracts.volunteers.community_funds import (
    CommunityFundView,
    FundEntry,
    FundEntryKind,
    FundEntryView,
    OpenCommunityFund,
)
from shared.kernel.errors import NOT_FOUND
from shared.ledger.book import Book
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

GIVER = "volunteers fund giver"


def chest(fund: CommunityFund) -> str:
    """The account that holds what is left."""
    return f"chest:{fund.id}"


def given(fund: CommunityFund) -> str:
    return f"chest-given:{fund.id}"


def spent(fund: CommunityFund) -> str:
    return f"chest-spent:{fund.id}"


class CommunityFundStore(Work):
    documents = (CommunityFund, FundBooking)
    book: Book

    def add_community_fund(self, command: OpenCommunityFund, by: str) -> CommunityFund:
        fund = CommunityFund(
            id=self.new_id(), area=command.area, within=chain(command.area), name=command.name, purpose=command.purpose,
            opened_by=by,
        )  # fmt: skip
        self.book.open_account(chest(fund), Unit.FEN)
        for name in (given(fund), spent(fund)):
            self.book.open_account(name, Unit.FEN, floor=None)
        self.save(fund)
        return fund

    def get_community_fund(self, fund_id: str) -> CommunityFund:
        fund = CommunityFund.objects(id=fund_id).first()
        if fund is None:
            raise NOT_FOUND("/fund_id", what="community fund")
        return fund

    def find_community_funds(self, area: str, before: str | None, limit: int) -> list[CommunityFund]:
        found = CommunityFund.objects(within=area)
        found = found.filter(id__lt=before) if before is not None else found
        return list(found.order_by("-id").limit(limit))

    def is_paper_booked(self, fund: CommunityFund, paper: str) -> bool:
        return FundBooking.objects(fund=fund.id, paper=paper).first() is not None

    def book_in_fund(self, fund: CommunityFund, entry: FundEntry, by: str) -> FundBooking:
        """Refused where more would be spent than is left."""
        fund.booked += 1
        booking = FundBooking(
            id=self.new_id(), fund=fund.id, number=fund.booked, kind=entry.kind, amount=entry.amount, day=entry.day.isoformat(),
            what=entry.what, paper=entry.paper, giver=seal(entry.giver, GIVER) if entry.giver else None, by=by, at=self.now,
        )  # fmt: skip
        way = (given(fund), chest(fund)) if entry.kind is FundEntryKind.GIFT else (chest(fund), spent(fund))
        self.book.transfer(key=_key(booking), legs=move(entry.amount, *way), reason=entry.kind)
        booking.left = self.book.balance(chest(fund)).balance
        self.save(booking)
        return booking

    def get_fund_booking(self, fund: CommunityFund, entry_id: str) -> FundBooking:
        booking = FundBooking.objects(id=entry_id, fund=fund.id).first()
        if booking is None:
            raise NOT_FOUND("/entry_id", what="fund entry")
        return booking

    def reverse_in_fund(self, booking: FundBooking, reason: str, by: str) -> None:
        self.book.reverse(_key(booking), "reversed")
        booking.reversed_because, booking.reversed_by, booking.reversed_at = reason, by, self.now
        self.save(booking)

    def find_fund_bookings(self, fund: CommunityFund, before: int | None, limit: int) -> list[FundBooking]:
        found = FundBooking.objects(fund=fund.id)
        found = found.filter(number__lt=before) if before is not None else found
        return list(found.order_by("-number").limit(limit))

    def fund_statement(self, fund: CommunityFund, since: Any, until: Any) -> Any:
        return self.book.statement(chest(fund), since, until)

    def community_fund_view(self, fund: CommunityFund) -> CommunityFundView:
        return CommunityFundView(
            id=fund.id, area=fund.area, name=fund.name, purpose=fund.purpose, version=fund.version,
            given=-self.book.balance(given(fund)).balance, spent=self.book.balance(spent(fund)).balance,
            left=self.book.balance(chest(fund)).balance,
        )  # fmt: skip

    def fund_entry_view(self, booking: FundBooking, private: bool) -> FundEntryView:
        """`private`: with who gave it."""
        return FundEntryView(
            id=booking.id, number=booking.number, kind=booking.kind, amount=booking.amount, day=date.fromisoformat(booking.day),
            what=booking.what, paper=booking.paper, left=booking.left, reversed_because=booking.reversed_because,
            giver=unseal(booking.giver, GIVER) if private and booking.giver else None, version=booking.version,
        )  # fmt: skip


def _key(booking: FundBooking) -> str:
    return f"fund-entry:{booking.id}"
