"""Finding and keeping accounts of hours."""

from typing import Any

from services.volunteers.documents.time_bank import Grant, HoursAccount
from services.volunteers.domain.time_bank import hours_name
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

    def get_hours(self, hours_id: str, pointer: str = "/hours_id") -> HoursAccount:
        found = HoursAccount.objects(id=hours_id).first()
        if found is None:
            raise NOT_FOUND(pointer, what="account of hours")
        return found

    def new_hours(self, account: str | None, person: str | None, area: str) -> HoursAccount:
        hours = HoursAccount(id=self.new_id(), account=account, person=person, opened_at=self.now)
        self.place_hours(hours, area)
        return hours

    def place_hours(self, hours: HoursAccount, area: str) -> None:
        parts = area.split(".")
        hours.area = area
        hours.within = [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]

    def record_grant(self, hours: HoursAccount, minutes: int, reason: str, by: str) -> None:
        hours.grants.append(Grant(minutes=minutes, reason=reason, by=by, at=self.now))

    def hours_account_view(self, hours: HoursAccount) -> HoursAccountView:
        now = self.book.balance(hours_name(hours.id))
        return HoursAccountView(
            id=hours.id, area=hours.area, priority=hours.priority, minutes=now.balance, held=now.held,
            available=now.available, version=hours.version,
        )  # fmt: skip
