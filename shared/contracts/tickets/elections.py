"""Elections by secret ballot.

A voter's device makes up a paper number and blinds it; the service signs the blinded number once per name on the roll,
without seeing it (RSA blind signatures, RFC 9474, RSABSSA-SHA384-PSSZERO-Deterministic). The signed paper is cast without
a token. After closing, all papers are published with their choices: each voter finds his or hers by its number, and
anybody can count again.
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import EVERYBODY, PUBLIC, STAFF, Role
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
    pii,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.sessions import Scheduled
from shared.contracts.tickets.votes import (
    BALLOT_ERRORS,
    MOST_OPTIONS,
    NAME_THE_VOTER,
    NAMELESS_VOTER,
    NO_STANDING,
    ROLL_BODY,
    WRONG_CLOSING,
    WRONG_RULES,
    Choices,
    Roll,
    VoteBasis,
)
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

KEY_BITS = 2048
Hex2048 = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-f]{512}$"),
    Field(description="2,048 bits in hexadecimal, leading zeros kept"),
]


class ElectionState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class Candidate(Value):
    """Whom one can choose; numbered from 1 in the order given."""

    name: ShortText = pii()
    note: ShortText | None = None


class ElectionFields(Value):
    area: AreaPath
    office: ShortText
    seats: int = Field(1, ge=1, le=MOST_OPTIONS)
    candidates: list[Candidate] = Field(min_length=1, max_length=MOST_OPTIONS)
    basis: VoteBasis = VoteBasis.HOUSEHOLD
    min_choices: int = Field(1, ge=1, le=MOST_OPTIONS)
    max_choices: int = Field(1, ge=1, le=MOST_OPTIONS)
    closes_at: Scheduled


class OpenElection(ElectionFields, Command):
    roll: Roll


class ElectionAction(Command):
    election_id: Id


class GetElection(ElectionAction):
    pass


class ListElections(PageQuery):
    area: AreaPath
    state: ElectionState | None = None


class TakePaper(ElectionAction):
    """`blinded` is the voter's paper, blinded on the voter's device. The same one again gets the same signature."""

    blinded: Hex2048
    voter: ShortText | None = Field(None, description="needed where the caller may vote for several")


class CastBallot(ElectionAction):
    """Sent without a token. `paper` is the random number that the voter's device made up; keep it as the receipt."""

    paper: Id
    signature: Hex2048
    choices: Choices = Field(description="numbers of candidates")


class CloseElection(ElectionAction):
    pass


class ShowBallots(ElectionAction):
    pass


class PaperView(View):
    """The blinded signature; unblinded on the voter's device it makes the paper valid."""

    blind_signature: Hex2048


class Ballot(Value):
    paper: Id
    choices: list[int]


class CandidateResult(View):
    number: Count
    votes: Count
    elected: bool
    tied: bool = Field(description="whether the lot decided between this candidate and others with as many votes")


class ElectionResult(View):
    roll: Count
    ballots: Count
    digest: str = Field(description="SHA-256 over the published ballots")
    lot_order: list[Count] = Field(description="candidates by votes, those with as many by lot")
    candidates: list[CandidateResult]


class PublicKey(View):
    """The key that signs this election's papers."""

    modulus: Hex2048
    exponent: Count


class ElectionView(ElectionFields, View):
    id: Id
    state: ElectionState
    opened_at: Moment
    closed_at: Moment | None = None
    key: PublicKey
    lot_commitment: str = Field(description="SHA-256 of the seed of the lot, published before the first ballot")
    lot_seed: str | None = Field(None, description="published at closing")
    roll_size: Count
    papers_taken: Count
    mine: list[str] = Field(default=[], description="households or owners that this caller may still take a paper for")
    result: ElectionResult | None = None
    actions: list[NextAction] = []
    version: Version


class BallotsView(View):
    """All that anybody needs to count again."""

    election: Id
    seats: Count
    candidates: Count
    lot_seed: str
    digest: str
    ballots: list[Ballot] = Field(description="in the order of their numbers")


class ReceiptView(View):
    """Cast: the paper lies in the urn."""

    paper: Id
    cast: Literal[True] = True


class ElectionPage(Page[ElectionView]):
    pass


class ElectionClosed(Event):
    TYPE: ClassVar[str] = "tickets.election.closed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    election: Id
    area: AreaPath
    office: str
    result: ElectionResult


PAPER_TAKEN = ErrorCode(
    "tickets.paper_taken", 409, "The paper of {voter} was taken before.", "“{voter}”的选票已被领取。"
)
ELECTION_CLOSED = ErrorCode("tickets.election_closed", 409, "The election was closed at {at}.", "选举已于 {at} 截止。")
ELECTION_OPEN = ErrorCode(
    "tickets.election_open", 409, "Ballots are published after closing.", "选举结束后才公布选票。"
)
NO_VALID_PAPER = ErrorCode(
    "tickets.no_valid_paper", 422, "This paper was not signed for this election.", "该选票未经本次选举签发。"
)
PAPER_USED = ErrorCode(
    "tickets.paper_used", 409, "This paper lies in the urn with other choices.", "该选票已投出，内容不同。"
)
WITHOUT_TOKEN = ErrorCode(
    "tickets.cast_without_token", 422, "Ballots are cast without a token, so that nobody knows whose they are.",
    "为保证无记名，投票时不得携带登录凭证。",
)  # fmt: skip
BAD_BLINDING = ErrorCode(
    "tickets.bad_blinding", 422, "This is no blinded paper for the election's key.", "盲化数据与本次选举密钥不符。"
)

OPEN_ELECTION = Op(
    "open_election", POST("/elections"), OpenElection, ElectionView, STAFF, "Open an election and freeze its roll",
    errors=(OUTSIDE_AREA, WRONG_RULES, WRONG_CLOSING, NAMELESS_VOTER), deadline=15, body_limit=ROLL_BODY,
)  # fmt: skip
GET_ELECTION = Op(
    "get_election", GET("/elections/{election_id}"), GetElection, ElectionView, EVERYBODY, "One election, with its result",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_ELECTIONS = Op(
    "list_elections", GET("/elections"), ListElections, ElectionPage, EVERYBODY, "Elections of an area, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
TAKE_PAPER = Op(
    "take_paper", POST("/elections/{election_id}/papers"), TakePaper, PaperView, frozenset({Role.RESIDENT}),
    "Have one's blinded paper signed, once per name on the roll",
    errors=(NOT_FOUND, NO_STANDING, NAME_THE_VOTER, PAPER_TAKEN, ELECTION_CLOSED, BAD_BLINDING, STALE_VERSION),
)  # fmt: skip
CAST_BALLOT = Op(
    "cast_ballot", POST("/elections/{election_id}/ballots"), CastBallot, ReceiptView, PUBLIC,
    "Put a signed paper into the urn, without a token; the same again changes nothing",
    errors=(NOT_FOUND, WITHOUT_TOKEN, NO_VALID_PAPER, PAPER_USED, ELECTION_CLOSED, STALE_VERSION, *BALLOT_ERRORS), keeps_reply=False,
)  # fmt: skip
CLOSE_ELECTION = Op(
    "close_election", POST("/elections/{election_id}/close", 200), CloseElection, ElectionView, STAFF,
    "Close an election, count it and publish its ballots",
    emits=(ElectionClosed,), errors=(NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION), deadline=15,
)  # fmt: skip
SHOW_BALLOTS = Op(
    "show_ballots", GET("/elections/{election_id}/ballots"), ShowBallots, BallotsView, PUBLIC,
    "The ballots of a closed election, for everybody to find theirs and to count again", writes=False,
    errors=(NOT_FOUND, ELECTION_OPEN),
)  # fmt: skip

OPERATIONS = (
    OPEN_ELECTION, GET_ELECTION, LIST_ELECTIONS, TAKE_PAPER, CAST_BALLOT, CLOSE_ELECTION, SHOW_BALLOTS,
)  # fmt: skip
EVENTS = (ElectionClosed,)
