"""The kinds of model that contracts are made of."""

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic_core import PydanticCustomError

from shared.kernel.ids import ID_PATTERN


def _utc_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise PydanticCustomError("nul_character", "must not hold NUL characters")
    return text


def pii(**constraints: Any) -> Any:
    """Marks a field as personal data: masked in views, never in a log, never in an event for partners."""
    return Field(json_schema_extra={"x-personal-data": True}, **constraints)


Id = Annotated[str, StringConstraints(pattern=ID_PATTERN), Field(description="32 hex digits", examples=["0" * 32])]
Moment = Annotated[datetime, PlainSerializer(_utc_text, when_used="json"), Field(description="UTC, milliseconds")]
Planned = Annotated[
    AwareDatetime,
    PlainSerializer(_utc_text, when_used="json"),
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC)),
    Field(description="a moment with its offset", examples=["2027-03-01T09:00:00+08:00"]),
]
"""A moment that a caller names; without an offset nobody knows which it is."""
AreaPath = Annotated[
    str,
    StringConstraints(pattern=r"^\d{6}(\.\d{3}){0,3}$"),
    Field(description="district.street.community.grid", examples=["150202.003.005.012"]),
]
Count = Annotated[int, Field(ge=0, le=2**53 - 1)]
Version = Annotated[int, Field(ge=1, le=2**53 - 1, description="raised by every change; the ETag")]
ShortText = Annotated[
    str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True), AfterValidator(_no_nul)
]
LongText = Annotated[
    str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True), AfterValidator(_no_nul)
]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, description="degrees, WGS 84")]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, description="degrees, WGS 84")]


class Value(BaseModel):
    """A part of commands, views and events."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Command(BaseModel):
    """What a caller asks for. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class View(BaseModel):
    """What a caller is told. Readers ignore fields that they do not know."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Event(BaseModel):
    """What has happened. `TYPE` is `<service>.<thing>.<happening>.v<n>`; partners see only AUDIENCE "partner"."""

    TYPE: ClassVar[str]
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "internal"
    model_config = ConfigDict(extra="ignore", frozen=True)


class Point(Value):
    longitude: Longitude
    latitude: Latitude


class PageQuery(Command):
    """The common part of questions that are answered in pages."""

    cursor: Annotated[str, StringConstraints(max_length=512)] | None = Field(
        None, description="`next` of the page before"
    )
    limit: int = Field(20, ge=1, le=100)


ItemT = TypeVar("ItemT", bound=BaseModel)


class Page(View, Generic[ItemT]):
    items: list[ItemT]
    next: str | None = Field(None, description="pass as `cursor` to go on; absent on the last page")


class Done(View):
    """There is nothing to tell but that it was done."""

    done: Literal[True] = True
