"""Escalation: what runs out of time goes one level up, and the log of it stands for good."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import AreaPath, Count, Event, Id, Moment, Page, PageQuery, View
from shared.contracts.operation import GET, Op
from shared.contracts.tickets.matters import TicketAction, TicketNews, TicketState
from shared.contracts.tickets.sessions import WRONG_PERIOD, Scheduled
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import BAD_CURSOR

WATCHERS = STAFF | {Role.AUDITOR}


class EscalationClock(StrEnum):
    """Which clock has run out. Reaction: nobody reacted within 24 hours. State: the desk's own. Promise: the citizen's.
    Task: that of a unit's task in a joint meeting.
    """

    REACTION = "reaction"
    STATE = "state"
    PROMISE = "promise"
    TASK = "task"


class ListEscalations(PageQuery, TicketAction):
    pass


class FindEscalations(PageQuery):
    """Of the area with all below it. `since` is counted in, `until` is not."""

    area: AreaPath
    since: Scheduled | None = None
    until: Scheduled | None = None
    clock: EscalationClock | None = None


class Escalation(View):
    """One entry of the log; nothing changes it."""

    id: Id
    ticket: Id
    number: str
    task: Id | None = Field(None, description="the task of a joint meeting that was late, if it was one")
    state: TicketState = Field(description="the state that the matter was in")
    clock: EscalationClock
    from_desk: AreaPath
    to_desk: AreaPath
    at_top: bool = Field(description="there is nobody above: it stays, and is flagged")
    named: bool = Field(description="whether somebody had it in hand by name, or it lay at a desk")
    due: Moment = Field(description="when the clock ran out")
    at: Moment
    overdue_seconds: Count


class EscalationPage(Page[Escalation]):
    pass


class TicketEscalated(TicketNews, Event):
    """It is one level up from now on; at the top it stays and is flagged again once a day."""

    TYPE: ClassVar[str] = "tickets.ticket.escalated.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    clock: EscalationClock
    from_desk: AreaPath
    to_desk: AreaPath
    at_top: bool
    overdue_seconds: Count


LIST_ESCALATIONS = Op(
    "list_escalations", GET("/tickets/{ticket_id}/escalations"), ListEscalations, EscalationPage, WATCHERS,
    "When and why a matter went up, newest first", writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
FIND_ESCALATIONS = Op(
    "find_escalations", GET("/escalations"), FindEscalations, EscalationPage, WATCHERS,
    "What went up in an area, newest first", writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR, WRONG_PERIOD),
)  # fmt: skip

OPERATIONS = (LIST_ESCALATIONS, FIND_ESCALATIONS)
EVENTS = (TicketEscalated,)
