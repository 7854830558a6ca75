"""Privacy: consents, unmasking with a reason, who looked at me, a copy of my data, and being forgotten."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import AreaPath, Command, Event, Id, Moment, Page, PageQuery, ShortText, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.residents.households import HEADLESS, HouseholdChanged
from shared.contracts.residents.people import NOT_ADMITTED, LookReason
from shared.kernel.errors import NOT_FOUND, ErrorCode
from shared.kernel.paging import BAD_CURSOR

YES = Annotated[bool, Field(description="must be true")]


class Purpose(StrEnum):
    """What a resident may agree to. What the law asks of everybody needs no consent and is not here."""

    CONTACT_BY_MESSAGE = "contact_by_message"
    CARE_MONITORING = "care_monitoring"
    LOCATION_SHARING = "location_sharing"
    FAMILY_INSIGHT = "family_insight"
    VOLUNTEER_MATCHING = "volunteer_matching"
    STATISTICS = "statistics"


class GiveConsent(Command):
    purpose: Purpose
    text_version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.\-]{1,20}$")] = Field(
        description="of the text that was agreed to", examples=["2026-03"]
    )


class WithdrawConsent(Command):
    purpose: Purpose


class ListConsents(Command):
    pass


class ConsentView(View):
    purpose: Purpose
    text_version: str
    given_at: Moment
    withdrawn_at: Moment | None = None


class ConsentsView(View):
    items: list[ConsentView] = Field(description="newest first, withdrawn ones too")


class Sealed(StrEnum):
    """What a reveal shows unmasked."""

    PAPER = "paper"
    PHONE = "phone"


class Reveal(Command):
    """Shows numbers unmasked. The person sees who did it, when and why."""

    person_id: Id
    fields: list[Sealed] = Field(min_length=1, max_length=2)
    reason: LookReason
    note: ShortText


class RevealedView(View):
    person: Id
    paper: str | None = None
    phone: str | None = None


class LookKind(StrEnum):
    FILE = "file"
    REVEAL = "reveal"


class ListLooks(PageQuery):
    pass


class LookView(View):
    """Who looked: the role and the office, not the private person behind it."""

    at: Moment
    kind: LookKind
    role: Role
    office: str = Field(description="the area of duty by name")
    office_path: AreaPath | None = None
    fields: list[Sealed] = []
    reason: LookReason
    note: str | None = None


class LooksPage(Page[LookView]):
    pass


class RequestExport(Command):
    """Asks every part of the suite for what it keeps of the caller."""


class GetExport(Command):
    export_id: Id


class ExportState(StrEnum):
    COLLECTING = "collecting"
    READY = "ready"


class ExportView(View):
    """`parts`: what has come so far, one JSON object from each service; all of it once `ready`."""

    id: Id
    state: ExportState
    requested_at: Moment
    missing: list[str] = Field(default=[], description="services that have not answered yet")
    parts: dict[str, Any] = {}


class ExportRequested(Event):
    """Every service that keeps something of this account or person answers with its part, sealed."""

    TYPE: ClassVar[str] = "residents.export.requested.v1"

    export: Id
    account: str
    person: Id | None = None


class RequestErasure(Command):
    """Asks to be forgotten. What the law says must be kept is kept, and named."""

    confirm: YES


class Ground(StrEnum):
    """Why something must be kept."""

    REAL_NAME_RECORD = "real_name_record"
    ADMINISTRATIVE_FILE = "administrative_file"
    PROOF_OF_CONSENT = "proof_of_consent"
    ACCESS_LOG = "access_log"
    HOUSEHOLD_REGISTER = "household_register"


class KeptItem(View):
    what: str
    ground: Ground
    until: date
    law: str


class ErasureView(View):
    erased: list[str]
    kept: list[KeptItem]


class PersonErased(Event):
    """Whatever names this person is to be forgotten by everybody. Nothing of it comes back by replay."""

    TYPE: ClassVar[str] = "residents.person.erased.v1"

    person: Id
    account: str
    area: AreaPath


class ConsentChanged(Event):
    """A resident has agreed to something, or does not any more."""

    TYPE: ClassVar[str] = "residents.consent.changed.v1"

    account: str
    person: Id | None = None
    purpose: Purpose
    given: bool


NOT_CONSENTED = ErrorCode(
    "residents.not_consented",
    409,
    "You have given no consent for this that could be withdrawn.",
    "您没有可撤回的同意记录。",
)
NOT_CONFIRMED = ErrorCode("residents.not_confirmed", 422, "Confirm with true.", "请以 true 确认。")
NOTHING_SEALED = ErrorCode("residents.nothing_sealed", 409, "No such number is kept.", "没有登记该号码。")

RESIDENT = frozenset({Role.RESIDENT})

GIVE_CONSENT = Op(
    "give_consent",
    POST("/me/consents"),
    GiveConsent,
    ConsentView,
    RESIDENT,
    "Agree to something",
    emits=(ConsentChanged,),
)
WITHDRAW_CONSENT = Op(
    "withdraw_consent", POST("/me/consents/{purpose}/withdraw", 200), WithdrawConsent, ConsentView, RESIDENT,
    "Take a consent back", emits=(ConsentChanged,), errors=(NOT_CONSENTED,),
)  # fmt: skip
LIST_CONSENTS = Op(
    "list_consents", GET("/me/consents"), ListConsents, ConsentsView, RESIDENT, "What I have agreed to", writes=False
)
REVEAL = Op(
    "reveal", POST("/people/{person_id}/reveal", 200), Reveal, RevealedView, STAFF,
    "Show numbers unmasked, which is recorded", errors=(NOT_FOUND, NOTHING_SEALED), keeps_reply=False,
)  # fmt: skip
LIST_LOOKS = Op(
    "list_looks", GET("/me/looks"), ListLooks, LooksPage, RESIDENT, "Who looked at my file, newest first", writes=False,
    errors=(BAD_CURSOR, NOT_ADMITTED),
)  # fmt: skip
REQUEST_EXPORT = Op(
    "request_export", POST("/me/exports"), RequestExport, ExportView, RESIDENT, "Ask for a copy of all my data",
    emits=(ExportRequested,),
)  # fmt: skip
GET_EXPORT = Op(
    "get_export", GET("/me/exports/{export_id}"), GetExport, ExportView, RESIDENT, "The copy of my data", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
REQUEST_ERASURE = Op(
    "request_erasure", POST("/me/erasure", 200), RequestErasure, ErasureView, RESIDENT, "Ask to be forgotten",
    emits=(PersonErased, HouseholdChanged), errors=(NOT_ADMITTED, NOT_CONFIRMED, HEADLESS),
)  # fmt: skip

OPERATIONS = (
    GIVE_CONSENT, WITHDRAW_CONSENT, LIST_CONSENTS, REVEAL, LIST_LOOKS, REQUEST_EXPORT, GET_EXPORT, REQUEST_ERASURE,
)  # fmt: skip
EVENTS = (ConsentChanged, ExportRequested, PersonErased)
