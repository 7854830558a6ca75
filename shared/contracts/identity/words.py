"""The kinds of text that identity takes in, and how much of a phone number is shown."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints


def national(phone: str) -> str:
    """The number without the country's prefix."""
    return phone[-11:]


def masked(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}"


Phone = Annotated[
    str,
    StringConstraints(pattern=r"^(\+86)?1[0-9]{10}$"),
    AfterValidator(national),
    Field(
        description="a mobile number of the mainland",
        examples=["11100000001"],
        json_schema_extra={"x-personal-data": True},
    ),
]
Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$"), Field(examples=["123456"])]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=256, pattern=r"^[^\x00]+$"), Field(repr=False)]
StaffNumber = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{1,31}$"),
    AfterValidator(str.upper),
    Field(examples=["GW0001"]),
]
