"""Answers to calls for help: taken, confirmed, done, and what both sides say of each other."""

from typing import ClassVar

from pydantic import Field

from shared.contracts.model import Command, Event, Id, LongText, Moment, ShortText, View, pii
from shared.contracts.operation import DELETE, GET, POST, Op
from shared.contracts.volunteers.attendance import ServiceGiven
from shared.contracts.volunteers.help_calls import (
    NO_FIT,
    HelpAnswerState,
    HelpCallAction,
    HelpCallEnded,
    HelpCallView,
    HelpMinutes,
)
from shared.contracts.volunteers.help_visits import MINUTES_DIFFER
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.time_bank import SELF_DEALING
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, STALE_VERSION, ErrorCode


class TakeHelpCall(HelpCallAction):
    """Tentative until the caller, or staff for them, confirms it."""


class AnswerAction(HelpCallAction):
    answer_id: Id


class ConfirmAnswer(AnswerAction):
    pass


class DeclineAnswer(AnswerAction):
    """The call goes on; the volunteer is not asked again."""

    reason: ShortText = pii()


class WithdrawAnswer(AnswerAction):
    pass


class SayHelpDone(AnswerAction):
    """One side says how long it took; done once the other side says the same. The first can say it anew until then."""

    minutes: HelpMinutes


class GiveFeedback(AnswerAction):
    """Of the other side, once. It is hidden from them until both have given theirs, or the days for it are over."""

    rating: int = Field(ge=1, le=5)
    text: LongText | None = pii(default=None)


class ShowFeedback(AnswerAction):
    pass


class FeedbackPart(View):
    rating: int
    text: str | None = pii(default=None)
    given_at: Moment


class FeedbackView(View):
    """`open_from`: when what was given is shown even though the other side has said nothing."""

    answer_id: Id
    by_volunteer: FeedbackPart | None = None
    by_caller: FeedbackPart | None = None
    open_from: Moment


class FeedbackGiven(View):
    answer_id: Id
    rating: int


class BlockOther(HelpCallAction):
    """Neither is asked for the other's calls any more. The other side is not told."""

    answer_id: Id | None = Field(
        default=None,
        description="which volunteer, when the caller blocks; absent when a called volunteer blocks the caller",
    )


class ListBlocks(Command):
    pass


class BlockAction(Command):
    block_id: Id


class HelpBlockView(View):
    id: Id
    help_call_id: Id = Field(description="the call by which one knows them")
    blocked_at: Moment


class HelpBlockList(View):
    items: list[HelpBlockView]


class HelpAnswerMoved(Event):
    """`accounts` are to be told what became of an answer: of the caller and the volunteer, those who did not do it themselves."""

    TYPE: ClassVar[str] = "volunteers.help_answer.moved.v1"

    accounts: list[str]
    state: HelpAnswerState


NOT_ASKED = ErrorCode(
    "volunteers.not_asked", 403, "Only volunteers who were called can take this.", "只有收到求助的志愿者才能接单。"
)
NO_PLACE_LEFT = ErrorCode("volunteers.no_place_left", 409, "Others have taken it already.", "该求助已被他人承接。")
ANSWERED_BEFORE = ErrorCode(
    "volunteers.answered_before", 409, "You have answered this call before.", "您已答复过该求助。"
)
HELPER_RESTS = ErrorCode(
    "volunteers.helper_rests", 409, "You rest at present; end the rest first.", "您正处于休息期，请先结束休息。"
)
HELP_OVER = ErrorCode("volunteers.help_over", 409, "The time of this call is over.", "该求助的时间已过。")
HELP_NOT_BEGUN = ErrorCode(
    "volunteers.help_not_begun", 409, "The time of this call has not begun.", "该求助的时间尚未开始。"
)
FEEDBACK_BEFORE = ErrorCode("volunteers.feedback_before", 409, "You have given your feedback.", "您已作出评价。")
FEEDBACK_OVER = ErrorCode(
    "volunteers.feedback_over", 409, "Feedback could be given for {days} days.", "评价期为 {days} 天，现已结束。"
)
BLOCKED_SELF = ErrorCode("volunteers.blocked_self", 422, "Nobody blocks themselves.", "不能屏蔽自己。")

MOVING = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
ANSWER = "/help-calls/{help_call_id}/answers/{answer_id}"

TAKE_HELP_CALL = Op(
    "take_help_call", POST("/help-calls/{help_call_id}/answers"), TakeHelpCall, HelpCallView, MEMBERS, "Take a call",
    emits=(HelpAnswerMoved,),
    errors=(NOT_FOUND, NOT_ALLOWED_NOW, NOT_ASKED, NO_FIT, NO_PLACE_LEFT, ANSWERED_BEFORE, HELPER_RESTS, HELP_OVER,
            SELF_DEALING, STALE_VERSION),
)  # fmt: skip
CONFIRM_ANSWER = Op(
    "confirm_answer", POST(f"{ANSWER}/confirm", 200), ConfirmAnswer, HelpCallView, MEMBERS, "Confirm who took it",
    emits=(HelpAnswerMoved, HelpCallEnded), errors=(*MOVING, SELF_DEALING),
)  # fmt: skip
DECLINE_ANSWER = Op(
    "decline_answer", POST(f"{ANSWER}/decline", 200), DeclineAnswer, HelpCallView, MEMBERS, "Decline who took it; the call goes on",
    emits=(HelpAnswerMoved,), errors=(*MOVING, SELF_DEALING),
)  # fmt: skip
WITHDRAW_ANSWER = Op(
    "withdraw_answer", POST(f"{ANSWER}/withdraw", 200), WithdrawAnswer, HelpCallView, MEMBERS, "Give up what I took; the call goes on",
    emits=(HelpAnswerMoved,), errors=MOVING,
)  # fmt: skip
SAY_HELP_DONE = Op(
    "say_help_done", POST(f"{ANSWER}/done", 200), SayHelpDone, HelpCallView, MEMBERS, "Say how long the help took, or confirm it",
    emits=(HelpAnswerMoved, HelpCallEnded, ServiceGiven),
    errors=(*MOVING, HELP_NOT_BEGUN, MINUTES_DIFFER),
)  # fmt: skip
GIVE_FEEDBACK = Op(
    "give_feedback", POST(f"{ANSWER}/feedback"), GiveFeedback, FeedbackGiven, MEMBERS, "Say how the other side was",
    errors=(*MOVING, FEEDBACK_BEFORE, FEEDBACK_OVER),
)  # fmt: skip
SHOW_FEEDBACK = Op(
    "show_feedback", GET(f"{ANSWER}/feedback"), ShowFeedback, FeedbackView, MEMBERS, "What both sides said, as far as I may see it",
    writes=False, errors=(NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW),
)  # fmt: skip
BLOCK_OTHER = Op(
    "block_other", POST("/help-calls/{help_call_id}/blocks"), BlockOther, HelpBlockView, MEMBERS, "Have nothing more to do with the other side",
    errors=(NOT_FOUND, FORBIDDEN, BLOCKED_SELF),
)  # fmt: skip
LIST_BLOCKS = Op(
    "list_blocks", GET("/help-blocks"), ListBlocks, HelpBlockList, MEMBERS, "Whom I have blocked", writes=False
)
END_BLOCK = Op(
    "end_block",
    DELETE("/help-blocks/{block_id}"),
    BlockAction,
    HelpBlockView,
    MEMBERS,
    "End a block",
    errors=(NOT_FOUND,),
)

OPERATIONS = (
    TAKE_HELP_CALL, CONFIRM_ANSWER, DECLINE_ANSWER, WITHDRAW_ANSWER, SAY_HELP_DONE, GIVE_FEEDBACK, SHOW_FEEDBACK, BLOCK_OTHER,
    LIST_BLOCKS, END_BLOCK,
)  # fmt: skip
EVENTS = (HelpAnswerMoved,)
