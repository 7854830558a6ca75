"""Finding and keeping purses, and what the book has of them."""

from datetime import datetime
from typing import Any

from services.volunteers.documents.purses import PointsYear, Purse
from services.volunteers.domain.points import last_expired_year, year_of
from shared.contracts.ledger import Unit, move
from shared.ledger.book import Book
from shared.storage.work import Work

ISSUED = "points:issued"
EXPIRED = "points:expired"
LANES = 16


def purse_name(purse: str) -> str:
    """The account in the book that holds a purse's points."""
    return f"points:of:{purse}"


def award_entry(award: str) -> str:
    """The entry in the book by which an award was paid out."""
    return f"award:{award}"


class PurseStore(Work):
    documents = (Purse, PointsYear)
    book: Book

    def open_points(self) -> None:
        """Where points come from and where they end."""
        for name in (ISSUED, EXPIRED):
            self.book.open_account(name, Unit.POINT, floor=None, lanes=LANES)

    def find_purse(self, account: str) -> Purse | None:
        return Purse.objects(account=account).first()

    def open_purse(self, account: str) -> Purse:
        purse = self.find_purse(account)
        if purse is None:
            purse = Purse(id=self.new_id(), account=account)
            self.save(purse)
            self.book.open_account(purse_name(purse.id), Unit.POINT)
        return purse

    def points_in(self, purse: str) -> Any:
        """Balance, held and available."""
        return self.book.balance(purse_name(purse))

    def points_statement(self, purse: str, since: datetime, until: datetime) -> Any:
        return self.book.statement(purse_name(purse), since, until)

    def put_in(self, purse: Purse, points: int, key: str, reason: str) -> None:
        """Issues points, and counts them to this year."""
        self.book.transfer(key=key, legs=move(points, ISSUED, purse_name(purse.id)), reason=reason)
        year = year_of(self.now)
        lot = PointsYear.objects(purse=purse.id, year=year).first() or PointsYear(
            id=self.new_id(), purse=purse.id, year=year, issued=0, settled=False, expiries=0
        )
        lot.issued += points
        self.save(lot)

    def take_out(self, purse: Purse, points: int, entry: str, at: datetime) -> None:
        """What was put in at that time by this entry, as far as it has not been spent (`ledger.overdrawn`)."""
        self.book.reverse(entry, "taken back")
        lot = PointsYear.objects(purse=purse.id, year=year_of(at)).first()
        lot.issued -= points
        self.save(lot)

    def points_years(self, purse: str) -> list[PointsYear]:
        return list(PointsYear.objects(purse=purse))

    def look_at_points_again(self, account: str) -> None:
        """Something came back, of which some may be too old."""
        purse = self.find_purse(account)
        if purse is not None:
            for lot in PointsYear.objects(purse=purse.id, settled=True):
                lot.settled = False
                self.save(lot)

    def purses_with_old_points(self, limit: int = 200) -> list[str]:
        due = PointsYear.objects(settled=False, year__lte=last_expired_year(self.now))
        return sorted({lot.purse for lot in due.limit(limit)})

    def expire_points(self, lot: PointsYear, points: int) -> None:
        lot.expiries += 1
        key = f"expire:{lot.purse}:{lot.year}:{lot.expiries}"
        self.book.transfer(key=key, legs=move(points, purse_name(lot.purse), EXPIRED), reason="expired")

    def forget_purse(self, account: str) -> None:
        """What is left lapses, and nothing leads from the book to its holder any more."""
        purse = self.find_purse(account)
        if purse is None:
            return
        name = purse_name(purse.id)
        if left := self.points_in(purse.id).available:
            self.book.transfer(key=f"forgotten:{purse.id}", legs=move(left, name, EXPIRED), reason="forgotten")
        PointsYear.objects(purse=purse.id).delete()
        purse.account = None
        self.save(purse)
