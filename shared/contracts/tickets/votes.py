"""Votes in the open: their rules are data that every voter is shown in every reply, and the roll is frozen at opening."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

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
from shared.contracts.tickets.sessions import NO_SUCH_TOPIC, Scheduled
from shared.contracts.tickets.topics import OUT_OF_PHASE
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

LONGEST_ROLL = 3000
MOST_OPTIONS = 50
ROLL_BODY = 1_500_000


class VoteBasis(StrEnum):
    """One household, one vote; or one owner, one vote, however many flats he or she has."""

    HOUSEHOLD = "household"
    OWNER = "owner"


class VoteState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class ShareOf(StrEnum):
    CAST = "cast"
    ROLL = "roll"


class Share(Value):
    """`parts` of `of`: two thirds are 2 of 3. Kept as whole numbers, so that no rounding decides a vote."""

    parts: int = Field(ge=0, le=100)
    of: int = Field(ge=1, le=100)


class VoteRules(Value):
    """needed_of: whether the share is one of the votes cast or of the whole roll.
    more_than: the share has to be exceeded; otherwise it is enough to reach it.
    """

    basis: VoteBasis = VoteBasis.HOUSEHOLD
    quorum: Share = Field(default=Share(parts=1, of=2), description="of the roll that has to take part")
    needed: Share = Field(default=Share(parts=1, of=2), description="that an option needs to be adopted")
    needed_of: ShareOf = ShareOf.CAST
    more_than: bool = True
    min_choices: int = Field(default=1, ge=1, le=MOST_OPTIONS)
    max_choices: int = Field(default=1, ge=1, le=MOST_OPTIONS)
    may_change: bool = Field(default=True, description="whether a vote can be changed until closing")


class RollEntry(Value):
    """Who may vote for a household. Without an account the host records the vote that was given on paper.

    Several entries with the same household (or owner, where owners vote) are one vote, given by whoever comes first.
    """

    household: ShortText
    account: Id | None = None
    owner: ShortText | None = pii(default=None)


Roll = Annotated[list[RollEntry], Field(min_length=1, max_length=LONGEST_ROLL)]
Choices = Annotated[list[Annotated[int, Field(ge=1, le=MOST_OPTIONS)]], Field(max_length=MOST_OPTIONS)]


class VoteFields(Value):
    area: AreaPath
    question: LongText
    options: list[ShortText] = Field(min_length=2, max_length=MOST_OPTIONS, description="numbered from 1")
    rules: VoteRules = VoteRules()
    closes_at: Scheduled
    topic: Id | None = None


class OpenVote(VoteFields, Command):
    roll: Roll


class VoteAction(Command):
    vote_id: Id


class GetVote(VoteAction):
    pass


class ListVotes(PageQuery):
    area: AreaPath
    state: VoteState | None = None
    topic: Id | None = None


class CastVote(VoteAction):
    """voter: the household (or owner) that is voted for; needed where the caller may vote for several."""

    choices: Choices = Field(description="numbers of options")
    voter: ShortText | None = None


class RecordVote(VoteAction):
    """A vote given on paper by a household or owner without an account."""

    voter: ShortText
    choices: Choices


class CloseVote(VoteAction):
    pass


class MyVote(View):
    """One vote that the caller may give, what was chosen so far, and what may still be done with it."""

    voter: str
    choices: list[int] = []
    may_cast: bool
    may_change: bool
    fewest: Count
    most: Count


class OptionResult(View):
    option: Count
    title: str
    votes: Count
    adopted: bool


class VoteResult(View):
    roll: Count
    cast: Count
    quorum_needed: Count = Field(description="votes that had to be cast")
    quorum_reached: bool
    options: list[OptionResult]


class VoteView(VoteFields, View):
    id: Id
    state: VoteState
    opened_at: Moment
    closed_at: Moment | None = None
    roll_size: Count
    cast: Count = Field(description="how many have voted so far; what they chose stays closed until the end")
    mine: list[MyVote] = Field(default=[], description="the votes that this caller may give")
    result: VoteResult | None = None
    actions: list[NextAction] = []
    version: Version


class VotePage(Page[VoteView]):
    pass


class VoteClosed(Event):
    TYPE: ClassVar[str] = "tickets.vote.closed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    vote: Id
    area: AreaPath
    topic: Id | None = None
    result: VoteResult


NO_STANDING = ErrorCode("tickets.no_standing", 403, "You are not on the roll of this vote.", "您不在本次表决的名册中。")
VOTED_ALREADY = ErrorCode(
    "tickets.voted_already",
    409,
    "{voter} has voted, and votes cannot be changed here.",
    "“{voter}”已投票，本次表决不允许更改。",
)
VOTE_CLOSED = ErrorCode("tickets.vote_closed", 409, "The vote was closed at {at}.", "表决已于 {at} 截止。")
TOO_FEW_CHOICES = ErrorCode(
    "tickets.too_few_choices",
    422,
    "Choose at least {fewest}; these are {given}.",
    "至少选择 {fewest} 项，您选择了 {given} 项。",
)
TOO_MANY_CHOICES = ErrorCode(
    "tickets.too_many_choices",
    422,
    "Choose at most {most}; these are {given}.",
    "最多选择 {most} 项，您选择了 {given} 项。",
)
NO_SUCH_OPTION = ErrorCode(
    "tickets.no_such_option", 422, "There is no number {option}.", "没有编号为 {option} 的选项。"
)
CHOSEN_TWICE = ErrorCode("tickets.chosen_twice", 422, "Number {option} is chosen twice.", "选项 {option} 被重复选择。")
NAME_THE_VOTER = ErrorCode(
    "tickets.name_the_voter",
    422,
    "You may vote for several; say for which: {voters}.",
    "您可代表多户投票，请指明：{voters}。",
)
WRONG_RULES = ErrorCode(
    "tickets.wrong_rules", 422, "The rules cannot be kept by anybody: {why}.", "规则无法满足：{why}。"
)
WRONG_CLOSING = ErrorCode(
    "tickets.wrong_closing",
    422,
    "It must close after now and within {days} days.",
    "截止时间须晚于现在且在 {days} 天以内。",
)
NAMELESS_VOTER = ErrorCode(
    "tickets.nameless_voter", 422, "Where owners vote, entry {entry} needs an owner or an account.",
    "按业主表决时，名册第 {entry} 项须写明业主或账号。",
)  # fmt: skip
VOTES_IN_PERSON = ErrorCode(
    "tickets.votes_in_person", 409, "{voter} has an account and votes in person.", "“{voter}”已有账号，应由本人投票。"
)
BALLOT_ERRORS = (TOO_FEW_CHOICES, TOO_MANY_CHOICES, NO_SUCH_OPTION, CHOSEN_TWICE)
CAST_ERRORS = (NOT_FOUND, NO_STANDING, VOTED_ALREADY, VOTE_CLOSED, OUT_OF_PHASE, STALE_VERSION, *BALLOT_ERRORS)

OPEN_VOTE = Op(
    "open_vote", POST("/votes"), OpenVote, VoteView, STAFF, "Open a vote and freeze its roll",
    errors=(OUTSIDE_AREA, NO_SUCH_TOPIC, OUT_OF_PHASE, WRONG_RULES, WRONG_CLOSING, NAMELESS_VOTER),
    deadline=15, body_limit=ROLL_BODY,
)  # fmt: skip
GET_VOTE = Op(
    "get_vote", GET("/votes/{vote_id}"), GetVote, VoteView, EVERYBODY, "One vote: its rules, and what the caller may still do",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_VOTES = Op(
    "list_votes", GET("/votes"), ListVotes, VotePage, EVERYBODY, "Votes of an area, newest first", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
CAST_VOTE = Op(
    "cast_vote", POST("/votes/{vote_id}/cast", 200), CastVote, VoteView, frozenset({Role.RESIDENT}),
    "Vote, or change a vote until closing", errors=(*CAST_ERRORS, NAME_THE_VOTER),
)  # fmt: skip
RECORD_VOTE = Op(
    "record_vote", POST("/votes/{vote_id}/record", 200), RecordVote, VoteView, STAFF,
    "Record a vote that was given on paper", errors=(*CAST_ERRORS, FORBIDDEN, VOTES_IN_PERSON),
)  # fmt: skip
CLOSE_VOTE = Op(
    "close_vote", POST("/votes/{vote_id}/close", 200), CloseVote, VoteView, STAFF, "Close a vote and count it",
    emits=(VoteClosed,), errors=(NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION), deadline=15,
)  # fmt: skip

OPERATIONS = (OPEN_VOTE, GET_VOTE, LIST_VOTES, CAST_VOTE, RECORD_VOTE, CLOSE_VOTE)
EVENTS = (VoteClosed,)
