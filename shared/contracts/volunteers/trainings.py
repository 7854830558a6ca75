"""Training of volunteers: sign-up, sessions and attendance."""

from datetime import UTC, datetime
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field, PlainSerializer

from shared.contracts.actor import STAFF
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import DELETE, GET, POST, PUT, Op
from shared.contracts.volunteers.activities import CANCELLED_ALREADY, IN_THE_PAST
from shared.contracts.volunteers.people import MEMBERS, NOT_ENROLLED
from shared.contracts.volunteers.posts import Day
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Timed = Annotated[
    AwareDatetime,
    Field(
        ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC), description="a moment with its offset"
    ),
    PlainSerializer(lambda moment: moment.isoformat(), when_used="json"),
]
SessionNumber = Annotated[int, Field(ge=1, le=30, description="1 is the first session")]


class TrainingSession(Value):
    begins_at: Timed
    ends_at: Timed


class OfferTraining(Command):
    area: AreaPath
    title: ShortText
    places: int = Field(ge=1, le=2000)
    sessions: list[TrainingSession] = Field(min_length=1, max_length=30, description="in the order of time")


class TrainingAction(Command):
    training_id: Id


class ChangeTraining(TrainingAction):
    """Before its first session; who is signed up is told."""

    title: ShortText
    places: int = Field(ge=1, le=2000)
    sessions: list[TrainingSession] = Field(min_length=1, max_length=30, description="in the order of time")


class CancelTraining(TrainingAction):
    """Before its first session; who is signed up is told."""

    reason: ShortText


class ListParticipants(TrainingAction, PageQuery):
    """In the order in which they signed up."""


class GetTraining(TrainingAction):
    pass


class SignUpForTraining(TrainingAction):
    pass


class LeaveTraining(TrainingAction):
    pass


class EnterParticipants(TrainingAction):
    """Volunteers who signed up at the desk or on paper, all or none; naming somebody again changes nothing."""

    volunteers: list[Id] = Field(min_length=1, max_length=200)


class RecordAttendance(TrainingAction):
    """Who was there, all or none; naming somebody again changes nothing."""

    session: SessionNumber
    volunteers: list[Id] = Field(default=[], max_length=200)
    guests: int | None = Field(
        default=None,
        ge=0,
        le=10_000,
        description="neighbours who were there and are no volunteers; replaces the number before",
    )


class ListTrainings(PageQuery):
    area: AreaPath


class ShowTrainingFigures(Command):
    area: AreaPath
    since: Day | None = Field(default=None, description="only sessions that begin on this day or later")
    until: Day | None = Field(default=None, description="only sessions that begin on this day or before")


class SessionView(TrainingSession, View):
    attended: Count = Field(description="volunteers")
    guests: Count


class TrainingView(View):
    id: Id
    area: AreaPath
    title: ShortText
    places: Count
    taken: Count
    sessions: list[SessionView]
    mine: bool = Field(description="whether the caller is signed up")
    cancelled: str | None = Field(default=None, description="why it is cancelled")
    version: Version


class TrainingPage(Page[TrainingView]):
    pass


class ParticipantView(View):
    volunteer_id: Id
    attended: list[SessionNumber]


class ParticipantPage(Page[ParticipantView]):
    pass


class TrainingChanged(Event):
    """Moved or, with a reason, cancelled. `accounts`: who is signed up, to be told."""

    TYPE: ClassVar[str] = "volunteers.training.changed.v1"

    title: str
    begins_at: Moment
    cancelled: str | None = None
    accounts: list[str]


class TrainingFigures(View):
    """Of sessions that somebody attended."""

    area: AreaPath
    trainings: Count
    sessions: Count
    volunteers: Count = Field(description="each once, however often they came")
    attendances: Count = Field(description="of volunteers, session by session")
    guests: Count = Field(description="session by session")


SESSIONS_OUT_OF_ORDER = ErrorCode(
    "volunteers.sessions_out_of_order", 422, "A session ends before it begins, or begins before the one before it ends.",
    "课次时间有误：结束早于开始，或与上一课次重叠。",
)  # fmt: skip
TRAINING_BEGUN = ErrorCode("volunteers.training_begun", 409, "The training has begun.", "培训已开始。")
TRAINING_FULL = ErrorCode("volunteers.training_full", 409, "All {places} places are taken.", "{places} 个名额已满。")
IN_TRAINING = ErrorCode("volunteers.training_signed_up", 409, "You are signed up already.", "您已报名。")
NOT_IN_TRAINING = ErrorCode(
    "volunteers.training_not_signed_up", 409, "Not signed up for this training.", "未报名该培训。"
)
NO_SUCH_SESSION = ErrorCode(
    "volunteers.no_such_session", 422, "There is no session {session}.", "没有第 {session} 次课。"
)
SESSION_AHEAD = ErrorCode("volunteers.session_ahead", 409, "The session has not begun.", "该课次尚未开始。")
OWN_ATTENDANCE = ErrorCode("volunteers.own_attendance", 403, "Nobody records their own.", "不得为本人登记出勤。")

OFFER_TRAINING = Op(
    "offer_training", POST("/trainings"), OfferTraining, TrainingView, STAFF, "Offer a training",
    errors=(OUTSIDE_AREA, SESSIONS_OUT_OF_ORDER),
)  # fmt: skip
LIST_TRAININGS = Op(
    "list_trainings", GET("/trainings"), ListTrainings, TrainingPage, MEMBERS, "Trainings of an area, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
GET_TRAINING = Op(
    "get_training", GET("/trainings/{training_id}"), GetTraining, TrainingView, MEMBERS, "One training", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
CHANGE_TRAINING = Op(
    "change_training", PUT("/trainings/{training_id}"), ChangeTraining, TrainingView, STAFF,
    "Hold a training at other times; who is signed up is told", emits=(TrainingChanged,),
    errors=(
        NOT_FOUND, OUTSIDE_AREA, CANCELLED_ALREADY, TRAINING_BEGUN, SESSIONS_OUT_OF_ORDER, IN_THE_PAST, TRAINING_FULL,
        STALE_VERSION,
    ),
)  # fmt: skip
CANCEL_TRAINING = Op(
    "cancel_training", POST("/trainings/{training_id}/cancellation", 200), CancelTraining, TrainingView, STAFF,
    "Cancel a training; who is signed up is told", emits=(TrainingChanged,),
    errors=(NOT_FOUND, OUTSIDE_AREA, CANCELLED_ALREADY, TRAINING_BEGUN, STALE_VERSION),
)  # fmt: skip
LIST_PARTICIPANTS = Op(
    "list_participants", GET("/trainings/{training_id}/participants"), ListParticipants, ParticipantPage, STAFF,
    "Who is signed up for a training, and which sessions they attended", writes=False,
    errors=(NOT_FOUND, OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
SIGN_UP_FOR_TRAINING = Op(
    "sign_up_for_training", POST("/trainings/{training_id}/signups", 200), SignUpForTraining, TrainingView, MEMBERS,
    "Sign up before the first session", errors=(NOT_FOUND, NOT_ENROLLED, CANCELLED_ALREADY, TRAINING_BEGUN, TRAINING_FULL, IN_TRAINING, STALE_VERSION),
)  # fmt: skip
LEAVE_TRAINING = Op(
    "leave_training", DELETE("/trainings/{training_id}/signups/me"), LeaveTraining, TrainingView, MEMBERS,
    "Withdraw before the first session", errors=(NOT_FOUND, NOT_ENROLLED, CANCELLED_ALREADY, TRAINING_BEGUN, NOT_IN_TRAINING, STALE_VERSION),
)  # fmt: skip
ENTER_PARTICIPANTS = Op(
    "enter_participants", POST("/trainings/{training_id}/participants", 200), EnterParticipants, TrainingView, STAFF,
    "Sign up volunteers who came to the desk", errors=(NOT_FOUND, OUTSIDE_AREA, CANCELLED_ALREADY, TRAINING_FULL, STALE_VERSION),
)  # fmt: skip
RECORD_ATTENDANCE = Op(
    "record_attendance", POST("/trainings/{training_id}/attendance", 200), RecordAttendance, TrainingView, STAFF,
    "Record who attended a session",
    errors=(
        NOT_FOUND, OUTSIDE_AREA, CANCELLED_ALREADY, NO_SUCH_SESSION, SESSION_AHEAD, NOT_IN_TRAINING, OWN_ATTENDANCE, STALE_VERSION,
    ),
)  # fmt: skip
SHOW_TRAINING_FIGURES = Op(
    "show_training_figures", GET("/trainings/figures"), ShowTrainingFigures, TrainingFigures, STAFF,
    "How many trainings were held in an area, and for how many", writes=False, errors=(OUTSIDE_AREA,),
)  # fmt: skip

OPERATIONS = (
    OFFER_TRAINING, LIST_TRAININGS, GET_TRAINING, CHANGE_TRAINING, CANCEL_TRAINING, LIST_PARTICIPANTS, SIGN_UP_FOR_TRAINING, LEAVE_TRAINING, ENTER_PARTICIPANTS,
    RECORD_ATTENDANCE, SHOW_TRAINING_FIGURES,
)  # fmt: skip
EVENTS = (TrainingChanged,)
