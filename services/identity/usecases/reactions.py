"""What follows here from what residents announces: appointments, dismissals, admissions."""

from collections.abc import Iterable
from typing import Any

from services.identity.usecases.accounts import kept_roles, opened, put_duties
from shared.contracts.actor import Role

SYSTEM = "system"


def keep_appointment(store: Any, delivered: Any) -> None:
    appoint(store, delivered.data.staff_number, delivered.data.name, delivered.data.roles, delivered.data.areas)


def keep_dismissal(store: Any, delivered: Any) -> None:
    dismiss(store, delivered.data.staff_number)


def appoint(store: Any, staff_number: str, name: str, roles: Iterable[Role], areas: Iterable[str]) -> None:
    """The staff number stands for these roles and areas from now on.

    A new number gets an account without a password: its holder signs in through the OpenID provider, or with the initial
    password that a reset of the account gives.
    """
    account = store.find_account_by_staff_number(staff_number)
    if account is None:
        opened(store, SYSTEM, staff_number, name, roles, areas, None)
        return
    account.name = name
    put_duties(store, account, SYSTEM, {*roles, *kept_roles(account)}, areas)


def dismiss(store: Any, staff_number: str) -> None:
    """The account stays, with no duties, and has to sign in again."""
    account = store.find_account_by_staff_number(staff_number)
    if account is None:
        return
    put_duties(store, account, SYSTEM, kept_roles(account), [])
    store.end_sessions(account.id)


def keep_admission(store: Any, delivered: Any) -> None:
    """The account speaks for an admitted person. Where the account is not one of ours there is nothing to keep."""
    account = store.find_account(delivered.data.account)
    if account is None:
        return
    account.person, account.home = delivered.data.person, delivered.data.area
    store.save(account)
    store.record(account, "admitted", SYSTEM)
