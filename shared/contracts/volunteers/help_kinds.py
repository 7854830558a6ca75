"""The kinds of help that hours are banked for, and what help answers."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

RequestKey = Annotated[
    str,
    StringConstraints(pattern=r"^(need|call|ticket):[0-9a-f]{32}$"),
    Field(
        description="what the help answers: a need, a call of the beneficiary, or a ticket, which is taken as told",
        examples=["need:" + "0" * 32],
    ),
]


class HelpVisitKind(StrEnum):
    """The six kinds of help that hours are banked for. Each is a skill of the same name."""

    MEALS = "meals"
    CLEANING = "cleaning"
    BATHING = "bathing"
    MEDICAL = "medical"
    HOUSEHOLD = "household"
    COUNSELLING = "counselling"
