"""How a matter comes in: by whichever channel, for oneself or on behalf of somebody."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import Command, Id, ShortText, Value, Version, View, pii
from shared.contracts.operation import POST, Op
from shared.contracts.tickets.catalogue import BAD_EXTRA, CATEGORY_RETIRED, NO_SUCH_CATEGORY
from shared.contracts.tickets.judged import TextHeld
from shared.contracts.tickets.matters import Channel, TicketAction, TicketFields, TicketOpened, TicketView
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, ErrorCode

Email = Annotated[str, StringConstraints(pattern=r"^[^@\s\x00]{1,64}@[^@\s\x00]{1,120}$")]
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 -]{4,19}$")]
FRONT_DESKS = frozenset({*STAFF, Role.OPERATOR, Role.COUNTER_CLERK, Role.PARTNER})
"""Who may file for somebody else; a partner's platform passes on what its own users report."""
REPORTERS = frozenset({Role.RESIDENT, Role.VOLUNTEER, *FRONT_DESKS})


class OnBehalf(Value):
    """For whom a worker files: a known resident, or somebody who leaves a name and a number, or nobody by name."""

    person: Id | None = None
    name: ShortText | None = pii(default=None)
    phone: Phone | None = pii(default=None)
    email: Email | None = pii(default=None)


class OpenTicket(TicketFields, Command):
    """A report. The place is a point, an address or a building.

    Up to nine photos, uploaded before (`POST /photos`) by the same person.
    """

    channel: Channel | None = Field(None, description="default: app for residents, face to face for staff")
    photos: list[Id] = Field(default=[], max_length=9)
    on_behalf: OnBehalf | None = None
    against: Id | None = Field(None, description="the account of the member of staff whom it is about")
    vulnerable: bool = Field(False, description="somebody in the household is very old, ill or disabled")


class ShowContact(TicketAction):
    """Name and number that the reporter left; looking is written into the matter's history with the reason."""

    reason: ShortText


class Contact(View):
    account: Id | None = None
    person: Id | None = None
    name: ShortText | None = pii(default=None)
    phone: Phone | None = pii(default=None)
    email: Email | None = pii(default=None)
    version: Version


NO_GRID = ErrorCode(
    "tickets.no_grid", 422, "The place lies in no grid that this suite knows.", "该位置不在任何已登记的网格内。"
)
NO_PLACE = ErrorCode(
    "tickets.no_place", 422, "Give a point, an address or a building.", "请提供位置坐标、地址或楼栋编号。"
)
NO_SUCH_BUILDING = ErrorCode(
    "tickets.no_such_building", 422, "There is no building {building}.", "没有编号为 {building} 的楼栋。"
)
NO_SUCH_PHOTO = ErrorCode(
    "tickets.no_such_photo", 422, "There is no photo {photo} of yours.", "没有找到您上传的照片 {photo}。"
)
NOT_YOUR_CHANNEL = ErrorCode(
    "tickets.not_your_channel", 422, "You may not file by the channel '{channel}'.", "您不能通过“{channel}”渠道登记。"
)
NOT_FOR_OTHERS = ErrorCode(
    "tickets.not_for_others", 403, "Only front desks file on behalf of others.", "只有窗口和网格人员可以代他人登记。"
)

OPEN_TICKET = Op(
    "open_ticket", POST("/tickets"), OpenTicket, TicketView, REPORTERS, "Report a matter",
    emits=(TicketOpened, TextHeld),
    errors=(NO_GRID, NO_PLACE, NO_SUCH_BUILDING, NO_SUCH_PHOTO, NO_SUCH_CATEGORY, CATEGORY_RETIRED, BAD_EXTRA,
            NOT_YOUR_CHANNEL, NOT_FOR_OTHERS),
)  # fmt: skip
SHOW_CONTACT = Op(
    "show_contact", POST("/tickets/{ticket_id}/contact", 200), ShowContact, Contact, FRONT_DESKS,
    "Who reported it, for those who handle it; looking is logged", errors=(NOT_FOUND, FORBIDDEN, OUTSIDE_AREA),
    keeps_reply=False,
)  # fmt: skip

OPERATIONS = (OPEN_TICKET, SHOW_CONTACT)
EVENTS = ()
