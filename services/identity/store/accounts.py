"""Accounts, and how they are shown."""

from typing import Any

from services.identity.documents import Account
from shared.contracts.actor import Actor
from shared.contracts.identity.accounts import AccountState, AccountView
from shared.contracts.identity.words import masked
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import blind, seal, unseal
from shared.storage.work import Work


class AccountStore(Work):
    documents: tuple[type, ...] = (Account,)

    def find_account(self, account_id: str) -> Account | None:
        return Account.objects(id=account_id).first()

    def get_account(self, account_id: str) -> Account:
        account = self.find_account(account_id)
        if account is None:
            raise NOT_FOUND("/account_id", what="account")
        return account

    def find_account_by_phone(self, phone: str) -> Account | None:
        return Account.objects(phone_print=blind(phone, "phone")).first()

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
