"""The public board: what everybody may see."""

from shared.contracts.actor import PUBLIC
from shared.contracts.model import AreaPath, Count, Moment, Page, PageQuery, View
from shared.contracts.operation import GET, Op
from shared.contracts.tickets.catalogue import CategoryCode, Colour
from shared.contracts.tickets.matters import TicketState
from shared.kernel.paging import BAD_CURSOR


class ShowBoard(PageQuery):
    area: AreaPath


class BoardEntry(View):
    """What everybody may see of a matter: nothing in it identifies who reported it."""

    number: str
    category: CategoryCode
    colour: Colour
    state: TicketState
    area: AreaPath
    desk: AreaPath
    unit: str | None = None
    responsible: str | None = None
    opened_at: Moment
    promised_at: Moment | None = None
    supporters: Count = 0
    note: str | None = None
    closed_at: Moment | None = None
    stars: int | None = None


class BoardPage(Page[BoardEntry]):
    pass


SHOW_BOARD = Op(
    "show_board", GET("/board"), ShowBoard, BoardPage, PUBLIC, "The public board of an area, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip

OPERATIONS = (SHOW_BOARD,)
EVENTS = ()
