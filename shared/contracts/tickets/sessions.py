"""Sessions of deliberation: planned with an agenda, attended, held with minutes, and the matters that they settle."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field, PlainSerializer, StringConstraints

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
    ShortText,
    Value,
    Version,
    View,
    pii,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.topics import MatterKind
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Scheduled = Annotated[
    AwareDatetime,
    Field(
        ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC), description="a moment with its offset"
    ),
    PlainSerializer(lambda moment: moment.isoformat(), when_used="json"),
]


MeetingLink = Annotated[str, StringConstraints(pattern=r"^https://[!-~]{3,500}$")]


class SittingKind(StrEnum):
    EVENING_TALK = "evening_talk"
    COUNCIL = "council"
    CONSULTATION = "consultation"


class SittingState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class AttendeeCapacity(StrEnum):
    RESIDENT = "resident"
    OWNER = "owner"
    HEAD = "head"
    DEPARTMENT = "department"
    EXPERT = "expert"


class MatterSubject(StrEnum):
    """Public affairs: rules and common life. Works: what is built or repaired. Dispute: one between neighbours or firms."""

    PUBLIC_AFFAIRS = "public_affairs"
    WORKS = "works"
    DISPUTE = "dispute"


class AgendaItem(Value):
    title: ShortText
    topic: Id | None = None


class SittingFields(Value):
    area: AreaPath
    kind: SittingKind
    place: ShortText
    starts_at: Scheduled
    agenda: list[AgendaItem] = Field(min_length=1, max_length=30)
    link: MeetingLink | None = Field(
        default=None, description="where to meet by video, for those who do not come in person"
    )


class PlanSession(SittingFields, Command):
    pass


class SessionAction(Command):
    session_id: Id


class GetSession(SessionAction):
    pass


class FindSessions(PageQuery):
    area: AreaPath
    state: SittingState | None = None


class AttendSession(SessionAction):
    """The caller was there in person."""

    capacity: AttendeeCapacity


class Attendee(Value):
    """Who came without signing in: known by name, or by account."""

    capacity: AttendeeCapacity
    name: ShortText = pii()
    account: Id | None = None


class RecordAttendance(SessionAction):
    attendees: list[Attendee] = Field(min_length=1, max_length=200)


class SettledMatter(Value):
    """One matter that the session has settled."""

    kind: MatterKind
    subject: MatterSubject | None = None
    title: ShortText
    outcome: LongText | None = None
    topic: Id | None = None
    ticket: Id | None = None


class HoldSession(SessionAction):
    minutes: LongText
    settled: list[SettledMatter] = Field(default=[], max_length=50)


class CancelSession(SessionAction):
    reason: LongText


class ShowTalkFigures(Command):
    """Of the area with all below it. `since` and `until` are days in Shanghai, both counted in."""

    area: AreaPath
    since: date | None = None
    until: date | None = None


class CapacityCount(View):
    capacity: AttendeeCapacity
    count: Count


class AttendeeView(View):
    """Known by name, or by the account that signed in."""

    capacity: AttendeeCapacity
    name: str | None = pii(default=None)
    account: str | None = None


class SittingView(SittingFields, View):
    id: Id
    state: SittingState
    attendance: list[CapacityCount] = Field(description="how many came in what capacity")
    attendees: list[AttendeeView] = Field(default=[], description="for staff of the area")
    minutes: str | None = None
    settled: list[SettledMatter] = []
    reason: str | None = None
    actions: list[NextAction] = []
    version: Version


class SittingPage(Page[SittingView]):
    pass


class MatterKindCount(View):
    kind: MatterKind
    count: Count


class SubjectCount(View):
    subject: MatterSubject
    count: Count


class PartTalkFigures(View):
    area: AreaPath
    sessions: Count
    settled: Count
    kinds: list[MatterKindCount]


class TalkFiguresView(PartTalkFigures):
    """Sessions held and matters settled; `parts` are the areas directly below."""

    subjects: list[SubjectCount] = Field(description="of the matters that were given one")
    attendance: list[CapacityCount]
    parts: list[PartTalkFigures]


class SessionHeld(Event):
    TYPE: ClassVar[str] = "tickets.session.held.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    session: Id
    area: AreaPath
    kind: SittingKind
    held_at: Moment
    attended: Count
    settled: Count


NOT_BEGUN = ErrorCode("tickets.session_not_begun", 409, "The session begins at {at}.", "会议将于 {at} 开始。")
ATTENDED_ALREADY = ErrorCode(
    "tickets.attended_already", 409, "You are on the list of those who came.", "您已在签到名单中。"
)
TOO_MANY_ATTENDEES = ErrorCode(
    "tickets.too_many_attendees", 409, "At most {limit} are listed.", "签到名单最多 {limit} 人。"
)
NO_SUCH_TOPIC = ErrorCode(
    "tickets.no_such_topic", 422, "There is no topic {topic} in this area.", "该区域没有议题 {topic}。"
)
WRONG_PERIOD = ErrorCode("tickets.wrong_period", 422, "The period ends before it begins.", "结束日期早于开始日期。")

MOVES = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)

PLAN_SESSION = Op(
    "plan_session", POST("/sittings"), PlanSession, SittingView, STAFF, "Plan a session with its agenda",
    errors=(OUTSIDE_AREA, NO_SUCH_TOPIC),
)  # fmt: skip
GET_SESSION = Op(
    "get_session", GET("/sittings/{session_id}"), GetSession, SittingView, EVERYBODY,
    "One session: agenda, minutes, what it has settled", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
FIND_SESSIONS = Op(
    "find_sessions", GET("/sittings"), FindSessions, SittingPage, EVERYBODY, "Sessions of an area, the last planned first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
ATTEND_SESSION = Op(
    "attend_session", POST("/sittings/{session_id}/attend", 200), AttendSession, SittingView, EVERYBODY,
    "Sign in at a session", errors=(NOT_FOUND, NOT_ALLOWED_NOW, NOT_BEGUN, ATTENDED_ALREADY, TOO_MANY_ATTENDEES, STALE_VERSION),
)  # fmt: skip
RECORD_ATTENDANCE = Op(
    "record_attendance", POST("/sittings/{session_id}/attendance", 200), RecordAttendance, SittingView, STAFF,
    "List those who came", errors=(*MOVES, NOT_BEGUN, TOO_MANY_ATTENDEES),
)  # fmt: skip
HOLD_SESSION = Op(
    "hold_session", POST("/sittings/{session_id}/hold", 200), HoldSession, SittingView, STAFF,
    "Close a session with its minutes and the matters that it has settled",
    emits=(SessionHeld,), errors=(*MOVES, NOT_BEGUN, NO_SUCH_TOPIC),
)  # fmt: skip
CANCEL_SESSION = Op(
    "cancel_session", POST("/sittings/{session_id}/cancel", 200), CancelSession, SittingView, STAFF, "Call a session off",
    errors=MOVES,
)  # fmt: skip
SHOW_TALK_FIGURES = Op(
    "show_talk_figures", GET("/sittings/figures"), ShowTalkFigures, TalkFiguresView, STAFF | {Role.AUDITOR},
    "Sessions held and matters settled, by kind and area", writes=False, errors=(OUTSIDE_AREA, WRONG_PERIOD),
)  # fmt: skip

OPERATIONS = (
    PLAN_SESSION, FIND_SESSIONS, SHOW_TALK_FIGURES, GET_SESSION, ATTEND_SESSION, RECORD_ATTENDANCE, HOLD_SESSION,
    CANCEL_SESSION,
)  # fmt: skip
EVENTS = (SessionHeld,)
