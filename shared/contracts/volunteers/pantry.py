"""The food pantry: batches with best-before dates, given out by portions to households, the oldest first."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import OFFICE
from shared.contracts.model import (
    AreaPath,
    Command,
    Event,
    Id,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.points import HOLDERS
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

FoodCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"),
    Field(description="a food of a pantry", examples=["rice"]),
]
Portions = Annotated[int, Field(ge=1, le=100_000)]
Day = Annotated[
    date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31), description="in Shanghai", examples=["2026-11-22"])
]


class Period(StrEnum):
    """Calendar weeks from Monday, and months, in Shanghai."""

    WEEK = "week"
    MONTH = "month"


class BatchState(StrEnum):
    RECEIVED = "received"
    SHELVED = "shelved"
    FINISHED = "finished"
    DISCARDED = "discarded"


class PantryRule(Value):
    """`portions`: the most that a household gets in a period. `soon_days`: how many days ahead a best-before date is told."""

    name: ShortText
    place: ShortText
    portions: int = Field(ge=1, le=1000)
    period: Period = Period.WEEK
    soon_days: int = Field(default=3, ge=0, le=365)


class SetPantry(PantryRule, Command):
    area: AreaPath


class GetPantry(Command):
    area: AreaPath


class SetPantryFood(Command):
    """`low_stock`: below so many portions on the shelf it is told to be low."""

    area: AreaPath
    food: FoodCode
    name: ShortText
    low_stock: int = Field(default=0, ge=0, le=100_000)


class ShowPantryShelf(Command):
    area: AreaPath


class ShowPantryAlerts(Command):
    area: AreaPath


class ReceiveBatch(Command):
    """From a unit, or from a person: `donor` is the person's account."""

    area: AreaPath
    food: FoodCode
    portions: Portions
    best_before: Day = Field(description="the last day on which it is given out")
    unit: ShortText | None = None
    donor: Id | None = None


class BatchAction(Command):
    batch_id: Id


class GetBatch(BatchAction):
    pass


class ShelveBatch(BatchAction):
    pass


class DiscardBatch(BatchAction):
    """What is left of it."""

    reason: ShortText


class ListBatches(PageQuery):
    area: AreaPath
    state: BatchState | None = None


class ServePortions(Command):
    """`household`: of the register, that lives in the area of the pantry."""

    area: AreaPath
    food: FoodCode
    household: Id
    portions: int = Field(1, ge=1, le=100)


class ListServings(PageQuery):
    area: AreaPath


class ShowPantryBooks(Command):
    """`area` at any level; from `since` to `until`, both included."""

    area: AreaPath
    since: Day | None = None
    until: Day | None = None


class PantryView(PantryRule, View):
    area: AreaPath
    version: Version


class PantryFoodView(View):
    """`on_shelf`: portions that can be given out today."""

    food: FoodCode
    name: str
    on_shelf: int
    next_best_before: date | None = None
    low_stock: int
    low: bool
    version: Version


class PantryShelf(View):
    area: AreaPath
    items: list[PantryFoodView]


class FoodBatchView(View):
    """`received` = `given` + `discarded` + `left`, always."""

    id: Id
    area: AreaPath
    food: FoodCode
    best_before: date
    state: BatchState
    received: int
    given: int
    discarded: int
    left: int
    unit: str | None = None
    donor: Id | None = None
    reason: str | None = Field(None, description="why it was discarded")
    received_at: Moment
    version: Version


class FoodBatchPage(Page[FoodBatchView]):
    pass


class PantryAlerts(View):
    """`low`: foods below their low stock. `ending`: batches whose best-before date is near, the nearest first."""

    area: AreaPath
    low: list[PantryFoodView]
    ending: list[FoodBatchView]


class ServedFrom(View):
    batch: Id
    best_before: date
    portions: int


class ServingView(View):
    """`left`: portions that the household can still get in the period."""

    id: Id
    area: AreaPath
    food: FoodCode
    household: Id
    portions: int
    batches: list[ServedFrom]
    at: Moment
    left: int | None = None
    version: Version


class ServingPage(Page[ServingView]):
    pass


class PantryBooks(View):
    """`opening` + `received` = `given` + `discarded` + `closing`. `on_shelf`: what the batches have left now.

    `households`: how many got something in the period.
    """

    area: AreaPath
    opening: int
    received: int
    given: int
    discarded: int
    closing: int
    on_shelf: int
    households: int


class FoodServed(Event):
    TYPE: ClassVar[str] = "volunteers.food.served.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    food: FoodCode
    portions: int


class FoodDiscarded(Event):
    """`ended`: because of its best-before date."""

    TYPE: ClassVar[str] = "volunteers.food.discarded.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    food: FoodCode
    portions: int
    ended: bool


NO_PANTRY = ErrorCode("volunteers.no_pantry", 404, "There is no food pantry in {area}.", "{area} 没有食物银行。")
NO_SUCH_FOOD = ErrorCode(
    "volunteers.no_such_food", 422, "The pantry has no food {food}.", "食物银行没有“{food}”这种食物。"
)
FOODS_FULL = ErrorCode(
    "volunteers.foods_full", 409, "A pantry has {most} foods at most.", "食物银行最多 {most} 种食物。"
)
ONE_DONOR = ErrorCode(
    "volunteers.one_donor",
    422,
    "Name the unit or the person that gives it, one of them.",
    "请填写捐赠单位或捐赠人之一。",
)
OWN_BATCH = ErrorCode(
    "volunteers.own_batch", 403, "Nobody receives what they give themselves.", "不能为自己捐赠的食物办理接收。"
)
PAST_BEST_BEFORE = ErrorCode(
    "volunteers.past_best_before", 409, "Its best-before date, {day}, has passed.", "保质期至 {day}，已过期。"
)
NO_SUCH_HOUSEHOLD = ErrorCode(
    "volunteers.no_such_household",
    422,
    "No household by this id lives in {area}.",
    "{area} 没有登记该家庭户，请核对户号。",
)
OUT_OF_FOOD = ErrorCode(
    "volunteers.out_of_food", 409, "Only {left} portions can be given out.", "可发放的仅剩 {left} 份。"
)
ALLOWANCE_USED = ErrorCode(
    "volunteers.allowance_used",
    409,
    "The household can get {left} more portions until the {period} ends.",
    "该家庭本{period}内还可领取 {left} 份。",
)
PERIOD_BACKWARD = ErrorCode(
    "volunteers.period_backward", 422, "The period ends before it begins.", "统计期间的结束早于开始。"
)

BATCH_ERRORS = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
SET_PANTRY = Op(
    "set_pantry", PUT("/pantries/{area}"), SetPantry, PantryView, OFFICE, "Open a food pantry, or change its rule",
    errors=(OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
GET_PANTRY = Op(
    "get_pantry", GET("/pantries/{area}"), GetPantry, PantryView, HOLDERS, "The food pantry of an area, and its rule",
    writes=False, errors=(NO_PANTRY,),
)  # fmt: skip
SET_PANTRY_FOOD = Op(
    "set_pantry_food", PUT("/pantries/{area}/foods/{food}"), SetPantryFood, PantryFoodView, OFFICE,
    "Name a food that a pantry gives out", errors=(OUTSIDE_AREA, NO_PANTRY, FOODS_FULL, STALE_VERSION),
)  # fmt: skip
SHOW_PANTRY_SHELF = Op(
    "show_pantry_shelf", GET("/pantries/{area}/shelf"), ShowPantryShelf, PantryShelf, HOLDERS, "What a pantry has today",
    writes=False, errors=(NO_PANTRY,),
)  # fmt: skip
SHOW_PANTRY_ALERTS = Op(
    "show_pantry_alerts", GET("/pantries/{area}/alerts"), ShowPantryAlerts, PantryAlerts, OFFICE,
    "What is low, and what ends soon", writes=False, errors=(OUTSIDE_AREA, NO_PANTRY),
)  # fmt: skip
RECEIVE_BATCH = Op(
    "receive_batch", POST("/pantries/{area}/batches"), ReceiveBatch, FoodBatchView, OFFICE, "Receive a batch of food",
    errors=(OUTSIDE_AREA, NO_PANTRY, NO_SUCH_FOOD, ONE_DONOR, OWN_BATCH, PAST_BEST_BEFORE),
)  # fmt: skip
LIST_BATCHES = Op(
    "list_batches", GET("/pantries/{area}/batches"), ListBatches, FoodBatchPage, OFFICE, "Batches of a pantry, newest first",
    writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
GET_BATCH = Op(
    "get_batch", GET("/pantries/batches/{batch_id}"), GetBatch, FoodBatchView, OFFICE, "One batch", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
SHELVE_BATCH = Op(
    "shelve_batch", POST("/pantries/batches/{batch_id}/shelve", 200), ShelveBatch, FoodBatchView, OFFICE,
    "Put a batch on the shelf", errors=(*BATCH_ERRORS, PAST_BEST_BEFORE),
)  # fmt: skip
DISCARD_BATCH = Op(
    "discard_batch", POST("/pantries/batches/{batch_id}/discard", 200), DiscardBatch, FoodBatchView, OFFICE,
    "Discard what is left of a batch, and say why", emits=(FoodDiscarded,), errors=BATCH_ERRORS,
)  # fmt: skip
SERVE_PORTIONS = Op(
    "serve_portions", POST("/pantries/{area}/servings"), ServePortions, ServingView, OFFICE,
    "Give portions to a household, of the oldest first", emits=(FoodServed,),
    errors=(OUTSIDE_AREA, NO_PANTRY, NO_SUCH_FOOD, NO_SUCH_HOUSEHOLD, OUT_OF_FOOD, ALLOWANCE_USED),
)  # fmt: skip
LIST_SERVINGS = Op(
    "list_servings", GET("/pantries/{area}/servings"), ListServings, ServingPage, OFFICE,
    "What a pantry has given out, newest first", writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
SHOW_PANTRY_BOOKS = Op(
    "show_pantry_books", GET("/pantries/{area}/books"), ShowPantryBooks, PantryBooks, OFFICE,
    "What the pantries of an area received, gave, discarded and have", writes=False,
    errors=(OUTSIDE_AREA, PERIOD_BACKWARD),
)  # fmt: skip

OPERATIONS = (
    SET_PANTRY,
    GET_PANTRY,
    SET_PANTRY_FOOD,
    SHOW_PANTRY_SHELF,
    SHOW_PANTRY_ALERTS,
    RECEIVE_BATCH,
    LIST_BATCHES,
    GET_BATCH,
    SHELVE_BATCH,
    DISCARD_BATCH,
    SERVE_PORTIONS,
    LIST_SERVINGS,
    SHOW_PANTRY_BOOKS,
)
EVENTS = (FoodServed, FoodDiscarded)
