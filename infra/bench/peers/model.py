"""What goes in and comes out, as strict as the suite's contract."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints


class Category(StrEnum):
    ROAD = "road"
    WATER = "water"
    POWER = "power"
    RUBBISH = "rubbish"
    NOISE = "noise"
    SAFETY = "safety"
    OTHER = "other"


def _no_nul(text: object) -> object:
    if isinstance(text, str) and "\x00" in text:
        raise ValueError("must not hold NUL characters")
    return text


def _utc_text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
LongText = Annotated[
    str, BeforeValidator(_no_nul), StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)
]
Moment = Annotated[datetime, PlainSerializer(_utc_text, when_used="json")]


class Point(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)
    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)


class OpenTicket(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    category: Category
    text: LongText
    point: Point
    photos: list[Id] = Field(default=[], max_length=9)


class Step(BaseModel):
    action: str
    at: Moment
    target: str
    note: str | None = None


class TicketView(BaseModel):
    id: Id
    number: str
    state: str
    category: Category
    text: str
    point: Point
    area: str
    photos: list[Id]
    opened_at: Moment
    note: str | None = None
    stars: int | None = None
    history: list[Step]
    version: int


class TicketOpened(BaseModel):
    """The event."""

    id: Id
    number: str
    state: str
    category: Category
    area: str
    at: Moment
