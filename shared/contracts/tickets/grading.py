"""How grave a matter is: the rules, and what a person says against them."""

from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import PUBLIC, STAFF
from shared.contracts.model import Command, Event, LongText, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.tickets.catalogue import Colour
from shared.contracts.tickets.matters import TicketAction, TicketNews, TicketView
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, STALE_VERSION, ErrorCode


class GradeTicket(TicketAction):
    """A colour holds against all rules until it is lifted."""

    colour: Colour | None = Field(
        None, description="left out: lift what was said before, and let the rules decide again"
    )
    reason: LongText


class ListGradingRules(Command):
    pass


class GradingRule(View):
    """zh, en: why, as it can be told to people."""

    name: str
    colour: Colour
    zh: str
    en: str


class GradingRules(View):
    items: list[GradingRule]


class TicketGraded(TicketNews, Event):
    """Time, the catalogue or a person has graded a matter anew. rules: the names of those that fired."""

    TYPE: ClassVar[str] = "tickets.ticket.graded.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    rules: list[str]
    overridden: bool


NOT_OVERRIDDEN = ErrorCode(
    "tickets.not_overridden", 409, "The colour follows the rules already.", "该事项的等级已按规则评定，无须撤销。"
)

GRADE_TICKET = Op(
    "grade_ticket", POST("/tickets/{ticket_id}/grade", 200), GradeTicket, TicketView, STAFF,
    "Set a matter's colour against the rules, with a reason, or lift that again", emits=(TicketGraded,),
    errors=(NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, NOT_OVERRIDDEN, STALE_VERSION),
)  # fmt: skip
LIST_GRADING_RULES = Op(
    "list_grading_rules", GET("/grading-rules"), ListGradingRules, GradingRules, PUBLIC,
    "The rules that make a matter blue, yellow or red", writes=False,
)  # fmt: skip

OPERATIONS = (GRADE_TICKET, LIST_GRADING_RULES)
EVENTS = (TicketGraded,)
