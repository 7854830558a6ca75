"""My page: what waits for me, what comes, what I have; all that a phone shows at first, in one answer."""

from enum import StrEnum

from pydantic import Field

from shared.contracts.model import Command, Id, Moment, View
from shared.contracts.operation import GET, Op
from shared.contracts.volunteers.attendance import ServiceView
from shared.contracts.volunteers.help_calls import HelpCallSight
from shared.contracts.volunteers.help_visits import HelpVisitView
from shared.contracts.volunteers.pairs import PairView
from shared.contracts.volunteers.people import MEMBERS, VolunteerView
from shared.contracts.volunteers.points import PointsView
from shared.contracts.volunteers.redeeming import RedemptionView
from shared.contracts.volunteers.shifts import ShiftView
from shared.contracts.volunteers.swaps import SwapView
from shared.contracts.volunteers.time_bank import HoursAccountView

MOST = 20
"""Things that are looked at in each list."""


class ToDoKind(StrEnum):
    """What waits for me.

    `choose_helper`: somebody has taken my call, to be confirmed or declined. `say_help_done`: my word on how long the help of a
    call took. `confirm_visit`: the same of a visit of the time bank. `answer_swap`: somebody asks for a thing of mine.
    `confirm_swap`: whether things have changed hands. `answer_pair`: a pair that is proposed to me. `collect`: what I have reserved.
    """

    CHOOSE_HELPER = "choose_helper"
    SAY_HELP_DONE = "say_help_done"
    CONFIRM_VISIT = "confirm_visit"
    ANSWER_SWAP = "answer_swap"
    CONFIRM_SWAP = "confirm_swap"
    ANSWER_PAIR = "answer_pair"
    COLLECT = "collect"


class ShowMyPage(Command):
    pass


class ToDo(View):
    what: ToDoKind
    id: Id = Field(description="of the call, visit, swap, pair or redemption")
    answer_id: Id | None = Field(default=None, description="of the answer to a call")
    until: Moment | None = Field(default=None, description="when it is too late")


class MyPageView(View):
    """Of what is not over, the newest of each; the lists themselves, such as `/help-calls/mine`, have all of it.

    `volunteer` and `service` are absent for who has not enrolled, `hours` for who has no account of hours.
    """

    to_do: list[ToDo] = Field(description="what waits for me, the most urgent first")
    volunteer: VolunteerView | None = None
    service: ServiceView | None = None
    hours: HoursAccountView | None = None
    points: PointsView
    shifts: list[ShiftView] = Field(description="for which I am signed up or wait, the soonest first")
    calls: list[HelpCallSight] = Field(description="my own calls for help")
    asked: list[HelpCallSight] = Field(description="calls that reached me")
    visits: list[HelpVisitView] = Field(description="visits of the time bank, mine on either side")
    pairs: list[PairView]
    swaps: list[SwapView]
    redemptions: list[RedemptionView] = Field(description="reserved, with their codes")


SHOW_MY_PAGE = Op(
    "show_my_page", GET("/volunteers/me/page"), ShowMyPage, MyPageView, MEMBERS,
    "My page: what waits for me, what comes, what I have", writes=False,
)  # fmt: skip

OPERATIONS = (SHOW_MY_PAGE,)
EVENTS = ()
