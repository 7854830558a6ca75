"""Who takes a matter: the grid worker at once, a named lead, a joint meeting, or the duty desk when nobody owns it."""

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import Id, LongText, ShortText
from shared.contracts.operation import POST, Op
from shared.contracts.tickets.catalogue import Track
from shared.contracts.tickets.handling import DESK_ERRORS
from shared.contracts.tickets.matters import TicketAction, TicketMoved, TicketView
from shared.kernel.errors import ErrorCode


class LeadTicket(TicketAction):
    """Names who leads the matter from now on, and puts it into their hand. Left out, `to` is the caller."""

    to: Id | None = Field(None, description="account of the member of staff who leads")
    name: ShortText = Field(description="their name, as it is published")
    note: LongText | None = None


class ChangeTrack(TicketAction):
    track: Track
    reason: LongText


class SendToBackstop(TicketAction):
    """Nobody owns it clearly: the street's duty desk has it from now on."""

    note: LongText


SAME_TRACK = ErrorCode("tickets.same_track", 409, "It is on this track already: {track}.", "该事项已属于“{track}”类。")
AT_BACKSTOP = ErrorCode(
    "tickets.at_backstop", 409, "The duty desk {desk} has it already.", "该事项已由值班台 {desk} 兜底办理。"
)

LEAD_TICKET = Op(
    "lead_ticket", POST("/tickets/{ticket_id}/lead", 200), LeadTicket, TicketView, STAFF,
    "Name who leads a matter", emits=(TicketMoved,), errors=DESK_ERRORS,
)  # fmt: skip
CHANGE_TRACK = Op(
    "change_track", POST("/tickets/{ticket_id}/change-track", 200), ChangeTrack, TicketView, STAFF,
    "Say that a matter is simpler or harder than its category, and why", emits=(TicketMoved,),
    errors=(*DESK_ERRORS, SAME_TRACK),
)  # fmt: skip
SEND_TO_BACKSTOP = Op(
    "send_to_backstop", POST("/tickets/{ticket_id}/to-backstop", 200), SendToBackstop, TicketView, STAFF,
    "Give a matter that nobody owns clearly to the street's duty desk", emits=(TicketMoved,),
    errors=(*DESK_ERRORS, AT_BACKSTOP),
)  # fmt: skip

OPERATIONS = (LEAD_TICKET, CHANGE_TRACK, SEND_TO_BACKSTOP)
EVENTS = ()
