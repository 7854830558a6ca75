"""A matter as people see it: its state, its clocks, its history and what may be done next."""

from enum import StrEnum
from typing import ClassVar, Literal

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
    Point,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, Op
from shared.contracts.tickets.catalogue import CategoryCode, Colour, TicketClass, Track
from shared.contracts.tickets.json_object import JsonObject
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import BAD_CURSOR


class TicketState(StrEnum):
    """Open: waits at a desk. Accepted: somebody has it in hand. Waiting: its clocks are paused, for a reason.
    Outside: an outside desk has it. Joint: a meeting of units has it. Done: waits for the citizen's word.
    """

    OPEN = "open"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    OUTSIDE = "outside"
    JOINT = "joint"
    DONE = "done"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


SETTLED = frozenset({TicketState.CLOSED, TicketState.DECLINED, TicketState.WITHDRAWN, TicketState.MERGED})
"""Nothing is owed any more."""


class Channel(StrEnum):
    APP = "app"
    CHAT_GROUP = "chat_group"
    FACE_TO_FACE = "face_to_face"
    HOTLINE = "hotline"
    QR_CODE = "qr_code"
    HOME_VISIT = "home_visit"
    LETTER_BOX = "letter_box"
    LIVE_DESK = "live_desk"
    KIOSK = "kiosk"
    PATROL = "patrol"
    PARTNER = "partner"


class ReferralState(StrEnum):
    """How far an outside desk has got. Recalled: taken back by the desk that sent it, or by time."""

    SENT = "sent"
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    REFUSED = "refused"
    RECALLED = "recalled"


class TicketAction(Command):
    ticket_id: Id


class GetTicket(TicketAction):
    pass


class ListTickets(PageQuery):
    """Residents see their own; staff those of their areas of duty."""

    state: TicketState | None = None
    category: CategoryCode | None = None
    area: AreaPath | None = Field(None, description="only what lies in this area")
    number: ShortText | None = Field(None, description="the one with this number")


class ShowInbox(PageQuery):
    """What waits at the caller's own desks, and what they have in hand, by the promised time."""


class NextAction(View):
    """Something that this caller may do now, and the fields that must be sent along."""

    action: str
    needs: list[str] = []


class Step(View):
    """One entry of the history."""

    action: str
    at: Moment
    target: TicketState
    desk: AreaPath | None = Field(None, description="where the matter was from then on")
    note: str | None = None


class Interval(View):
    """A time in which the clocks stood still."""

    since: Moment
    until: Moment | None = None
    reason: str


class GradingStep(View):
    """One grading. rules: the names of those that fired (`GET /grading-rules` says what they mean)."""

    at: Moment
    colour: Colour
    rules: list[str] = []
    by_person: bool = Field(False, description="whether a person said so, against the rules")
    lifted: bool = Field(False, description="whether a person let the rules decide again")
    reason: str | None = None


class TrackChange(View):
    at: Moment
    before: Track
    after: Track
    reason: str


class HeadOutcome(View):
    """The matter that this one was merged into, and what became of it; `actions` are those of this caller there."""

    ticket_id: Id
    number: str
    state: TicketState
    promised_at: Moment | None = None
    done_at: Moment | None = None
    closed_at: Moment | None = None
    note: str | None = None
    actions: list[NextAction] = []


class TicketFields(Value):
    category: CategoryCode
    text: LongText
    point: Point | None = None
    address: ShortText | None = None
    building: ShortText | None = Field(None, description="its code")
    extra: JsonObject = Field(default={}, description="the fields that the category asks for besides")


class TicketView(TicketFields, View):
    """Who only follows a matter does not see text, extra fields, address, photos and notes of those who reported it."""

    id: Id
    text: LongText | None = None  # pyright: ignore[reportIncompatibleVariableOverride]
    number: str = Field(description="for people: year, month, day and eight letters", examples=["261121-7K3M-9QXA"])
    state: TicketState
    channel: Channel
    ticket_class: TicketClass
    track: Track
    colour: Colour
    area: AreaPath
    desk: AreaPath = Field(description="where it waits or is in hand: a grid, a community, a street or the district")
    backstop: bool = Field(False, description="in no known grid, or nobody's own; a duty desk has it")
    responsible: str | None = Field(None, description="the member of staff who has it in hand")
    unit: str | None = Field(None, description="the responsible unit, from the catalogue")
    track_changes: list[TrackChange] = []
    outside_desk: str | None = Field(None, description="code of the outside desk that it was last sent to")
    outside_state: ReferralState | None = Field(None, description="how far that desk has got")
    outside_reference: str | None = Field(None, description="its number there")
    supporters: Count = Field(0, description="who reported the same or joined, besides the reporter")
    photos: list[Id] = []
    proof: list[Id] = Field(default=[], description="photos of what was done")
    opened_at: Moment
    citizen_since: Moment = Field(description="when the citizen's clock began; it never restarts")
    promised_at: Moment | None = Field(None, description="the promised time; none while the clocks are paused")
    reaction_due: Moment = Field(description="by when somebody must have reacted")
    reacted_at: Moment | None = None
    state_due: Moment | None = Field(None, description="by when this state must end; the clock of the desk")
    done_at: Moment | None = None
    closed_at: Moment | None = None
    confirm_by: Moment | None = Field(None, description="closes by itself then, unless somebody disagrees before")
    pauses: list[Interval] = []
    reopened: Count = 0
    held: bool = Field(False, description="held back by moderation; the clocks go on")
    merged_into: Id | None = None
    merged: list[str] = Field(default=[], description="numbers of the matters that were merged into this one")
    outcome: HeadOutcome | None = Field(None, description="of a merged matter: what became of the one that goes on")
    following: bool = Field(False, description="whether the caller follows it")
    matter: str | None = Field(None, description="what it is about, as the board says it")
    measure: str | None = Field(None, description="what is to be done, as the board says it")
    note: str | None = None
    stars: int | None = None
    overridden: bool = Field(
        False, description="a person has set the colour; the rules do not count until it is lifted"
    )
    gradings: list[GradingStep] = Field(default=[], description="how it came to its colour, oldest first")
    history: list[Step] = []
    actions: list[NextAction] = Field(default=[], description="what this caller may do next")
    version: Version


class TicketPage(Page[TicketView]):
    pass


class TicketNews(Value):
    """What partners are told of a matter: no words of the reporter, and no person."""

    number: str
    category: CategoryCode
    state: TicketState
    area: AreaPath
    colour: Colour | None = None


class TicketOpened(TicketNews, Event):
    TYPE: ClassVar[str] = "tickets.ticket.opened.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    channel: Channel | None = None
    promised_at: Moment | None = None


class TicketAccepted(TicketNews, Event):
    TYPE: ClassVar[str] = "tickets.ticket.accepted.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"


class TicketDone(TicketNews, Event):
    TYPE: ClassVar[str] = "tickets.ticket.done.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"


class TicketMoved(TicketNews, Event):
    """Any other step: handed over, paused, resumed, reopened, declined, withdrawn, merged."""

    TYPE: ClassVar[str] = "tickets.ticket.moved.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    action: str
    desk: AreaPath


class TicketClosed(TicketNews, Event):
    """The citizen has confirmed, or the time for a word has passed."""

    TYPE: ClassVar[str] = "tickets.ticket.closed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"


class TicketRated(TicketNews, Event):
    TYPE: ClassVar[str] = "tickets.ticket.rated.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    stars: int
    solved: bool | None = None


GET_TICKET = Op(
    "get_ticket", GET("/tickets/{ticket_id}"), GetTicket, TicketView, EVERYBODY, "One ticket, with its history",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_TICKETS = Op(
    "list_tickets", GET("/tickets"), ListTickets, TicketPage, frozenset({Role.RESIDENT, *STAFF}),
    "My tickets, or those of my areas of duty, newest first", writes=False, errors=(BAD_CURSOR, OUTSIDE_AREA),
)  # fmt: skip
SHOW_INBOX = Op(
    "show_inbox", GET("/inbox"), ShowInbox, TicketPage, STAFF,
    "What waits at my desks or is in my hand, the next due first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip

OPERATIONS = (GET_TICKET, LIST_TICKETS, SHOW_INBOX)
EVENTS = (TicketOpened, TicketAccepted, TicketDone, TicketMoved, TicketClosed, TicketRated)
