"""What follows here from what residents announces: appointments, dismissals, admissions, copies of data, being forgotten."""

from collections.abc import Iterable
from typing import Any

from services.identity.usecases.accounts import kept_roles, opened, put_duties
from shared.contracts.actor import Role
from shared.contracts.identity.privacy import AccountCollected

SYSTEM = "system"


def keep_appointment(store: Any, delivered: Any) -> None:
    told, version = delivered.data, delivered.envelope.aggregateversion
    appoint(store, told.staff_number, told.name, told.roles, told.areas, version)


def keep_dismissal(store: Any, delivered: Any) -> None:
    dismiss(store, delivered.data.staff_number, delivered.envelope.aggregateversion)


def appoint(
    store: Any, staff_number: str, name: str, roles: Iterable[Role], areas: Iterable[str], version: int
) -> None:
    """The staff number stands for these roles and areas from now on; `version` is that of the staff file.

    A new number gets an account without a password: its holder signs in through the OpenID provider, or with the initial
    password that a reset of the account gives.
    """
    account = store.find_account_by_staff_number(staff_number)
    if account is None:
        opened(store, SYSTEM, staff_number, name, roles, areas, None, version)
    elif is_news(account, version):
        account.name = name
        put_duties(store, account, SYSTEM, {*roles, *kept_roles(account)}, areas)


def dismiss(store: Any, staff_number: str, version: int) -> None:
    """The account stays, with no duties, and has to sign in again."""
    account = store.find_account_by_staff_number(staff_number)
    if account is not None and is_news(account, version):
        put_duties(store, account, SYSTEM, kept_roles(account), [])
        store.end_sessions(account.id)


def is_news(account: Any, version: int) -> bool:
    """Whether the staff file has moved on from what was heard of it; an old event that was tried again changes nothing."""
    if account.staff_version is not None and version <= account.staff_version:
        return False
    account.staff_version = version
    return True


def keep_admission(store: Any, delivered: Any) -> None:
    """The account speaks for an admitted person. Where the account is not one of ours there is nothing to keep."""
    account = store.find_account(delivered.data.account)
    if account is None:
        return
    account.person, account.home = delivered.data.person, delivered.data.area
    account.person_version = delivered.envelope.aggregateversion
    store.save(account)
    store.record(account, "admitted", SYSTEM)


def keep_move(store: Any, delivered: Any) -> None:
    """The person of an account lives in another grid, or here no more."""
    account, version = store.find_account(delivered.data.account), delivered.envelope.aggregateversion
    if account is None or account.person != delivered.data.person or version <= (account.person_version or 0):
        return
    account.home, account.person_version = delivered.data.area, version
    store.save(account)


def hand_over_copy(store: Any, delivered: Any) -> None:
    account = store.find_account(delivered.data.account)
    if account is not None:
        part = AccountCollected(export=delivered.data.export, sealed=store.sealed_copy(account))
        store.announce(part, subject=delivered.data.export, version=1, area=None)


def forget_person(store: Any, delivered: Any) -> None:
    account = store.find_account(delivered.data.account)
    if account is not None and account.person in (None, delivered.data.person):
        store.forget_person(account)
        store.record(account, "forgotten", SYSTEM)
