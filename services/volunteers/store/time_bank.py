"""Finding and keeping accounts of hours."""

from typing import Any

from services.volunteers.documents.time_bank import HoursAccount
from services.volunteers.domain.time_bank import Side, hours_name, hours_of
from shared.contracts.volunteers.time_bank import NO_HOURS, HoursAccountView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class TimeBankStore(Work):
    documents = (HoursAccount,)
    book: Any

    def find_hours_of(self, account: str | None, person: str | None) -> HoursAccount | None:
        """The account of hours of somebody, known by the account that signs in or by the register."""
        for owner in ({"account": account}, {"person": person}):
            if None not in owner.values() and (found := HoursAccount.objects(**owner).first()):
                return found
        return None

    def own_hours(self, account: str, person: str | None) -> HoursAccount:
        found = self.find_hours_of(account, person)
        if found is None:
            raise NO_HOURS()
        return found

    def find_hours(self, hours_id: str | None) -> HoursAccount | None:
        """Also that of somebody who was forgotten."""
        return None if hours_id is None else HoursAccount.objects(id=hours_id).first()

    def get_hours(self, hours_id: str, pointer: str = "/hours_id") -> HoursAccount:
        """Of somebody; to an account whose owner was forgotten nothing leads any more."""
        found = self.find_hours(hours_id)
        if found is None or found.forgotten:
            raise NOT_FOUND(pointer, what="account of hours")
        return found

    def area_of(self, side: Side) -> str:
        """Where one side of a payment belongs now: a person may have moved, a pool or a shop does not."""
        hours = self.find_hours(hours_of(side.account))
        return side.area if hours is None else hours.area

    def new_hours(self, account: str | None, person: str | None, area: str) -> HoursAccount:
        hours = HoursAccount(id=self.new_id(), account=account, person=person, opened_at=self.now)
        self.place_hours(hours, area)
        return hours

    def place_hours(self, hours: HoursAccount, area: str) -> None:
        parts = area.split(".")
        hours.area = area
        hours.within = [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]

    def keep_in_place(self, *accounts: HoursAccount) -> None:
        """None of them moves to another community, or is forgotten, in the same moment: one of both comes first."""
        for hours in accounts:
            HoursAccount._get_collection().update_one({"_id": hours.id}, {"$inc": {"engaged": 1}})

    def hours_account_view(self, hours: HoursAccount) -> HoursAccountView:
        now = self.book.balance(hours_name(hours.id))
        return HoursAccountView(
            id=hours.id, area=hours.area, priority=hours.priority, minutes=now.balance, held=now.held,
            available=now.available, version=hours.version,
        )  # fmt: skip
