"""The clocks of a matter, worked out from its log."""

from pydantic import Field

from shared.contracts.actor import EVERYBODY
from shared.contracts.model import Count, Moment, View
from shared.contracts.operation import GET, Op
from shared.contracts.tickets.catalogue import Limit
from shared.contracts.tickets.matters import Interval, TicketAction
from shared.kernel.errors import NOT_FOUND


class ShowClocks(TicketAction):
    pass


class ClockView(View):
    since: Moment
    limit: Limit
    spent: Count = Field(description="seconds that count, up to now or to when the matter was done")
    left: Count = Field(description="seconds; 0 once it is late")
    due: Moment | None = Field(None, description="none while the clock stands still")
    stands: bool = Field(description="whether the clock stands still: the matter waits, or is done")
    late: bool


class ClocksView(View):
    """reaction: a day on the wall until somebody takes notice. citizen: what was promised to who reported it; never
    starts again. state: the desk's own; starts again at each hand-over, and is missing where a state has no limit.
    """

    reaction: ClockView
    citizen: ClockView
    state: ClockView | None = None
    pauses: list[Interval] = []


SHOW_CLOCKS = Op(
    "show_clocks", GET("/tickets/{ticket_id}/clocks"), ShowClocks, ClocksView, EVERYBODY,
    "The clocks of a matter, with what is used up and left of each", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip

OPERATIONS = (SHOW_CLOCKS,)
EVENTS = ()
