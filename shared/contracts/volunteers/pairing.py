"""What all of pairing speaks of: kinds and states of pairs, what is planned, and the news of a pair."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from shared.contracts.model import AreaPath, Event
from shared.contracts.volunteers.posts import Day
from shared.kernel.errors import ErrorCode

FirstDay = Annotated[Day, Field(description="the first day of the period, in Shanghai")]
LastDay = Annotated[Day, Field(description="the last day of the period, in Shanghai")]


class PairKind(StrEnum):
    """Who cares for whom: a carer (such as a loving mother) or an elder for a child, a volunteer for an elder."""

    CARER_CHILD = "carer_child"
    ELDER_CHILD = "elder_child"
    VOLUNTEER_ELDER = "volunteer_elder"


class PairState(StrEnum):
    """`agreed`: one of volunteer and guardian has accepted, and the other one is still asked."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    ACTIVE = "active"
    PAUSED = "paused"
    DECLINED = "declined"
    ENDED = "ended"


class PlannedActivity(StrEnum):
    COMPANY = "company"
    LESSONS = "lessons"
    MEALS = "meals"
    PHONE_CALL = "phone_call"
    OUTING = "outing"
    ERRANDS = "errands"


class PairMoved(Event):
    """A pair is in another state; its subject is the pair. `accounts`: of the volunteer, who is to be told; the ward is not named."""

    TYPE: ClassVar[str] = "volunteers.pair.moved.v1"

    area: AreaPath
    kind: PairKind
    state: PairState
    accounts: list[str] = []


PAIRING_PERIOD = ErrorCode(
    "volunteers.pairing_period", 422, "The period ends before it begins.", "统计期的结束日期早于开始日期。"
)
OWN_PAIR = ErrorCode(
    "volunteers.own_pair",
    403,
    "Nobody arranges or confirms this for themselves.",
    "不得为本人安排结对或确认本人的探访。",
)

OPERATIONS = ()
EVENTS = (PairMoved,)
