"""Hours that were given without a visit: donations, grants of a pool, hours that a fund vouched for; listed and taken back."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.ledger import ALREADY_REVERSED, REVERSAL_ERRORS, Amount
from shared.contracts.model import AreaPath, Command, Event, Id, LongText, Moment, Page, PageQuery, Version, View, pii
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.help_kinds import HelpVisitKind
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.time_bank import NO_HOURS, SELF_DEALING
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION
from shared.kernel.paging import BAD_CURSOR


class HoursTransferKind(StrEnum):
    """`donation`: by a person, to a person or a pool. `grant`: of a pool to a person. `funding`: of a fund to a pool."""

    DONATION = "donation"
    GRANT = "grant"
    FUNDING = "funding"


class ListHoursTransfers(PageQuery):
    """Mine, on either side, newest first; for staff and auditors those out of or into an area when they name it."""

    area: AreaPath | None = None
    kind: HoursTransferKind | None = None


class HoursTransferAction(Command):
    transfer_id: Id


class GetHoursTransfer(HoursTransferAction):
    pass


class ReverseHoursTransfer(HoursTransferAction):
    """What was given by mistake goes back, by new entries that name the old ones. What was right of it is given anew."""

    grounds: LongText = pii()


class HoursTransferView(View):
    """`payer` and `payee` are accounts of hours; absent where a fund or a pool stands."""

    id: Id
    kind: HoursTransferKind
    minutes: Amount
    area: AreaPath = Field(description="the community whose hours were given")
    to_area: AreaPath = Field(description="the community that got them")
    payer: Id | None = None
    payee: Id | None = None
    help: HelpVisitKind | None = Field(None, description="the kind of help that it was given for")
    request: str | None = None
    reason: str | None = Field(None, description="of a grant, not for auditors; or which fund vouched")
    at: Moment
    reversed_at: Moment | None = None
    reversed_because: str | None = pii(default=None, description="not for auditors")
    version: Version


class HoursTransferPage(Page[HoursTransferView]):
    pass


class HoursTransferReversed(Event):
    """What was given has been taken back as a whole."""

    TYPE: ClassVar[str] = "volunteers.hours_transfer.reversed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    kind: HoursTransferKind
    minutes: int


READERS = MEMBERS | {Role.AUDITOR}

LIST_HOURS_TRANSFERS = Op(
    "list_hours_transfers", GET("/time-bank/transfers"), ListHoursTransfers, HoursTransferPage, READERS,
    "Hours given without a visit: mine, or those of an area", writes=False, errors=(NO_HOURS, OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
GET_HOURS_TRANSFER = Op(
    "get_hours_transfer", GET("/time-bank/transfers/{transfer_id}"), GetHoursTransfer, HoursTransferView, READERS,
    "Hours given without a visit", writes=False, errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
REVERSE_HOURS_TRANSFER = Op(
    "reverse_hours_transfer", POST("/time-bank/transfers/{transfer_id}/reversal", 200), ReverseHoursTransfer,
    HoursTransferView, STAFF, "Take back hours that were given by mistake", emits=(HoursTransferReversed,),
    errors=(*REVERSAL_ERRORS, ALREADY_REVERSED, NOT_FOUND, FORBIDDEN, SELF_DEALING, STALE_VERSION), keeps_reply=False,
)  # fmt: skip

OPERATIONS = (LIST_HOURS_TRANSFERS, GET_HOURS_TRANSFER, REVERSE_HOURS_TRANSFER)
EVENTS = (HoursTransferReversed,)
