"""Me too: joining a matter, following it, hearing the answer, and being asked for a rating."""

from typing import ClassVar

from shared.contracts.actor import Role
from shared.contracts.model import Count, Event, Id, PageQuery, View
from shared.contracts.operation import DELETE, GET, POST, Op
from shared.contracts.tickets.handling import REPORTING
from shared.contracts.tickets.matters import TicketAction, TicketPage, TicketState
from shared.kernel.errors import NOT_ALLOWED_NOW, NOT_FOUND, ErrorCode
from shared.kernel.paging import BAD_CURSOR

JOINERS = frozenset({Role.RESIDENT, Role.VOLUNTEER})


class JoinTicket(TicketAction):
    """The caller has the same trouble: they follow the matter, hear the answer, and may rate or disagree with it."""


class LeaveTicket(TicketAction):
    pass


class Joined(View):
    """supporters: exactly how many reported the same or joined, besides the reporter."""

    ticket_id: Id
    number: str
    supporters: Count
    following: bool


class ListFollowing(PageQuery):
    pass


class ListToRate(PageQuery):
    """Settled within the last 30 days, and not rated by the caller since."""


class TicketAnswered(Event):
    """All who reported or joined a matter are told what became of it: done, closed, declined, opened again, merged,
    taken apart again.

    Long lists come in several such events. persons: residents for whom somebody else filed, without an account there.
    """

    TYPE: ClassVar[str] = "tickets.ticket.answered.v1"

    number: str
    action: str
    state: TicketState
    into: str | None = None
    accounts: list[str] = []
    persons: list[str] = []


OWN_MATTER = ErrorCode("tickets.own_matter", 409, "You reported this matter yourself.", "该事项是您本人反映的。")
FOLLOWING_ALREADY = ErrorCode("tickets.following_already", 409, "You follow this matter already.", "您已关注该事项。")
NOT_FOLLOWING = ErrorCode("tickets.not_following", 409, "You do not follow this matter.", "您没有关注该事项。")
REPORTED_TOO = ErrorCode(
    "tickets.reported_too",
    409,
    "You reported the same; the answer goes to you as well.",
    "您反映过同一问题，办理结果将一并答复您。",
)
MERGED_ELSEWHERE = ErrorCode(
    "tickets.merged_elsewhere",
    409,
    "This matter was merged into {into}; go on there.",
    "该事项已并入 {into}，请到该事项继续。",
)

JOIN_TICKET = Op(
    "join_ticket", POST("/tickets/{ticket_id}/join", 200), JoinTicket, Joined, JOINERS,
    "Me too: join an open matter instead of reporting it again",
    errors=(NOT_FOUND, NOT_ALLOWED_NOW, OWN_MATTER, FOLLOWING_ALREADY, MERGED_ELSEWHERE),
)  # fmt: skip
LEAVE_TICKET = Op(
    "leave_ticket", DELETE("/tickets/{ticket_id}/join"), LeaveTicket, Joined, JOINERS, "Leave a matter again",
    errors=(NOT_FOUND, NOT_FOLLOWING, REPORTED_TOO, MERGED_ELSEWHERE),
)  # fmt: skip
LIST_FOLLOWING = Op(
    "list_following", GET("/following"), ListFollowing, TicketPage, JOINERS, "Matters that I follow, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
LIST_TO_RATE = Op(
    "list_to_rate", GET("/ratings/awaiting"), ListToRate, TicketPage, REPORTING,
    "Settled matters that I reported or joined and have not rated yet, newest first", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip

OPERATIONS = (JOIN_TICKET, LEAVE_TICKET, LIST_FOLLOWING, LIST_TO_RATE)
EVENTS = (TicketAnswered,)
