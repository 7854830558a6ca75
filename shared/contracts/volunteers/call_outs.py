"""Call-outs: something has happened at a place, and those who are near are called, ring by ring, until enough come."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import OFFICE, STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    LongText,
    Moment,
    Page,
    PageQuery,
    Point,
    ShortText,
    Version,
    View,
    pii,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.response_teams import EstateCode, LocalPath
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION
from shared.kernel.paging import BAD_CURSOR

StreetPath = Annotated[
    str, StringConstraints(pattern=r"^\d{6}\.\d{3}$"), Field(description="district.street", examples=["150202.003"])
]
CALLERS = frozenset({*STAFF, Role.OPERATOR})


class Emergency(StrEnum):
    FIRE = "fire"
    GAS_LEAK = "gas_leak"
    FLOOD = "flood"
    COLLAPSE = "collapse"
    MEDICAL = "medical"
    MISSING_PERSON = "missing_person"
    DISTURBANCE = "disturbance"
    OTHER = "other"


class CallOutState(StrEnum):
    """`enough`: as many come as are wanted, and nobody else is called."""

    CALLING = "calling"
    ENOUGH = "enough"
    CLOSED = "closed"


class Outcome(StrEnum):
    SETTLED = "settled"
    HANDED_TO_SERVICES = "handed_to_services"
    FALSE_ALARM = "false_alarm"
    NOBODY_CAME = "nobody_came"


class Ring(StrEnum):
    """Whom a call reaches, in this order: whose estate or grid it is, who is next to it, the whole team, the street's
    other teams."""

    OWN = "own"
    NEXT = "next"
    TEAM = "team"
    STREET = "street"


class SummonsState(StrEnum):
    """Of one person's call."""

    CALLED = "called"
    COMING = "coming"
    NOT_COMING = "not_coming"
    ARRIVED = "arrived"
    STOOD_DOWN = "stood_down"


class RaiseCallOut(Command):
    area: LocalPath
    estate: EstateCode | None = None
    place: ShortText
    point: Point | None = None
    kind: Emergency
    text: LongText = pii(description="what has happened; kept sealed")
    wanted: int = Field(default=6, ge=1, le=60, description="people who are enough")
    answer_within: int = Field(default=120, ge=30, le=3600, description="seconds until the next ring is called")


class SummonResponders(RaiseCallOut):
    """For another service: the same origin again raises nothing new."""

    origin: ShortText = Field(description="the service and its own id of the case")


class CallOutAction(Command):
    call_out_id: Id


class GetCallOut(CallOutAction):
    pass


class ListCallOuts(PageQuery):
    area: AreaPath
    state: CallOutState | None = None


class ListMyCallOuts(PageQuery):
    """To which I was called, newest first."""


class CloseCallOut(CallOutAction):
    """By staff of the area, operators and leaders of the community's team. Whoever was still asked or under way is stood down."""

    outcome: Outcome
    note: LongText | None = None


class PutStreetDuty(Command):
    """Who of the street is told of call-outs to which nobody comes."""

    street: StreetPath
    accounts: list[Id] = Field(min_length=1, max_length=20)


class StreetDutyView(View):
    street: StreetPath
    accounts: list[Id]
    version: Version


class SummonsView(View):
    """One person's call; times are seconds after that person was called."""

    member_id: Id
    team_id: Id
    squad_id: Id | None = None
    name: ShortText | None = pii(default=None, description="of who is called by telephone, for who runs the call-out")
    phone: ShortText | None = pii(default=None, description="of who is called by telephone, for who runs the call-out")
    ring: Ring
    state: SummonsState
    called_at: Moment
    minutes: Count | None = Field(default=None, description="that they said they need")
    answer_seconds: Count | None = None
    arrival_seconds: Count | None = None
    metres_off: Count | None = Field(default=None, description="from the place, where they said that they arrived")


class CallOutView(View):
    id: Id
    area: AreaPath
    estate: EstateCode | None = None
    place: ShortText
    point: Point | None = None
    kind: Emergency
    text: LongText | None = pii(default=None, description="for those who are called and who run it, until it is closed")
    state: CallOutState
    raised_at: Moment
    wanted: Count
    called: Count
    coming: Count = Field(description="under way or there")
    arrived: Count
    not_coming: Count
    rings: list[Ring] = Field(description="that have been called, in their order")
    widens_at: Moment | None = None
    duty_told: bool = Field(description="whether the street's duty was told that nobody else is left")
    outcome: Outcome | None = None
    note: LongText | None = None
    closed_at: Moment | None = None
    mine: SummonsView | None = None
    calls: list[SummonsView] | None = Field(default=None, description="for those who run it")
    version: Version


class CallOutPage(Page[CallOutView]):
    pass


class RespondersCalled(Event):
    """`accounts`: who is called, at once."""

    TYPE: ClassVar[str] = "volunteers.call_out.called.v1"

    area: AreaPath
    place: str
    kind: Emergency
    ring: Ring
    accounts: list[str]


class RespondersStoodDown(Event):
    """`accounts`: who need not come any more."""

    TYPE: ClassVar[str] = "volunteers.call_out.stood_down.v1"

    area: AreaPath
    place: str
    accounts: list[str]


class CallOutUnanswered(Event):
    """Everybody was called and too few come: `accounts` are the street's duty, none where nobody was named."""

    TYPE: ClassVar[str] = "volunteers.call_out.unanswered.v1"

    area: AreaPath
    place: str
    kind: Emergency
    wanted: Count
    coming: Count
    accounts: list[str]


class CallOutClosed(Event):
    TYPE: ClassVar[str] = "volunteers.call_out.closed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    kind: Emergency
    outcome: Outcome
    called: Count
    arrived: Count
    seconds: Count = Field(description="from being raised to being closed")


TELLS = (RespondersCalled, CallOutUnanswered)
RAISE_CALL_OUT = Op(
    "raise_call_out", POST("/call-outs"), RaiseCallOut, CallOutView, CALLERS, "Call the first-response squads to a place",
    emits=TELLS, errors=(OUTSIDE_AREA,), keeps_reply=False,
)  # fmt: skip
SUMMON_RESPONDERS = Op(
    "summon_responders", None, SummonResponders, CallOutView,
    frozenset({*CALLERS, Role.CARE_ASSISTANT, Role.OPS}), "Call the first-response squads for another service's case",
    emits=TELLS, keeps_reply=False,
)  # fmt: skip
GET_CALL_OUT = Op(
    "get_call_out", GET("/call-outs/{call_out_id}"), GetCallOut, CallOutView, MEMBERS | CALLERS, "One call-out",
    writes=False, errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
LIST_CALL_OUTS = Op(
    "list_call_outs", GET("/call-outs"), ListCallOuts, CallOutPage, CALLERS, "Call-outs of an area, newest first",
    writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
LIST_MY_CALL_OUTS = Op(
    "list_my_call_outs", GET("/volunteers/me/call-outs"), ListMyCallOuts, CallOutPage, MEMBERS,
    "Call-outs to which I was called, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
CLOSE_CALL_OUT = Op(
    "close_call_out", POST("/call-outs/{call_out_id}/close", 200), CloseCallOut, CallOutView, MEMBERS | CALLERS,
    "Close a call-out with its outcome", emits=(RespondersStoodDown, CallOutClosed),
    errors=(NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION), keeps_reply=False,
)  # fmt: skip
PUT_STREET_DUTY = Op(
    "put_street_duty", PUT("/first-response/duties/{street}"), PutStreetDuty, StreetDutyView, OFFICE,
    "Name who of a street is told of call-outs to which nobody comes", errors=(OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (
    RAISE_CALL_OUT, SUMMON_RESPONDERS, GET_CALL_OUT, LIST_CALL_OUTS, LIST_MY_CALL_OUTS, CLOSE_CALL_OUT, PUT_STREET_DUTY,
)  # fmt: skip
EVENTS = (RespondersCalled, RespondersStoodDown, CallOutUnanswered, CallOutClosed)
