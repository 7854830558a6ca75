"""Accounts, and how they are shown."""

from typing import Any

from services.identity.documents import Account, AccountChange
from shared.contracts.actor import Actor, Role
from shared.contracts.identity.accounts import AccountChange as Change
from shared.contracts.identity.accounts import AccountHistory, AccountState, AccountView
from shared.contracts.identity.words import masked
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import blind, seal, unseal
from shared.storage.work import Work


class AccountStore(Work):
    documents: tuple[type, ...] = (Account, AccountChange)

    def find_account(self, account_id: str) -> Account | None:
        return Account.objects(id=account_id).first()

    def get_account(self, account_id: str) -> Account:
        account = self.find_account(account_id)
        if account is None:
            raise NOT_FOUND("/account_id", what="account")
        return account

    def find_account_by_phone(self, phone: str) -> Account | None:
        return Account.objects(phone_print=blind(phone, "phone")).first()

    def find_account_by_staff_number(self, staff_number: str) -> Account | None:
        return Account.objects(staff_number=staff_number).first()

    def find_accounts(
        self,
        *,
        areas: tuple[str, ...] | None,
        role: Role | None,
        staff_number: str | None,
        after: str | None,
        limit: int,
    ) -> list[Account]:
        """Those with duties, oldest first; on duty in any of `areas` or below, or anywhere where that is None."""
        query: dict[str, Any] = {"roles": {"$elemMatch": {"$ne": Role.RESIDENT.value}}}
        if areas is not None:
            query["$or"] = [{"areas": {"$elemMatch": {"$gte": area, "$lt": area + "/"}}} for area in areas] or [
                {"id": None}
            ]
        if role is not None:
            query["roles"] = role.value
        if staff_number is not None:
            query["staff_number"] = staff_number
        if after is not None:
            query["_id"] = {"$gt": after}
        return list(Account.objects(__raw__=query).order_by("id").limit(limit))

    def record(self, account: Account, action: str, by: str, **what: Any) -> None:
        """Adds to the account's history."""
        self.save(AccountChange(id=self.new_id(), account=account.id, action=action, by=by, at=self.now, **what))

    def history(self, account_id: str) -> AccountHistory:
        found = AccountChange.objects(account=account_id).order_by("-id").limit(200)
        return AccountHistory(
            items=[
                Change(action=c.action, at=c.at, by=c.by, roles=c.roles or None, areas=c.areas or None, reason=c.reason)
                for c in found
            ]
        )

    def new_account(self, **fields: Any) -> Account:
        return Account(id=self.new_id(), state=AccountState.ACTIVE, opened_at=self.now, **fields)

    def put_phone(self, account: Account, phone: str) -> None:
        account.phone_print, account.phone_sealed = blind(phone, "phone"), seal(phone, "phone")

    def account_view(self, account: Account) -> AccountView:
        return AccountView(
            id=account.id,
            state=account.state,
            name=account.name,
            roles=sorted(account.roles),
            areas=list(account.areas),
            phone=masked(unseal(account.phone_sealed, "phone")) if account.phone_sealed else None,
            staff_number=account.staff_number,
            person=account.person,
            home=account.home,
            version=account.version,
        )

    def actor_of(self, account: Account) -> Actor:
        """Whom the account's tokens speak for."""
        return Actor(account.id, frozenset(account.roles), account.person, tuple(account.areas), account.name or "")
