"""The live desk: two hosts stream on working days from 9 to 11, and answer what residents ask."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import EVERYBODY, PUBLIC, STAFF, Role
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
    ShortText,
    Version,
    View,
    pii,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.judged import TextHeld
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.sessions import WRONG_PERIOD
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

LONGEST_PLAN = 400
"""Days."""


class StreamState(StrEnum):
    """Held: the broadcast is over, answers are still owed. Closed: nothing is owed any more."""

    PLANNED = "planned"
    OPEN = "open"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class PlanStreams(Command):
    """One stream for each working day of the period, both days counted in, from 9 to 11 in Shanghai.

    Asked again it adds only what is missing.
    """

    area: AreaPath
    since: date
    until: date


class PlannedStreams(View):
    area: AreaPath
    since: date
    until: date
    added: Count = Field(description="streams that were not planned before")
    streams: Count = Field(description="streams in the period, in whatever state")


class StreamAction(Command):
    stream_id: Id


class GetStream(StreamAction):
    pass


class ListStreams(PageQuery):
    area: AreaPath
    state: StreamState | None = None
    since: date | None = None
    until: date | None = None


class TakeSeat(StreamAction):
    """Two seats: a stream is opened once both are taken by staff of the area."""


class LeaveSeat(StreamAction):
    pass


class OpenStream(StreamAction):
    pass


class EndStream(StreamAction):
    """The broadcast is over. What is not answered yet is answered later."""


class CloseStream(StreamAction):
    note: LongText | None = None


class CancelStream(StreamAction):
    reason: LongText


class AskLiveQuestion(StreamAction):
    """While the stream is planned or open. Without `shown_as` it is asked anonymously; hosts may ask for a caller."""

    text: LongText
    shown_as: ShortText | None = pii(default=None, description="the name that others see beside it")


class LiveQuestionAction(Command):
    question_id: Id


class GetLiveQuestion(LiveQuestionAction):
    pass


class ListLiveQuestions(PageQuery, StreamAction):
    waiting: bool = Field(False, description="only those without an answer")


class ShowTranscript(PageQuery, StreamAction):
    pass


class AnswerLiveQuestion(LiveQuestionAction):
    """In words, by a guide, or both. Given while the stream is open, and then by a host, it counts as given live."""

    text: LongText | None = None
    guide: Id | None = None


class StreamView(View):
    """`missed`: its time is over and nobody opened it."""

    id: Id
    area: AreaPath
    day: date = Field(description="in Shanghai")
    starts_at: Moment
    ends_at: Moment
    state: StreamState
    missed: bool
    seats_taken: Count
    hosts: list[str] = Field(default=[], description="accounts, for staff of the area")
    opened_at: Moment | None = None
    held_at: Moment | None = None
    closed_at: Moment | None = None
    note: str | None = None
    reason: str | None = None
    actions: list[NextAction] = []
    version: Version


class StreamPage(Page[StreamView]):
    pass


class ReplyView(View):
    text: str | None = None
    guide: Id | None = None
    at: Moment
    live: bool
    by: str | None = Field(default=None, description="the account of who answered, for staff of the area")


class LiveQuestionView(View):
    id: Id
    stream: Id
    text: str
    shown_as: str | None = pii(default=None)
    mine: bool
    held: bool = Field(description="held back; only its author is told")
    asked_at: Moment
    replies: list[ReplyView] = []
    request: Id | None = Field(default=None, description="the request that was taken from it, for its author and staff")
    version: Version


class LiveQuestionPage(Page[LiveQuestionView]):
    pass


class TranscriptReply(View):
    text: str | None = None
    guide: Id | None = None
    at: Moment
    live: bool


class TranscriptEntry(View):
    """Nothing in it tells who asked or who answered."""

    text: str
    asked_at: Moment
    replies: list[TranscriptReply]


class TranscriptPage(Page[TranscriptEntry]):
    pass


class StreamHeld(Event):
    TYPE: ClassVar[str] = "tickets.live_stream.held.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    stream: Id
    area: AreaPath
    day: date
    questions: Count
    answered: Count


NO_WORKING_DAY = ErrorCode("tickets.no_working_day", 422, "There is no working day in it.", "该时段内没有工作日。")
PLAN_TOO_LONG = ErrorCode(
    "tickets.plan_too_long", 422, "At most {limit} days are planned at once.", "一次最多安排 {limit} 天。"
)
SEATS_TAKEN = ErrorCode("tickets.seats_taken", 409, "Both seats are taken.", "两个主持席位均已有人。")
SEATED_ALREADY = ErrorCode("tickets.seated_already", 409, "You have a seat already.", "您已是本场主持人。")
TOO_FEW_HOSTS = ErrorCode(
    "tickets.too_few_hosts",
    409,
    "It takes {needed} hosts; there are {taken}.",
    "须有 {needed} 名主持人，目前 {taken} 名。",
)
STREAM_NOT_BEGUN = ErrorCode(
    "tickets.stream_not_begun", 409, "It can be opened from {at} on.", "直播可于 {at} 起开始。"
)
QUESTIONS_WAITING = ErrorCode(
    "tickets.questions_waiting", 409, "{count} questions have no answer yet.", "还有 {count} 个提问未答复。"
)
EMPTY_ANSWER = ErrorCode(
    "tickets.empty_answer", 422, "Answer in words or name a guide.", "请填写答复内容或指定办事指南。"
)
NO_SUCH_GUIDE = ErrorCode("tickets.no_such_guide", 422, "There is no guide {guide}.", "没有办事指南 {guide}。")
TOO_MANY_REPLIES = ErrorCode("tickets.too_many_replies", 409, "At most {limit} replies.", "答复最多 {limit} 条。")

MOVES = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
ASKERS = frozenset({Role.RESIDENT, *STAFF})

PLAN_STREAMS = Op(
    "plan_streams", POST("/live-desk/plans", 200), PlanStreams, PlannedStreams, STAFF,
    "Plan a stream for each working day of a period", errors=(OUTSIDE_AREA, WRONG_PERIOD, PLAN_TOO_LONG, NO_WORKING_DAY),
)  # fmt: skip
LIST_STREAMS = Op(
    "list_streams", GET("/live-desk/streams"), ListStreams, StreamPage, EVERYBODY,
    "Streams of an area, the earliest day first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
GET_STREAM = Op(
    "get_stream", GET("/live-desk/streams/{stream_id}"), GetStream, StreamView, EVERYBODY, "One stream", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
TAKE_SEAT = Op(
    "take_seat", POST("/live-desk/streams/{stream_id}/seats", 200), TakeSeat, StreamView, STAFF,
    "Be one of the two hosts of a stream", errors=(*MOVES, SEATS_TAKEN, SEATED_ALREADY),
)  # fmt: skip
LEAVE_SEAT = Op(
    "leave_seat", POST("/live-desk/streams/{stream_id}/leave", 200), LeaveSeat, StreamView, STAFF,
    "Give a seat up before the stream is opened", errors=MOVES,
)  # fmt: skip
OPEN_STREAM = Op(
    "open_stream", POST("/live-desk/streams/{stream_id}/open", 200), OpenStream, StreamView, STAFF,
    "Go live, as one of its two hosts", errors=(*MOVES, TOO_FEW_HOSTS, STREAM_NOT_BEGUN),
)  # fmt: skip
END_STREAM = Op(
    "end_stream", POST("/live-desk/streams/{stream_id}/end", 200), EndStream, StreamView, STAFF, "End the broadcast",
    emits=(StreamHeld,), errors=MOVES,
)  # fmt: skip
CLOSE_STREAM = Op(
    "close_stream", POST("/live-desk/streams/{stream_id}/close", 200), CloseStream, StreamView, STAFF,
    "Close a stream whose questions are all answered", errors=(*MOVES, QUESTIONS_WAITING),
)  # fmt: skip
CANCEL_STREAM = Op(
    "cancel_stream", POST("/live-desk/streams/{stream_id}/cancel", 200), CancelStream, StreamView, STAFF,
    "Call a planned stream off", errors=MOVES,
)  # fmt: skip
ASK_LIVE_QUESTION = Op(
    "ask_live_question", POST("/live-desk/streams/{stream_id}/questions"), AskLiveQuestion, LiveQuestionView, ASKERS,
    "Ask the live desk, before or during a stream", emits=(TextHeld,), errors=(NOT_FOUND, NOT_ALLOWED_NOW),
)  # fmt: skip
LIST_LIVE_QUESTIONS = Op(
    "list_live_questions", GET("/live-desk/streams/{stream_id}/questions"), ListLiveQuestions, LiveQuestionPage, EVERYBODY,
    "Questions to a stream in the order in which they were asked", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
SHOW_TRANSCRIPT = Op(
    "show_transcript", GET("/live-desk/streams/{stream_id}/transcript"), ShowTranscript, TranscriptPage, PUBLIC,
    "What was asked and answered, without persons", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
GET_LIVE_QUESTION = Op(
    "get_live_question", GET("/live-desk/questions/{question_id}"), GetLiveQuestion, LiveQuestionView, EVERYBODY,
    "One question with its replies", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
ANSWER_LIVE_QUESTION = Op(
    "answer_live_question", POST("/live-desk/questions/{question_id}/replies"), AnswerLiveQuestion, LiveQuestionView, STAFF,
    "Answer at once as a host, or later as staff of the area",
    errors=(*MOVES, EMPTY_ANSWER, NO_SUCH_GUIDE, TOO_MANY_REPLIES),
)  # fmt: skip

OPERATIONS = (
    PLAN_STREAMS, LIST_STREAMS, GET_STREAM, TAKE_SEAT, LEAVE_SEAT, OPEN_STREAM, END_STREAM, CLOSE_STREAM, CANCEL_STREAM,
    ASK_LIVE_QUESTION, LIST_LIVE_QUESTIONS, SHOW_TRANSCRIPT, GET_LIVE_QUESTION, ANSWER_LIVE_QUESTION,
)  # fmt: skip
EVENTS = (StreamHeld,)
