"""Topics of deliberation: proposed, seconded, talked over, decided and carried out. Phases switch rights on and off."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import EVERYBODY, OFFICE, STAFF, Role
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
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.judged import TextHeld
from shared.contracts.tickets.matters import NextAction
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class MatterKind(StrEnum):
    """Family: families and neighbours among themselves. Estate: inside of the housing estate. Outside: beyond it."""

    FAMILY = "family"
    ESTATE = "estate"
    OUTSIDE = "outside"


class TopicPhase(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    DEBATED = "debated"
    DECIDED = "decided"
    CARRIED_OUT = "carried_out"
    RATED = "rated"
    DROPPED = "dropped"


class TopicRight(StrEnum):
    """What a phase lets people do with a topic. Vote: votes on it may be opened, and votes may be given."""

    SECOND = "second"
    INVITE = "invite"
    SPEAK = "speak"
    VOTE = "vote"
    RESOLVE = "resolve"
    RATE = "rate"
    PICK = "pick"


class Standpoint(StrEnum):
    """In what capacity somebody speaks to a topic."""

    HOST = "host"
    PROPOSER = "proposer"
    EXPERT = "expert"
    RESIDENT = "resident"


class TopicFields(Value):
    area: AreaPath
    kind: MatterKind
    title: ShortText
    text: LongText
    tickets: list[Id] = Field(default=[], max_length=20, description="matters that it settles")
    seconds_needed: int = Field(
        0, ge=0, le=1000, description="supporters besides the proposer before it can be agreed on"
    )


class ProposeTopic(TopicFields, Command):
    """Tickets that it names are such as the proposer has to do with."""


class TopicAction(Command):
    topic_id: Id


class GetTopic(TopicAction):
    pass


class ListTopics(PageQuery):
    area: AreaPath
    phase: TopicPhase | None = None
    good_cases: bool = Field(False, description="only those that were picked as good cases")


class SecondTopic(TopicAction):
    pass


class Expert(Value):
    """Somebody from outside. With an account the expert speaks to the topic in person."""

    name: ShortText = pii()
    field: ShortText
    account: Id | None = None


class InviteExpert(Expert, TopicAction):
    pass


class SpeakToTopic(TopicAction):
    text: LongText


class ListStatements(PageQuery, TopicAction):
    pass


class PhaseRights(Value):
    phase: TopicPhase
    rights: list[TopicRight] = Field(max_length=len(TopicRight))


class SwitchRights(PhaseRights, TopicAction):
    """From now on this phase of this topic gives these rights and no others."""


class AgreeOnTopic(TopicAction):
    pass


class DebateTopic(TopicAction):
    pass


class DecideTopic(TopicAction):
    outcome: LongText


class CarryOutTopic(TopicAction):
    """Only when no resolution on it is still in hand."""


class RateTopic(TopicAction):
    stars: int = Field(ge=1, le=5, description="1 (bad) to 5 (very good)")
    comment: LongText | None = None


class DropTopic(TopicAction):
    reason: LongText


class PickTopic(TopicAction):
    """Picked as a good case for others to learn from."""

    lesson: LongText


class PhaseStep(View):
    action: str
    at: Moment
    phase: TopicPhase
    note: str | None = None


class TopicView(TopicFields, View):
    id: Id
    phase: TopicPhase
    seconds: Count = Field(description="supporters so far")
    seconded: bool = Field(description="whether the caller is one of them")
    experts: list[Expert] = []
    rights: list[TopicRight] = Field(description="what the present phase lets people do")
    phases: list[PhaseRights] = Field(description="what each phase lets people do")
    proposed_at: Moment
    outcome: str | None = None
    stars: int | None = None
    lesson: str | None = Field(None, description="why it is a good case")
    history: list[PhaseStep] = []
    actions: list[NextAction] = Field(default=[], description="what this caller may do next")
    version: Version


class StatementView(View):
    id: Id
    standpoint: Standpoint
    text: str
    at: Moment
    mine: bool
    held: bool = Field(default=False, description="held back; only its author is told")


class TopicPage(Page[TopicView]):
    pass


class StatementPage(Page[StatementView]):
    pass


class TopicMoved(Event):
    TYPE: ClassVar[str] = "tickets.topic.moved.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    topic: Id
    area: AreaPath
    kind: MatterKind
    phase: TopicPhase


NO_SUCH_TICKET = ErrorCode(
    "tickets.no_such_ticket",
    422,
    "There is no ticket {ticket} that you have to do with.",
    "没有与您相关的工单 {ticket}。",
)
NO_SUCH_AREA = ErrorCode(
    "tickets.no_such_area", 422, "There is no grid in the area {area}.", "区域 {area} 内没有已登记的网格。"
)
OUT_OF_PHASE = ErrorCode(
    "tickets.out_of_phase", 409, "The topic is in the phase '{phase}', which does not allow '{right}'.",
    "议题处于“{phase}”阶段，不允许“{right}”。",
)  # fmt: skip
SECONDED_ALREADY = ErrorCode("tickets.seconded_already", 409, "You have seconded this before.", "您已附议过该议题。")
TOO_FEW_SECONDS = ErrorCode(
    "tickets.too_few_seconds",
    409,
    "It has {seconds} supporters and needs {needed}.",
    "已有 {seconds} 人附议，需要 {needed} 人。",
)
RESOLUTIONS_IN_HAND = ErrorCode(
    "tickets.resolutions_in_hand", 409, "{count} resolutions on it are still in hand.", "仍有 {count} 项决议尚未办结。"
)
TOO_MANY_EXPERTS = ErrorCode(
    "tickets.too_many_experts", 409, "At most {limit} experts are invited.", "最多邀请 {limit} 位专家。"
)

SPEAKERS = frozenset({Role.RESIDENT, *STAFF})
MOVES = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)

PROPOSE_TOPIC = Op(
    "propose_topic", POST("/topics"), ProposeTopic, TopicView, SPEAKERS, "Propose something to talk over",
    emits=(TopicMoved,), errors=(OUTSIDE_AREA, NO_SUCH_TICKET, NO_SUCH_AREA),
)  # fmt: skip
GET_TOPIC = Op(
    "get_topic", GET("/topics/{topic_id}"), GetTopic, TopicView, EVERYBODY, "One topic, with the rights of its phases",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_TOPICS = Op(
    "list_topics", GET("/topics"), ListTopics, TopicPage, EVERYBODY, "Topics of an area, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
SECOND_TOPIC = Op(
    "second_topic", POST("/topics/{topic_id}/second", 200), SecondTopic, TopicView, frozenset({Role.RESIDENT}),
    "Support a topic that somebody else has proposed",
    errors=(NOT_FOUND, FORBIDDEN, OUT_OF_PHASE, SECONDED_ALREADY, STALE_VERSION),
)  # fmt: skip
INVITE_EXPERT = Op(
    "invite_expert", POST("/topics/{topic_id}/experts", 200), InviteExpert, TopicView, STAFF, "Invite an expert",
    errors=(NOT_FOUND, FORBIDDEN, OUT_OF_PHASE, TOO_MANY_EXPERTS, STALE_VERSION),
)  # fmt: skip
SPEAK_TO_TOPIC = Op(
    "speak_to_topic", POST("/topics/{topic_id}/statements"), SpeakToTopic, StatementView, EVERYBODY,
    "Say something to a topic, as resident, proposer, expert or host", emits=(TextHeld,),
    errors=(NOT_FOUND, FORBIDDEN, OUT_OF_PHASE, STALE_VERSION),
)  # fmt: skip
LIST_STATEMENTS = Op(
    "list_statements", GET("/topics/{topic_id}/statements"), ListStatements, StatementPage, EVERYBODY,
    "What was said to a topic, oldest first", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
SWITCH_RIGHTS = Op(
    "switch_rights", PUT("/topics/{topic_id}/rights"), SwitchRights, TopicView, STAFF,
    "Say what a phase of this topic lets people do", errors=(NOT_FOUND, FORBIDDEN, STALE_VERSION),
)  # fmt: skip
AGREE_ON_TOPIC = Op(
    "agree_on_topic", POST("/topics/{topic_id}/agree", 200), AgreeOnTopic, TopicView, STAFF,
    "Agree that it will be talked over", emits=(TopicMoved,), errors=(*MOVES, TOO_FEW_SECONDS),
)  # fmt: skip
DEBATE_TOPIC = Op(
    "debate_topic", POST("/topics/{topic_id}/debate", 200), DebateTopic, TopicView, STAFF, "Open the debate",
    emits=(TopicMoved,), errors=MOVES,
)  # fmt: skip
DECIDE_TOPIC = Op(
    "decide_topic", POST("/topics/{topic_id}/decide", 200), DecideTopic, TopicView, STAFF, "Close the debate with an outcome",
    emits=(TopicMoved,), errors=MOVES,
)  # fmt: skip
CARRY_OUT_TOPIC = Op(
    "carry_out_topic", POST("/topics/{topic_id}/carry-out", 200), CarryOutTopic, TopicView, STAFF,
    "Say that what was decided is done", emits=(TopicMoved,), errors=(*MOVES, RESOLUTIONS_IN_HAND),
)  # fmt: skip
RATE_TOPIC = Op(
    "rate_topic", POST("/topics/{topic_id}/rate", 200), RateTopic, TopicView, SPEAKERS, "Rate the whole, as its proposer",
    emits=(TopicMoved, TextHeld), errors=(*MOVES, OUT_OF_PHASE),
)  # fmt: skip
DROP_TOPIC = Op(
    "drop_topic", POST("/topics/{topic_id}/drop", 200), DropTopic, TopicView, SPEAKERS, "Give a topic up, and say why",
    emits=(TopicMoved,), errors=MOVES,
)  # fmt: skip
PICK_TOPIC = Op(
    "pick_topic", POST("/topics/{topic_id}/pick", 200), PickTopic, TopicView, OFFICE, "Pick it as a good case",
    errors=(NOT_FOUND, FORBIDDEN, OUT_OF_PHASE, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (
    PROPOSE_TOPIC, GET_TOPIC, LIST_TOPICS, SECOND_TOPIC, INVITE_EXPERT, SPEAK_TO_TOPIC, LIST_STATEMENTS, SWITCH_RIGHTS,
    AGREE_ON_TOPIC, DEBATE_TOPIC, DECIDE_TOPIC, CARRY_OUT_TOPIC, RATE_TOPIC, DROP_TOPIC, PICK_TOPIC,
)  # fmt: skip
EVENTS = (TopicMoved,)
