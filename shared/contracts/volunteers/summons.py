"""Answering a call: coming in so many minutes or not at all, arriving, standing down; oneself, or told by telephone."""

from pydantic import Field

from shared.contracts.model import Id, Point
from shared.contracts.operation import POST, Op
from shared.contracts.volunteers.call_outs import (
    CALLERS,
    CallOutAction,
    CallOutUnanswered,
    CallOutView,
    RespondersCalled,
    RespondersStoodDown,
)
from shared.contracts.volunteers.people import MEMBERS
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, STALE_VERSION, ErrorCode


class AnswerCallOut(CallOutAction):
    """The same answer again changes nothing but the minutes. Who cannot come after all says so until they have arrived."""

    coming: bool
    minutes: int | None = Field(default=None, ge=0, le=240, description="until one is there; required when coming")


class AnswerForMember(AnswerCallOut):
    """Told by telephone to who runs the call-out."""

    member_id: Id


class ArriveAtCallOut(CallOutAction):
    """Counts as an answer where there was none. Where one is is not kept, but how far from the place."""

    point: Point | None = None


class ArriveForMember(ArriveAtCallOut):
    member_id: Id


class StandDownFromCallOut(CallOutAction):
    """I have been there and leave."""


NOT_CALLED = ErrorCode("volunteers.not_called", 403, "You were not called to this.", "您未被呼叫参加此次出动。")
MINUTES_MISSING = ErrorCode(
    "volunteers.minutes_missing", 422, "Say in how many minutes you are there.", "请填写预计到达的分钟数。"
)
ENOUGH_COME = ErrorCode(
    "volunteers.enough_come", 409, "Enough people come already; you need not.", "已有足够人员前往，您无需再到场。"
)
CALL_OUT_OVER = ErrorCode("volunteers.call_out_over", 409, "This call-out is over.", "此次出动已结束。")
OWN_ANSWER = ErrorCode(
    "volunteers.own_answer", 403, "Answer for yourself on your own call.", "请以本人身份应答自己的呼叫。"
)

ANSWERING = (NOT_FOUND, NOT_CALLED, ENOUGH_COME, CALL_OUT_OVER, NOT_ALLOWED_NOW, STALE_VERSION)
RUNS_ON = (RespondersCalled, RespondersStoodDown, CallOutUnanswered)
AT = "/call-outs/{call_out_id}"
ANSWER_CALL_OUT = Op(
    "answer_call_out", POST(AT + "/answer", 200), AnswerCallOut, CallOutView, MEMBERS, "Say whether I come",
    emits=RUNS_ON, errors=(*ANSWERING, MINUTES_MISSING), keeps_reply=False,
)  # fmt: skip
ARRIVE_AT_CALL_OUT = Op(
    "arrive_at_call_out", POST(AT + "/arrival", 200), ArriveAtCallOut, CallOutView, MEMBERS, "Say that I am there",
    emits=RUNS_ON, errors=ANSWERING, keeps_reply=False,
)  # fmt: skip
STAND_DOWN_FROM_CALL_OUT = Op(
    "stand_down_from_call_out", POST(AT + "/stand-down", 200), StandDownFromCallOut, CallOutView, MEMBERS,
    "Say that I have left", errors=ANSWERING, keeps_reply=False,
)  # fmt: skip
ANSWER_FOR_MEMBER = Op(
    "answer_for_member", POST(AT + "/calls/{member_id}/answer", 200), AnswerForMember, CallOutView, MEMBERS | CALLERS,
    "Record what somebody answered by telephone", emits=RUNS_ON,
    errors=(*ANSWERING, MINUTES_MISSING, FORBIDDEN, OWN_ANSWER), keeps_reply=False,
)  # fmt: skip
ARRIVE_FOR_MEMBER = Op(
    "arrive_for_member", POST(AT + "/calls/{member_id}/arrival", 200), ArriveForMember, CallOutView, MEMBERS | CALLERS,
    "Record that somebody has arrived", emits=RUNS_ON, errors=(*ANSWERING, FORBIDDEN, OWN_ANSWER), keeps_reply=False,
)  # fmt: skip

OPERATIONS = (ANSWER_CALL_OUT, ARRIVE_AT_CALL_OUT, STAND_DOWN_FROM_CALL_OUT, ANSWER_FOR_MEMBER, ARRIVE_FOR_MEMBER)
EVENTS = ()
