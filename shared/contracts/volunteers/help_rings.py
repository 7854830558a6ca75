"""Rings: how far a call goes, how many are asked at a time, and how long one waits before asking more."""

from pydantic import Field

from shared.contracts.actor import OFFICE, STAFF
from shared.contracts.model import AreaPath, Command, Value, View
from shared.contracts.operation import GET, PUT, Op
from shared.contracts.volunteers.help_calls import HelpUrgency
from shared.kernel.errors import OUTSIDE_AREA, ErrorCode


class Ring(Value):
    radius: int = Field(ge=50, le=50_000, description="metres")
    wait: int = Field(ge=1, le=10_080, description="minutes until more are asked")
    most: int = Field(ge=1, le=100, description="how many are asked at a time")


class SetRings(Command):
    """For an area and all below it that has none of its own. Calls that are open keep the rings that they began with."""

    area: AreaPath
    urgency: HelpUrgency
    rings: list[Ring] = Field(
        min_length=1, max_length=8, description="the nearest first, each wider than the one before"
    )


class ShowRings(Command):
    area: AreaPath
    urgency: HelpUrgency


class RingsView(View):
    """`since_area`: whose rule it is; absent where it is what every area begins with."""

    urgency: HelpUrgency
    since_area: AreaPath | None = None
    rings: list[Ring]


RINGS_SHRINK = ErrorCode(
    "volunteers.rings_shrink", 422, "Each ring is wider than the one before.", "每一圈的半径须大于前一圈。"
)

SET_RINGS = Op(
    "set_rings", PUT("/help-rings"), SetRings, RingsView, OFFICE, "Set the rings of an area", errors=(OUTSIDE_AREA, RINGS_SHRINK)
)  # fmt: skip
SHOW_RINGS = Op(
    "show_rings",
    GET("/help-rings"),
    ShowRings,
    RingsView,
    STAFF,
    "The rings that hold in an area",
    writes=False,
    errors=(OUTSIDE_AREA,),
)

OPERATIONS = (SET_RINGS, SHOW_RINGS)
EVENTS = ()
