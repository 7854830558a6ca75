"""Merging duplicates: one matter goes on for all who reported it, and each of them gets the answer."""

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import Count, Id, LongText, Moment, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.catalogue import CategoryCode
from shared.contracts.tickets.following import TicketAnswered
from shared.contracts.tickets.handling import DESK_ERRORS
from shared.contracts.tickets.matters import Channel, TicketAction, TicketMoved, TicketState, TicketView
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, ErrorCode


class MergeTicket(TicketAction):
    """into: the matter that goes on. One that was merged itself stands for the matter that it was merged into."""

    into: Id
    note: LongText | None = None


class UnmergeTicket(TicketAction):
    """The matter goes on for itself: with its own clock, at its own desk, and with those who reported or joined it."""

    reason: LongText


class FindDuplicates(TicketAction):
    limit: int = Field(default=10, ge=1, le=50)


class Likeness(View):
    """What speaks for it: points out of the most that each can give; together the score, out of 100."""

    words: Count = Field(description="of 50: how much of the text is the same")
    distance: Count = Field(description="of 30: the nearer, the more")
    category: Count = Field(description="20 for the same category")


class PossibleDuplicate(View):
    id: Id
    number: str
    category: CategoryCode
    state: TicketState
    text: str
    metres: Count | None = None
    opened_at: Moment
    supporters: Count
    score: Count
    likeness: Likeness


class PossibleDuplicates(View):
    items: list[PossibleDuplicate]


class ListToAnswer(TicketAction):
    pass


class Unreached(View):
    """Somebody for whom a front desk filed and whom the suite cannot tell: `POST /tickets/{ticket_id}/contact` says who."""

    ticket_id: Id
    number: str
    channel: Channel
    contact: bool = Field(description="whether they left a name or a number")
    person: bool = Field(description="whether they are a known resident")


class UnreachedList(View):
    items: list[Unreached]


NO_SUCH_MATTER = ErrorCode(
    "tickets.no_such_matter",
    422,
    "There is no ticket {ticket} that you have to do with.",
    "没有与您相关的事项 {ticket}。",
)
MERGED_WITH_ITSELF = ErrorCode(
    "tickets.merged_with_itself", 409, "A matter cannot be merged into itself.", "事项不能并入其自身。"
)
MERGED_INTO_SETTLED = ErrorCode(
    "tickets.merged_into_settled",
    409,
    "Nothing is done about {number} any more ({state}).",
    "事项 {number} 已不再办理（{state}）。",
)
DIFFERENT_COMPLAINT = ErrorCode(
    "tickets.different_complaint",
    409,
    "A complaint about a member of staff is merged only with another about the same one.",
    "针对工作人员的投诉只能与针对同一人的投诉合并。",
)

MERGE_TICKET = Op(
    "merge_ticket", POST("/tickets/{ticket_id}/merge", 200), MergeTicket, TicketView, STAFF,
    "Merge a duplicate into another matter, of which all who reported it hear from then on",
    emits=(TicketMoved, TicketAnswered),
    errors=(*DESK_ERRORS, NO_SUCH_MATTER, MERGED_WITH_ITSELF, MERGED_INTO_SETTLED, DIFFERENT_COMPLAINT),
    deadline=15,
)  # fmt: skip
UNMERGE_TICKET = Op(
    "unmerge_ticket", POST("/tickets/{ticket_id}/unmerge", 200), UnmergeTicket, TicketView, STAFF,
    "Let a merged matter go on for itself again", emits=(TicketMoved, TicketAnswered), errors=DESK_ERRORS, deadline=15,
)  # fmt: skip
FIND_DUPLICATES = Op(
    "find_duplicates", GET("/tickets/{ticket_id}/duplicates"), FindDuplicates, PossibleDuplicates, STAFF,
    "Open matters that may be the same, the most alike first, with what speaks for each", writes=False,
    errors=(NOT_FOUND, FORBIDDEN),
)  # fmt: skip
LIST_TO_ANSWER = Op(
    "list_to_answer", GET("/tickets/{ticket_id}/to-answer"), ListToAnswer, UnreachedList, STAFF,
    "Who has to be answered by word of mouth, having no account here", writes=False, errors=(NOT_FOUND, FORBIDDEN),
)  # fmt: skip

OPERATIONS = (MERGE_TICKET, UNMERGE_TICKET, FIND_DUPLICATES, LIST_TO_ANSWER)
EVENTS = ()
