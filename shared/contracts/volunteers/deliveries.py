"""What partner units and teams have done for people: recorded by them, confirmed by staff, counted by area and time."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import AreaPath, Command, Count, Event, Id, Page, PageQuery, ShortText, Value, Version, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.agreements import AgreementAction, DeliveryKind
from shared.contracts.volunteers.attendance import DAY_TO_COME
from shared.contracts.volunteers.partner_units import NOT_FOR_UNIT, SIDES
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.posts import Day
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, ErrorCode
from shared.kernel.paging import BAD_CURSOR

People = Annotated[int, Field(ge=0, le=100_000, description="people served")]


class DeliveryState(StrEnum):
    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class Delivered(Value):
    """A day's work for one promise of an agreement."""

    project: int = Field(ge=1, le=20, description="the promise's number")
    day: Day
    quantity: int = Field(ge=1, le=10**9, description="in the promise's measure")
    served: People = 0
    what: ShortText = Field(description="without names of persons")


class RecordDeliveries(AgreementAction):
    """All or none."""

    deliveries: list[Delivered] = Field(min_length=1, max_length=100)


class TeamDelivered(Value):
    kind: DeliveryKind
    day: Day
    served: People = 0
    what: ShortText = Field(description="without names of persons")


class RecordTeamDeliveries(Command):
    """By a leader of the team; all or none."""

    team_id: Id
    deliveries: list[TeamDelivered] = Field(min_length=1, max_length=100)


class DecideDeliveries(Command):
    """All or none. Nobody of the unit or the team decides."""

    deliveries: list[Id] = Field(min_length=1, max_length=100)
    confirm: bool
    reason: ShortText | None = Field(default=None, description="given where they are declined, and only then")


class ListDeliveries(PageQuery):
    area: AreaPath
    state: DeliveryState | None = None
    agreement_id: Id | None = None
    team_id: Id | None = None


class ShowDeliveryFigures(Command):
    area: AreaPath
    since: Day | None = None
    until: Day | None = Field(default=None, description="the last day that counts")


class DeliveryView(View):
    id: Id
    agreement_id: Id | None = None
    project: Count | None = None
    team_id: Id | None = None
    kind: DeliveryKind
    area: AreaPath
    day: Day
    quantity: Count
    served: Count
    what: str
    state: DeliveryState
    reason: str | None = None
    version: Version


class DeliveryList(View):
    items: list[DeliveryView]


class DeliveryPage(Page[DeliveryView]):
    pass


class KindDelivered(View):
    kind: DeliveryKind
    deliveries: Count
    served: Count


class DeliveryFigures(View):
    """What is confirmed; `waiting` deliveries nobody has decided on."""

    area: AreaPath
    deliveries: Count
    served: Count
    waiting: Count
    units: Count = Field(description="that delivered anything")
    teams: Count = Field(description="that delivered anything")
    kinds: list[KindDelivered]


class DeliveryConfirmed(Event):
    TYPE: ClassVar[str] = "volunteers.delivery.confirmed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    kind: DeliveryKind
    served: Count
    agreement_id: Id | None = None
    team_id: Id | None = None


NOT_IN_FORCE = ErrorCode("volunteers.not_in_force", 409, "The agreement is not in force.", "该协议未在履行期内。")
OUTSIDE_TERM = ErrorCode(
    "volunteers.outside_term",
    422,
    "The agreement holds from {since} to {until}.",
    "该协议的有效期为 {since} 至 {until}。",
)
NO_SUCH_PROMISE = ErrorCode(
    "volunteers.no_such_promise", 422, "There are {promises} promises.", "该协议共有 {promises} 个项目。"
)
OWN_DELIVERY = ErrorCode(
    "volunteers.own_delivery",
    403,
    "Nobody confirms what their own unit or team did.",
    "不能审核本单位或本团队的服务成果。",
)
REASON_MISPLACED = ErrorCode(
    "volunteers.reason_misplaced",
    422,
    "A reason is given where something is declined, and only then.",
    "退回时须填写理由，确认时不得填写。",
)

RECORD_DELIVERIES = Op(
    "record_deliveries", POST("/agreements/{agreement_id}/deliveries"), RecordDeliveries, DeliveryList, SIDES,
    "Record what a unit has delivered", deadline=20,
    errors=(NOT_FOUND, NOT_FOR_UNIT, NOT_IN_FORCE, OUTSIDE_TERM, NO_SUCH_PROMISE, DAY_TO_COME),
)  # fmt: skip
RECORD_TEAM_DELIVERIES = Op(
    "record_team_deliveries", POST("/teams/{team_id}/deliveries"), RecordTeamDeliveries, DeliveryList, MEMBERS,
    "Record what a team has done", deadline=20, errors=(NOT_FOUND, FORBIDDEN, DAY_TO_COME),
)  # fmt: skip
DECIDE_DELIVERIES = Op(
    "decide_deliveries", POST("/deliveries/decisions", 200), DecideDeliveries, DeliveryList, STAFF,
    "Confirm or decline what units and teams recorded", emits=(DeliveryConfirmed,), deadline=20,
    errors=(NOT_FOUND, OWN_DELIVERY, REASON_MISPLACED, NOT_ALLOWED_NOW, FORBIDDEN),
)  # fmt: skip
LIST_DELIVERIES = Op(
    "list_deliveries", GET("/deliveries"), ListDeliveries, DeliveryPage, STAFF,
    "What units and teams recorded, newest first", writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
SHOW_DELIVERY_FIGURES = Op(
    "show_delivery_figures", GET("/deliveries/figures"), ShowDeliveryFigures, DeliveryFigures, STAFF,
    "What was done for people in an area, by kind", writes=False, errors=(OUTSIDE_AREA,),
)  # fmt: skip

OPERATIONS = (RECORD_DELIVERIES, RECORD_TEAM_DELIVERIES, DECIDE_DELIVERIES, LIST_DELIVERIES, SHOW_DELIVERY_FIGURES)
EVENTS = (DeliveryConfirmed,)
