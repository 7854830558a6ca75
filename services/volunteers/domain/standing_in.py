"""Volunteers who do not sign in: a name made of their number in the register stands where others have their account."""

from collections.abc import Iterable

MARK = "person:"


def stand_in(person: str) -> str:
    return f"{MARK}{person}"


def signs_in(account: str) -> bool:
    return not account.startswith(MARK)


def persons_of(accounts: Iterable[str]) -> list[str]:
    """Those who do not sign in, by their numbers in the register."""
    return [account.removeprefix(MARK) for account in accounts if not signs_in(account)]


def to_tell(accounts: Iterable[str]) -> list[str]:
    """Those whom a message reaches; the others are rung up by who sees the roster."""
    return [account for account in accounts if signs_in(account)]
