"""Years of birth, and how old somebody is."""

from datetime import datetime

from shared.contracts.volunteers.people import BORN_AHEAD
from shared.kernel.clock import SHANGHAI


def refuse_unborn(birth_year: int | None, now: datetime, pointer: str) -> None:
    if birth_year is not None and birth_year > now.astimezone(SHANGHAI).year:
        raise BORN_AHEAD(pointer)


def age(birth_year: int | None, now: datetime) -> int | None:
    """In years, as of the birthday in this year."""
    return None if birth_year is None else now.astimezone(SHANGHAI).year - birth_year
