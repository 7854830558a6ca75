"""Letter boxes: where they hang, who empties them and on which days, and what was in them."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import EVERYBODY, STAFF, Role
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
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.intake import OPEN_TICKET, OnBehalf
from shared.contracts.tickets.matters import TicketFields, TicketOpened
from shared.contracts.tickets.round_series import BAD_RULE
from shared.contracts.tickets.sessions import WRONG_PERIOD, Scheduled
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1), description="a day in Shanghai")]
Rule = Annotated[
    str,
    StringConstraints(min_length=10, max_length=200, pattern=r"^[A-Z0-9=;,+-]+$"),
    Field(description="RFC 5545, over days", examples=["FREQ=WEEKLY;BYDAY=MO,TH"]),
]
GraceDays = Annotated[
    int, Field(ge=0, le=30, description="days after the due one on which emptying still counts, as late")
]


class BoxRoundState(StrEnum):
    """Due: it can still be made. Done: on the day itself. Late: within the days of grace. Missed: not at all."""

    DUE = "due"
    DONE = "done"
    LATE = "late"
    MISSED = "missed"


class EmptyingRule(Value):
    """On which days the box is emptied. The rule counts from `begins`; a round that is due again ends the one before."""

    rule: Rule
    begins: Day
    grace_days: GraceDays = 1


class Keeper(Value):
    """Who empties the box: the account of a street or building head, and as what people know them."""

    keeper: Id
    keeper_title: ShortText = Field(examples=["街长", "楼长"])


class HangBox(EmptyingRule, Keeper, Command):
    name: ShortText
    area: AreaPath
    point: Point
    spot: ShortText = Field(description="where one finds it", examples=["3号楼东门"])


class BoxQuestion(Command):
    box_id: Id


class GetBox(BoxQuestion):
    pass


class ListBoxes(PageQuery):
    area: AreaPath


class ChangeBoxRule(BoxQuestion):
    """From `from_day` on, which lies ahead, rounds are due by this rule; earlier ones stay as they were judged."""

    rule: Rule
    from_day: Day
    grace_days: GraceDays = 1


class ChangeKeeper(Keeper, BoxQuestion):
    pass


class TakeDownBox(BoxQuestion):
    """From tomorrow on no round is due."""

    reason: LongText


class Letter(TicketFields):
    """A letter as a matter. Without a place it lies where the box hangs; without `on_behalf` it is anonymous."""

    photos: list[Id] = Field(default=[], max_length=9)
    on_behalf: OnBehalf = OnBehalf()


class EmptyBox(BoxQuestion):
    """That a box was emptied, and how many letters were in it. They become matters here or one by one later."""

    letters: int = Field(ge=0, le=500)
    emptied_at: Scheduled | None = Field(default=None, description="now, where it is left out; a year back at most")
    note: LongText | None = None
    matters: list[Letter] = Field(default=[], max_length=10)


class FileLetter(Letter, BoxQuestion):
    emptying_id: Id


class ListEmptyings(PageQuery, BoxQuestion):
    pass


class ShowBoxRounds(BoxQuestion):
    """Of a year at most."""

    since: Day
    until: Day
    state: BoxRoundState | None = None


class ShowBoxFigures(Command):
    """Of all boxes of the area, for a year at most."""

    area: AreaPath
    since: Day
    until: Day


class BoxView(EmptyingRule, View):
    """`rule` and `begins` are those that hold now; `from_day` tells since when."""

    id: Id
    name: ShortText
    area: AreaPath
    point: Point
    spot: ShortText
    keeper: Id | None = Field(default=None, description="for staff of the area and for the keeper")
    keeper_title: ShortText
    from_day: Day
    next_rule: Rule | None = Field(default=None, description="another rule that will hold")
    next_from: Day | None = None
    taken_down_on: Day | None = None
    next_rounds: list[Day] = Field(default=[], description="the next days on which it is emptied, three at most")
    version: Version


class BoxPage(Page[BoxView]):
    pass


class FiledLetter(View):
    ticket: Id
    number: str


class EmptyingView(View):
    id: Id
    box: Id
    emptied_at: Moment
    day: Day
    written_at: Moment = Field(description="when it was recorded")
    letters: Count
    filed: list[FiledLetter] = []
    unfiled: Count = Field(description="letters that are no matters yet")
    note: str | None = None
    version: Version


class EmptyingPage(Page[EmptyingView]):
    pass


class BoxRoundView(View):
    """closes: the last day on which it can be made."""

    due: Day
    closes: Day
    state: BoxRoundState
    emptied_on: Day | None = None


class BoxRoundCounts(View):
    due: Count = 0
    done: Count = 0
    late: Count = 0
    missed: Count = 0


class BoxRoundsView(View):
    counts: BoxRoundCounts
    rounds: list[BoxRoundView]


class BoxRounds(View):
    box: Id
    name: ShortText
    area: AreaPath
    counts: BoxRoundCounts
    missed_on: list[Day] = []


class AreaBoxFigures(View):
    area: AreaPath
    boxes: Count
    counts: BoxRoundCounts
    letters: Count
    filed: Count = Field(description="letters that have become matters")


class BoxFiguresView(AreaBoxFigures):
    """Rounds that were due in the period, letters of boxes emptied in it; `parts` are the areas directly below."""

    parts: list[AreaBoxFigures]
    each: list[BoxRounds] = Field(description="box by box, those with the most missed rounds first")


class BoxNews(Value):
    box: Id
    name: ShortText
    area: AreaPath


class BoxEmptied(BoxNews, Event):
    TYPE: ClassVar[str] = "tickets.letter_box.emptied.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    letters: Count
    emptied_at: Moment


class BoxRoundMissed(BoxNews, Event):
    TYPE: ClassVar[str] = "tickets.letter_box.round_missed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    due: Day


NOT_AHEAD = ErrorCode("tickets.day_not_ahead", 422, "The day must lie ahead.", "日期须晚于今天。")
NOT_EMPTIED_THEN = ErrorCode(
    "tickets.not_emptied_then",
    422,
    "The box was not hanging then, or that moment lies ahead or more than {days} days back.",
    "该时间信箱尚未设立、尚未到来，或已超过 {days} 天。",
)
BOX_TAKEN_DOWN = ErrorCode("tickets.box_taken_down", 409, "The box was taken down.", "该信箱已撤除。")
MORE_THAN_FOUND = ErrorCode(
    "tickets.more_letters_than_found",
    409,
    "The box held {letters} letters; all of them are matters already.",
    "箱内共 {letters} 封来信，均已登记。",
)
PERIOD_TOO_LONG = ErrorCode(
    "tickets.period_too_long", 422, "The period has more than {days} days.", "时间段超过 {days} 天。"
)
TOO_MANY_BOXES = ErrorCode(
    "tickets.too_many_boxes",
    422,
    "The area has more than {limit} letter boxes; ask for a part of it.",
    "该区域信箱超过 {limit} 个，请按下级区域查询。",
)
KEEPERS = frozenset({Role.RESIDENT, Role.VOLUNTEER, *STAFF})
CHANGES = (NOT_FOUND, OUTSIDE_AREA, BOX_TAKEN_DOWN, STALE_VERSION)
PERIOD = (WRONG_PERIOD, PERIOD_TOO_LONG)

HANG_BOX = Op(
    "hang_box", POST("/letter-boxes"), HangBox, BoxView, STAFF, "Hang a letter box, with its keeper and its rounds",
    errors=(OUTSIDE_AREA, BAD_RULE),
)  # fmt: skip
GET_BOX = Op(
    "get_box", GET("/letter-boxes/{box_id}"), GetBox, BoxView, EVERYBODY, "One letter box, and when it is emptied next",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_BOXES = Op(
    "list_boxes", GET("/letter-boxes"), ListBoxes, BoxPage, EVERYBODY, "Letter boxes of an area, the latest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
CHANGE_BOX_RULE = Op(
    "change_box_rule", POST("/letter-boxes/{box_id}/rule", 200), ChangeBoxRule, BoxView, STAFF,
    "Have a box emptied on other days from some day on", errors=(*CHANGES, BAD_RULE, NOT_AHEAD),
)  # fmt: skip
CHANGE_KEEPER = Op(
    "change_keeper", PUT("/letter-boxes/{box_id}/keeper"), ChangeKeeper, BoxView, STAFF, "Give a box to another keeper",
    errors=CHANGES,
)  # fmt: skip
TAKE_DOWN_BOX = Op(
    "take_down_box", POST("/letter-boxes/{box_id}/take-down", 200), TakeDownBox, BoxView, STAFF, "Take a box down",
    errors=CHANGES,
)  # fmt: skip
EMPTY_BOX = Op(
    "empty_box", POST("/letter-boxes/{box_id}/emptyings"), EmptyBox, EmptyingView, KEEPERS,
    "Record that a box was emptied, as its keeper or as staff of its area", emits=(BoxEmptied, TicketOpened),
    errors=(NOT_FOUND, FORBIDDEN, NOT_EMPTIED_THEN, BOX_TAKEN_DOWN, MORE_THAN_FOUND, *OPEN_TICKET.errors),
)  # fmt: skip
FILE_LETTER = Op(
    "file_letter", POST("/letter-boxes/{box_id}/emptyings/{emptying_id}/letters"), FileLetter, EmptyingView, KEEPERS,
    "File a letter as a matter, by the channel letter box", emits=(TicketOpened,),
    errors=(NOT_FOUND, FORBIDDEN, MORE_THAN_FOUND, *OPEN_TICKET.errors),
)  # fmt: skip
LIST_EMPTYINGS = Op(
    "list_emptyings", GET("/letter-boxes/{box_id}/emptyings"), ListEmptyings, EmptyingPage, KEEPERS,
    "When a box was emptied and what became of its letters, the last recorded first", writes=False,
    errors=(NOT_FOUND, FORBIDDEN, BAD_CURSOR),
)  # fmt: skip
SHOW_BOX_ROUNDS = Op(
    "show_box_rounds", GET("/letter-boxes/{box_id}/rounds"), ShowBoxRounds, BoxRoundsView, EVERYBODY,
    "A box's rounds: due, done, late, missed", writes=False, errors=(NOT_FOUND, *PERIOD),
)  # fmt: skip
SHOW_BOX_FIGURES = Op(
    "show_box_figures", GET("/letter-boxes/figures"), ShowBoxFigures, BoxFiguresView, STAFF | {Role.AUDITOR},
    "Rounds due, done, late and missed, and letters, by area and box", writes=False,
    errors=(OUTSIDE_AREA, TOO_MANY_BOXES, *PERIOD), deadline=15,
)  # fmt: skip

OPERATIONS = (
    HANG_BOX, LIST_BOXES, SHOW_BOX_FIGURES, GET_BOX, CHANGE_BOX_RULE, CHANGE_KEEPER, TAKE_DOWN_BOX, EMPTY_BOX,
    LIST_EMPTYINGS, FILE_LETTER, SHOW_BOX_ROUNDS,
)  # fmt: skip
EVENTS = (BoxEmptied, BoxRoundMissed)
