"""Returning goods that were collected and found faulty: the shop takes them back, and what was paid goes back."""

from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.ledger import REVERSAL_ERRORS
from shared.contracts.model import AreaPath, Event, Id, ShortText
from shared.contracts.operation import POST, Op
from shared.contracts.volunteers.gifts import MOVING_ERRORS
from shared.contracts.volunteers.points import HOLDER_FORGOTTEN, OWN_POINTS
from shared.contracts.volunteers.redeeming import RedemptionAction, RedemptionView
from shared.contracts.volunteers.shop import KEEPERS
from shared.contracts.volunteers.time_bank import SELF_DEALING
from shared.kernel.errors import ErrorCode


class ReturnGoods(RedemptionAction):
    """All that was collected with one code, at the shop that has handed it over, within 7 days.

    All points or minutes that were paid go back. Points are as old as they were: those of a year that has ended expire.
    """

    reason: ShortText = Field(description="what is wrong with the goods; the holder reads it", examples=["漏水"])
    sellable: bool = Field(description="whether the goods can go to somebody else; then they are on the shelf again")


class PointsReturned(Event):
    """Goods went back to a shop, and the points to who had paid them."""

    TYPE: ClassVar[str] = "volunteers.points.returned.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    shop: Id
    points: int
    count: int


class HoursReturned(Event):
    """Goods went back to a shop, and the minutes to who had paid them."""

    TYPE: ClassVar[str] = "volunteers.hours.returned.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    shop: Id
    minutes: int
    count: int


RETURN_LATE = ErrorCode(
    "volunteers.return_late",
    409,
    "Goods go back within {days} days of collection; this was later.",
    "商品须在领取后 {days} 天内退回，现已超过期限。",
)

RETURN_GOODS = Op(
    "return_goods", POST("/points/redemptions/{redemption_id}/return", 200), ReturnGoods, RedemptionView, KEEPERS,
    "Take back goods that were found faulty, and give back what was paid", emits=(PointsReturned, HoursReturned),
    errors=(*MOVING_ERRORS, RETURN_LATE, OWN_POINTS, SELF_DEALING, HOLDER_FORGOTTEN, *REVERSAL_ERRORS),
)  # fmt: skip

OPERATIONS = (RETURN_GOODS,)
EVENTS = (PointsReturned, HoursReturned)
