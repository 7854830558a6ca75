"""Change requests: what a household asks to have changed, and who must look at it before it is."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from shared.contracts.actor import Role
from shared.contracts.model import AreaPath, Command, Event, Id, LongText, Moment, Page, PageQuery, Value, Version, View
from shared.contracts.operation import GET, POST, Op
from shared.contracts.residents.admission import NextAction
from shared.contracts.residents.households import (
    DWELLING_TAKEN,
    ENDS_BEFORE_IT_BEGINS,
    HEADLESS,
    HOUSEHOLD_CLOSED,
    IN_ANOTHER_HOUSEHOLD,
    NOT_A_MEMBER,
    NOT_YET,
    STAYS_OVERLAP,
    Day,
    DwellingAddress,
    HouseholdChanged,
    Relation,
)
from shared.contracts.residents.people import (
    KNOWN_ALREADY,
    NOT_A_GRID,
    NOT_ADMITTED,
    NOT_LIVING_HERE,
    PAPER_ERRORS,
    WORKERS,
    Paper,
    PersonChanged,
    PersonMoved,
    PersonName,
    Phone,
    Sex,
)
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class ChangeKind(StrEnum):
    IDENTITY = "identity"
    HOUSEHOLD = "household"
    GRID = "grid"


class ChangeState(StrEnum):
    PENDING = "pending"
    APPLIED = "applied"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class IdentityChange(Value):
    """What is to be different; what is left out stays."""

    name: PersonName | None = None
    paper: Paper | None = None
    sex: Sex | None = None
    birth_date: date | None = Field(None, ge=date(1880, 1, 1), le=date(2200, 1, 1))
    phone: Phone | None = None


class HouseholdStep(StrEnum):
    JOIN = "join"
    LEAVE = "leave"
    BECOME_HEAD = "become_head"


class HouseholdChange(Value):
    """The person joins a household (leaving the one before), leaves theirs, or becomes its head."""

    step: HouseholdStep
    on: Day
    household: Id | None = Field(None, description="to join")
    relation: Relation | None = Field(None, description="to the head; on becoming head, what the former head is")
    new_head: Id | None = Field(None, description="when a head leaves others behind")


class GridChange(Value):
    """The person's whole household goes to a dwelling in another grid; somebody without a household goes alone."""

    area: AreaPath
    dwelling: DwellingAddress | None = None


class RequestChange(Command):
    """Asks for one change of one person: `identity`, `household` or `grid`. Nothing is changed until all have agreed.

    The applicant belongs to the person's household, or to the one that is to be joined. Grid workers and community staff
    may apply for somebody who has no phone, naming them as `applicant`.
    """

    person: Id | None = Field(None, description="whom it is about; oneself when left out")
    applicant: Id | None = Field(None, description="for staff: the member of the household who asks")
    identity: IdentityChange | None = None
    household: HouseholdChange | None = None
    grid: GridChange | None = None
    photos: list[Id] = Field(default=[], max_length=9, description="of the papers, uploaded before")
    note: LongText | None = None


class ChangeAction(Command):
    change_id: Id


class GetChange(ChangeAction):
    pass


class ListChanges(PageQuery):
    """Residents see those of their own, staff those that wait for them, or, with a state, those of their areas."""

    state: ChangeState | None = None
    area: AreaPath | None = None


class ValidateChange(ChangeAction):
    """Agrees, in one's turn. The last one to agree has it applied."""

    note: LongText | None = None


class RejectChange(ChangeAction):
    reason: LongText


class WithdrawChange(ChangeAction):
    pass


class Difference(View):
    """A field as it is and as it is to be; numbers masked."""

    field: str
    before: str | None = None
    after: str | None = None


class ValidationView(View):
    """One who has to agree: in which role, for which area, and when it was done."""

    role: Role
    area: AreaPath
    at: Moment | None = None


class ChangeStep(View):
    action: str
    at: Moment
    target: ChangeState
    note: str | None = None


class ChangeView(View):
    id: Id
    kind: ChangeKind
    state: ChangeState
    person: Id
    applicant: Id
    differences: list[Difference]
    photos: list[Id] = []
    note: str | None = None
    reason: str | None = Field(None, description="why it was rejected")
    validations: list[ValidationView] = Field(description="in the order in which they are made")
    requested_at: Moment
    decided_at: Moment | None = None
    history: list[ChangeStep]
    actions: list[NextAction] = Field(default=[], description="what this caller may do next")
    version: Version


class ChangePage(Page[ChangeView]):
    pass


class ChangeMoved(Event):
    """A change request was made, agreed to, applied, rejected or withdrawn. `waits_in` is the area whose turn it is.

    `photos`, uploaded by `account`, are shown to those who have a say: staff of `areas`.
    """

    TYPE: ClassVar[str] = "residents.change.moved.v1"

    change: Id
    kind: ChangeKind
    person: Id
    account: str
    state: ChangeState
    photos: list[Id] = []
    areas: list[AreaPath] = []
    waits_in: AreaPath | None = None
    waits_for: Role | None = None


ONE_KIND = ErrorCode(
    "residents.one_kind",
    422,
    "Ask for one of identity, household and grid.",
    "每份申请只能变更身份、住户或网格其中一项。",
)
NO_CHANGE = ErrorCode("residents.no_change", 422, "Nothing would be different.", "没有任何变更内容。")
NOT_OF_THE_HOUSEHOLD = ErrorCode(
    "residents.not_of_the_household", 403, "Who asks must belong to the person's household.", "申请人必须是该户成员。"
)
CHANGE_PENDING = ErrorCode(
    "residents.change_pending", 409, "A change of this kind is pending for this person.", "该居民已有同类变更正在审核。"
)
NOT_YOUR_TURN = ErrorCode(
    "residents.not_your_turn", 409, "It is the turn of {role} of {area}.", "当前应由 {area} 的 {role} 审核。"
)
MISSING_IN_CHANGE = ErrorCode(
    "residents.missing_in_change", 422, "For this, {field} is needed.", "办理该变更需要填写 {field}。"
)

AUDIENCE = frozenset({Role.RESIDENT}) | WORKERS
WHEN_APPLIED = (PersonChanged, PersonMoved, HouseholdChanged)
APPLY_ERRORS = (
    *PAPER_ERRORS, KNOWN_ALREADY, NOT_A_GRID, DWELLING_TAKEN, IN_ANOTHER_HOUSEHOLD, STAYS_OVERLAP, HEADLESS, NOT_A_MEMBER,
    ENDS_BEFORE_IT_BEGINS, NOT_YET, HOUSEHOLD_CLOSED, NOT_LIVING_HERE,
)  # fmt: skip
ACTION_ERRORS = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
TURN_ERRORS = (*ACTION_ERRORS, NOT_YOUR_TURN)

REQUEST_CHANGE = Op(
    "request_change", POST("/changes"), RequestChange, ChangeView, AUDIENCE, "Ask to have something changed",
    emits=(ChangeMoved,),
    errors=(*PAPER_ERRORS, NOT_ADMITTED, NOT_FOUND, ONE_KIND, NO_CHANGE, NOT_OF_THE_HOUSEHOLD, CHANGE_PENDING,
            MISSING_IN_CHANGE, NOT_A_GRID, NOT_LIVING_HERE, HOUSEHOLD_CLOSED, KNOWN_ALREADY),
)  # fmt: skip
GET_CHANGE = Op(
    "get_change", GET("/changes/{change_id}"), GetChange, ChangeView, AUDIENCE, "One change request", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
LIST_CHANGES = Op(
    "list_changes", GET("/changes"), ListChanges, ChangePage, AUDIENCE,
    "My change requests, or those that wait for me, oldest first", writes=False, errors=(BAD_CURSOR, OUTSIDE_AREA),
)  # fmt: skip
VALIDATE_CHANGE = Op(
    "validate_change", POST("/changes/{change_id}/validate", 200), ValidateChange, ChangeView, WORKERS,
    "Agree to a change, in one's turn", emits=(ChangeMoved, *WHEN_APPLIED), errors=(*TURN_ERRORS, *APPLY_ERRORS),
)  # fmt: skip
REJECT_CHANGE = Op(
    "reject_change", POST("/changes/{change_id}/reject", 200), RejectChange, ChangeView, WORKERS,
    "Reject a change, saying why", emits=(ChangeMoved,), errors=TURN_ERRORS,
)  # fmt: skip
WITHDRAW_CHANGE = Op(
    "withdraw_change", POST("/changes/{change_id}/withdraw", 200), WithdrawChange, ChangeView, AUDIENCE,
    "Take one's request back", emits=(ChangeMoved,), errors=ACTION_ERRORS,
)  # fmt: skip

OPERATIONS = (REQUEST_CHANGE, GET_CHANGE, LIST_CHANGES, VALIDATE_CHANGE, REJECT_CHANGE, WITHDRAW_CHANGE)
EVENTS = (ChangeMoved,)
