"""What a password must be; how it is hashed is a matter of the outside."""

from shared.contracts.identity.staff import WEAK_PASSWORD

DIFFERENT_CHARACTERS = 6


def refuse_weak(password: str, staff_number: str) -> None:
    """Length does more than rules about kinds of characters, so little else is asked for."""
    if len(set(password)) < DIFFERENT_CHARACTERS or staff_number.casefold() in password.casefold():
        raise WEAK_PASSWORD("/new_password")
