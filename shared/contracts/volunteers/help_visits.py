"""Visits of help that the time bank pays: booked, confirmed by both sides, cancelled, disputed and decided."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.ledger import HOLD_ERRORS, OPENING_ERRORS, REVERSAL_ERRORS, SETTLING_ERRORS
from shared.contracts.model import (
    AreaPath,
    Command,
    Event,
    Id,
    LongText,
    Moment,
    Page,
    PageQuery,
    Planned,
    Version,
    View,
    pii,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.help_kinds import HelpVisitKind, RequestKey
from shared.contracts.volunteers.people import MEMBERS, NO_ACCOUNT, NO_SUCH_SKILL
from shared.contracts.volunteers.time_bank import CLEARING_LIMIT, NO_HOURS, SELF_DEALING
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

LONGEST = 720
HelpVisitMinutes = Annotated[int, Field(ge=1, le=LONGEST, description="minutes")]


class HelpVisitState(StrEnum):
    """`half_confirmed`: one side has confirmed. `refused`: staff decided that nothing is owed.

    `reversed`: it was paid, and staff took that back.
    """

    BOOKED = "booked"
    HALF_CONFIRMED = "half_confirmed"
    DISPUTED = "disputed"
    DONE = "done"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    EXPIRED = "expired"
    REVERSED = "reversed"


class HelpPayer(StrEnum):
    BENEFICIARY = "beneficiary"
    POOL = "pool"


class BookHelpVisit(Command):
    """The beneficiary's minutes, or for a priority elder the pool's, are held from now on."""

    volunteer_id: Id
    beneficiary: Id | None = Field(None, description="an account of hours, when staff books on somebody's behalf")
    kind: HelpVisitKind
    minutes: HelpVisitMinutes
    starts_at: Annotated[Planned, Field(description="a moment with its offset; up to 7 days back and 90 days ahead")]
    request: RequestKey | None = None


class HelpVisitAction(Command):
    visit_id: Id


class GetHelpVisit(HelpVisitAction):
    pass


class ListHelpVisits(PageQuery):
    """Mine, on either side; for staff those of an area when they name it."""

    area: AreaPath | None = None
    state: HelpVisitState | None = None


class ConfirmHelpVisit(HelpVisitAction):
    """One side says how long it took. Both have to say the same; until then the first can say it anew."""

    minutes: HelpVisitMinutes
    on_behalf: bool = Field(False, description="staff confirms for a beneficiary who cannot do it themselves")


class CancelHelpVisit(HelpVisitAction):
    pass


class DisputeHelpVisit(HelpVisitAction):
    reason: LongText = pii()
    witness: Annotated[Id, Field(description="the account of somebody who was there")] | None = None


class TestifyToHelp(HelpVisitAction):
    """The named witness says what they saw, or staff writes down what a witness said."""

    minutes: int = Field(ge=0, le=LONGEST, description="how long the help took by the witness; 0 when there was none")
    word: LongText = pii()


class DecideHelpDispute(HelpVisitAction):
    """Captures `minutes` of what is held and releases the rest; 0 releases all."""

    minutes: int = Field(ge=0, le=LONGEST)
    grounds: LongText = pii()


class ReverseHelpVisit(HelpVisitAction):
    """What was paid goes back, by new entries that name the old ones. What was right of it is booked anew."""

    grounds: LongText = pii()


class HelpDisputeView(View):
    """What was said is told to both sides and to staff, and to the witness only their own part."""

    opened_at: Moment
    by: Literal["volunteer", "beneficiary"]
    reason: str | None = pii(default=None)
    witness: Id | None = None
    witness_minutes: int | None = None
    word: str | None = pii(default=None)
    grounds: str | None = pii(default=None)


class HelpVisitView(View):
    """`held` are the minutes kept for it, `earned` those that the volunteer was given in the end."""

    id: Id
    kind: HelpVisitKind
    state: HelpVisitState
    area: AreaPath
    volunteer_id: Id
    volunteer: Id = Field(description="the volunteer's account of hours")
    beneficiary: Id = Field(description="the beneficiary's account of hours")
    paid_by: HelpPayer
    starts_at: Moment
    confirm_until: Moment
    held: int
    said_by_volunteer: int | None = None
    said_by_beneficiary: int | None = None
    earned: int | None = None
    earned_at: Moment | None = None
    request: str | None = None
    reversed_because: str | None = pii(default=None)
    dispute: HelpDisputeView | None = None
    version: Version


class HelpVisitPage(Page[HelpVisitView]):
    pass


class HelpVisitBooked(Event):
    TYPE: ClassVar[str] = "volunteers.help_visit.booked.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    kind: HelpVisitKind
    minutes: int
    paid_by: HelpPayer


class HelpVisitEnded(Event):
    """A visit came to its end: done with what was earned, or cancelled, refused, expired or reversed with nothing."""

    TYPE: ClassVar[str] = "volunteers.help_visit.ended.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    kind: HelpVisitKind
    state: HelpVisitState
    earned: int


class HelpVisitDisputed(Event):
    TYPE: ClassVar[str] = "volunteers.help_visit.disputed.v1"

    area: AreaPath
    kind: HelpVisitKind


BAD_VISIT_START = ErrorCode(
    "volunteers.bad_visit_start", 422, "A visit begins at most {back} days back and {ahead} days ahead.",
    "服务开始时间最早为 {back} 天前，最晚为 {ahead} 天后。",
)  # fmt: skip
SKILL_NOT_CONFIRMED = ErrorCode(
    "volunteers.skill_not_confirmed", 409, "Nobody has confirmed the volunteer's skill in {skill}.",
    "该志愿者的技能“{skill}”尚未经核实。",
)  # fmt: skip
VOLUNTEER_RESTS = ErrorCode(
    "volunteers.visit_in_rest", 409, "The volunteer rests at that time.", "该志愿者届时处于休息期。"
)
NOT_BEGUN = ErrorCode("volunteers.visit_not_begun", 409, "The visit has not begun.", "服务尚未开始。")
VISIT_BEGUN = ErrorCode(
    "volunteers.visit_begun", 409, "The visit has begun; dispute it instead.", "服务已经开始，如有异议请提出争议。"
)
VISIT_LAPSED = ErrorCode(
    "volunteers.visit_lapsed", 409, "The time to confirm this visit is over.", "该服务的确认期限已过。"
)
MINUTES_DIFFER = ErrorCode(
    "volunteers.minutes_differ", 409, "The other side said {other} minutes. Say the same, or ask them to correct it; a visit of the time bank can be disputed.",
    "对方填报的时长为 {other} 分钟。请按相同时长确认，或请对方更正；时间银行的服务还可提出争议。",
)  # fmt: skip
NOT_A_WITNESS = ErrorCode(
    "volunteers.not_a_witness", 422, "Somebody who takes part cannot be the witness.", "当事人不能作为见证人。"
)
ONLY_ON_BEHALF = ErrorCode(
    "volunteers.only_on_behalf", 403, "Staff and witnesses have no word of their own here; staff confirms on behalf of who was helped.",
    "工作人员和见证人不能以自己的名义确认；工作人员可代被服务人确认（on_behalf）。",
)  # fmt: skip
NO_WITNESS = ErrorCode(
    "volunteers.no_witness", 409, "Minutes can be granted only on a witness's word.", "须有见证人陈述才能认定时长。"
)
ABOVE_WITNESS = ErrorCode(
    "volunteers.above_witness", 409, "The witness told of {seen} minutes; no more can be granted.",
    "见证人陈述的时长为 {seen} 分钟，认定时长不得超出。",
)  # fmt: skip
OWN_RECORD = ErrorCode(
    "volunteers.own_record", 403, "Whoever wrote down the witness's word leaves the decision to somebody else.",
    "记录见证人陈述的人员不得作出裁定，请由其他工作人员处理。",
)  # fmt: skip
WORD_GIVEN = ErrorCode(
    "volunteers.word_given", 409, "There is a word already; only the witness, or who wrote it down, can say it anew.",
    "已有见证人陈述，只有见证人本人或原记录人可以更改。",
)  # fmt: skip

ACTION_ERRORS = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
CONFIRMING = (ONLY_ON_BEHALF, NOT_BEGUN, VISIT_LAPSED, SELF_DEALING)

BOOK_HELP_VISIT = Op(
    "book_help_visit", POST("/time-bank/visits"), BookHelpVisit, HelpVisitView, MEMBERS, "Book a visit of help; its minutes are held",
    emits=(HelpVisitBooked,),
    errors=(*HOLD_ERRORS, *OPENING_ERRORS, CLEARING_LIMIT, NO_HOURS, NOT_FOUND, FORBIDDEN, SELF_DEALING, NO_ACCOUNT, NO_SUCH_SKILL, SKILL_NOT_CONFIRMED,
            VOLUNTEER_RESTS, BAD_VISIT_START, STALE_VERSION),
)  # fmt: skip
GET_HELP_VISIT = Op(
    "get_help_visit", GET("/time-bank/visits/{visit_id}"), GetHelpVisit, HelpVisitView, MEMBERS, "One visit", writes=False,
    errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
LIST_HELP_VISITS = Op(
    "list_help_visits", GET("/time-bank/visits"), ListHelpVisits, HelpVisitPage, MEMBERS, "My visits, or those of an area",
    writes=False, errors=(NO_HOURS, OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
CONFIRM_HELP_VISIT = Op(
    "confirm_help_visit", POST("/time-bank/visits/{visit_id}/confirm", 200), ConfirmHelpVisit, HelpVisitView, MEMBERS,
    "Confirm a visit; when both sides have, the hours are earned", emits=(HelpVisitEnded,),
    errors=(*ACTION_ERRORS, *CONFIRMING, *SETTLING_ERRORS, MINUTES_DIFFER),
)  # fmt: skip
CANCEL_HELP_VISIT = Op(
    "cancel_help_visit", POST("/time-bank/visits/{visit_id}/cancel", 200), CancelHelpVisit, HelpVisitView, MEMBERS,
    "Cancel a visit; its minutes are free again", emits=(HelpVisitEnded,),
    errors=(*ACTION_ERRORS, *SETTLING_ERRORS, VISIT_BEGUN),
)  # fmt: skip
DISPUTE_HELP_VISIT = Op(
    "dispute_help_visit", POST("/time-bank/visits/{visit_id}/dispute", 200), DisputeHelpVisit, HelpVisitView, MEMBERS,
    "Dispute a visit, with a witness", emits=(HelpVisitDisputed,), errors=(*ACTION_ERRORS, NOT_A_WITNESS, VISIT_LAPSED),
    keeps_reply=False,
)  # fmt: skip
TESTIFY_TO_HELP = Op(
    "testify_to_help", POST("/time-bank/visits/{visit_id}/testimony", 200), TestifyToHelp, HelpVisitView, MEMBERS,
    "Say what one saw of a disputed visit", errors=(*ACTION_ERRORS, SELF_DEALING, WORD_GIVEN), keeps_reply=False,
)  # fmt: skip
DECIDE_HELP_DISPUTE = Op(
    "decide_help_dispute", POST("/time-bank/visits/{visit_id}/decision", 200), DecideHelpDispute, HelpVisitView, STAFF,
    "Decide a disputed visit", emits=(HelpVisitEnded,),
    errors=(*ACTION_ERRORS, *SETTLING_ERRORS, NO_WITNESS, ABOVE_WITNESS, SELF_DEALING, OWN_RECORD), keeps_reply=False,
)  # fmt: skip

REVERSE_HELP_VISIT = Op(
    "reverse_help_visit", POST("/time-bank/visits/{visit_id}/reversal", 200), ReverseHelpVisit, HelpVisitView, STAFF,
    "Take back what was paid for a visit", emits=(HelpVisitEnded,),
    errors=(*ACTION_ERRORS, *REVERSAL_ERRORS, SELF_DEALING), keeps_reply=False,
)  # fmt: skip

OPERATIONS = (
    BOOK_HELP_VISIT, GET_HELP_VISIT, LIST_HELP_VISITS, CONFIRM_HELP_VISIT, CANCEL_HELP_VISIT, DISPUTE_HELP_VISIT, TESTIFY_TO_HELP, DECIDE_HELP_DISPUTE,
    REVERSE_HELP_VISIT,
)  # fmt: skip
EVENTS = (HelpVisitBooked, HelpVisitEnded, HelpVisitDisputed)
