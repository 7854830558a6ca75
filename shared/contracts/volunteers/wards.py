"""Those whom pairs are for: elders of the register, and children by a guardian's consent; checks of those who care for children."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Done,
    Id,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
    pii,
)
from shared.contracts.operation import DELETE, GET, POST, Op
from shared.contracts.residents.people import LookReason
from shared.contracts.volunteers.pairing import PairMoved
from shared.contracts.volunteers.people import MEMBERS, VolunteerAction
from shared.contracts.volunteers.posts import Day
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class WardKind(StrEnum):
    """Whoever is cared for in a pair is its ward."""

    ELDER = "elder"
    CHILD = "child"


class RegisterElder(Command):
    """By the register, whether or not they sign in. Registered again it is the same elder, as said last."""

    person: Id
    area: AreaPath
    living_alone: bool


class GuardianConsent(Value):
    """Who consents that a child is paired, when and on what paper."""

    guardian: Annotated[Id, Field(description="the guardian, by the register")]
    paper: ShortText = pii(description="which paper they signed, and where it is kept")
    given_on: Day


class RegisterChild(Command):
    area: AreaPath
    name: ShortText = pii(description="what the child is called")
    birth_year: int = Field(ge=1990, le=2100)
    consent: GuardianConsent


class WardAction(Command):
    ward_id: Id


class GetWard(WardAction):
    pass


class OpenWard(WardAction):
    """Shows name and paper in full. Who looked, when and why is kept, and shown to the guardian or the elder."""

    reason: LookReason
    note: ShortText | None = pii(default=None)


class ListWardLooks(PageQuery):
    """At me as an elder, and at the children whose guardian I am."""


class ListWards(PageQuery):
    area: AreaPath
    kind: WardKind | None = None
    unpaired: bool = Field(default=False, description="only children, and elders living alone, without an active pair")


class RecordConsent(WardAction, GuardianConsent):
    """Of the same guardian anew, or of another one."""


class WithdrawConsent(WardAction):
    """By the guardian, or by staff on the guardian's word. All pairs of the child end at once."""

    reason: ShortText = pii()


class DropWard(WardAction):
    """They moved away, died or grew up: pairs end, and what is known of them is deleted."""


class ConfirmVetting(VolunteerAction):
    """Staff has seen the check of somebody who is to care for children, such as a certificate of no criminal record."""

    paper: ShortText = pii()
    until: Day = Field(description="its last day")


class WithdrawVetting(VolunteerAction):
    """It does not hold any more. Pairs with children pause at once."""

    reason: ShortText = pii()


class GetVetting(VolunteerAction):
    pass


class ConsentView(View):
    guardian: Id
    paper: str = pii()
    given_on: date
    recorded_at: Moment
    withdrawn_at: Moment | None = None


class WardView(View):
    """`name` and `consent` only of children. The name is shown to those who work in the child's community, and masked for others as
    the paper is for all, unless the file is opened. `pairs`: how many are active."""

    id: Id
    kind: WardKind
    area: AreaPath
    person: Id | None = None
    living_alone: bool | None = None
    name: str | None = pii(default=None)
    birth_year: int | None = None
    consent: ConsentView | None = None
    pairs: Count
    version: Version


class WardPage(Page[WardView]):
    pass


class WardLookView(View):
    """Who opened the file: the role and the area of duty, not the person behind it."""

    id: Id
    ward_id: Id
    at: Moment
    role: Role
    office: AreaPath | None = None
    reason: LookReason
    note: str | None = pii(default=None)


class WardLooksPage(Page[WardLookView]):
    pass


class VettingView(View):
    volunteer_id: Id
    paper: str = pii()
    until: date
    confirmed_at: Moment
    withdrawn_at: Moment | None = None
    holds: bool = Field(description="whether it holds today")
    version: Version


NOT_A_CHILD = ErrorCode("volunteers.not_a_child", 422, "This is the year of birth of an adult.", "按出生年份已成年。")
NOT_A_CHILD_WARD = ErrorCode(
    "volunteers.no_consent_needed", 409, "Only children need a guardian's consent.", "仅儿童结对需要监护人同意。"
)
CONSENT_AHEAD = ErrorCode("volunteers.consent_ahead", 422, "This day has yet to come.", "同意日期尚未到来。")
NO_CONSENT = ErrorCode(
    "volunteers.consent_missing", 409, "No guardian's consent holds for this child.", "该儿童尚无有效的监护人同意书。"
)
OWN_CONSENT = ErrorCode(
    "volunteers.own_consent", 403, "Nobody records their own consent as staff.", "不得以工作人员身份登记本人的同意书。"
)
VETTING_MISSING = ErrorCode(
    "volunteers.vetting_missing", 409, "No check of this volunteer is on record; carers of children need one.",
    "该志愿者尚无背景核查记录，结对关爱儿童须先核查。",
)  # fmt: skip
VETTING_OVER = ErrorCode(
    "volunteers.vetting_over",
    409,
    "The volunteer's check is over since {until}.",
    "该志愿者的背景核查已于 {until} 失效。",
)
VETTING_PAST = ErrorCode("volunteers.vetting_past", 422, "This check is over already.", "该核查的有效期已过。")
OWN_VETTING = ErrorCode("volunteers.own_vetting", 403, "Nobody confirms their own check.", "不得为本人登记背景核查。")

REGISTER_ELDER = Op(
    "register_elder", POST("/wards/elders"), RegisterElder, WardView, STAFF, "Register an elder for pairing",
    errors=(OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
REGISTER_CHILD = Op(
    "register_child", POST("/wards/children"), RegisterChild, WardView, STAFF, "Register a child with a guardian's consent",
    errors=(OUTSIDE_AREA, NOT_A_CHILD, CONSENT_AHEAD, OWN_CONSENT), keeps_reply=False,
)  # fmt: skip
GET_WARD = Op(
    "get_ward",
    GET("/wards/{ward_id}"),
    GetWard,
    WardView,
    STAFF,
    "One elder or child",
    writes=False,
    errors=(NOT_FOUND,),
)
LIST_WARDS = Op(
    "list_wards", GET("/wards"), ListWards, WardPage, STAFF, "Elders and children of an area, also only those without a pair",
    writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
OPEN_WARD = Op(
    "open_ward", POST("/wards/{ward_id}/file", 200), OpenWard, WardView, STAFF, "Open the file of an elder or a child, which is recorded",
    errors=(NOT_FOUND,), keeps_reply=False,
)  # fmt: skip
LIST_WARD_LOOKS = Op(
    "list_ward_looks", GET("/volunteers/me/looks"), ListWardLooks, WardLooksPage, MEMBERS,
    "Who opened my file as an elder, or that of a child whose guardian I am, newest first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
RECORD_CONSENT = Op(
    "record_consent", POST("/wards/{ward_id}/consent", 200), RecordConsent, WardView, STAFF, "Record a guardian's consent",
    errors=(NOT_FOUND, NOT_A_CHILD_WARD, CONSENT_AHEAD, OWN_CONSENT, STALE_VERSION), keeps_reply=False,
)  # fmt: skip
WITHDRAW_CONSENT = Op(
    "withdraw_consent", POST("/wards/{ward_id}/consent/withdrawal", 200), WithdrawConsent, Done, MEMBERS,
    "Withdraw a guardian's consent; all pairs of the child end", emits=(PairMoved,),
    errors=(NOT_FOUND, NO_CONSENT, STALE_VERSION),
)  # fmt: skip
DROP_WARD = Op(
    "drop_ward", DELETE("/wards/{ward_id}"), DropWard, Done, STAFF, "Delete an elder or a child; their pairs end",
    emits=(PairMoved,), errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip
CONFIRM_VETTING = Op(
    "confirm_vetting", POST("/volunteers/{volunteer_id}/vetting", 200), ConfirmVetting, VettingView, STAFF,
    "Confirm the check of somebody who cares for children", errors=(NOT_FOUND, OWN_VETTING, VETTING_PAST, STALE_VERSION),
    keeps_reply=False,
)  # fmt: skip
WITHDRAW_VETTING = Op(
    "withdraw_vetting", POST("/volunteers/{volunteer_id}/vetting/withdrawal", 200), WithdrawVetting, VettingView, STAFF,
    "Withdraw a check; pairs with children pause", emits=(PairMoved,), errors=(NOT_FOUND, OWN_VETTING, STALE_VERSION),
    keeps_reply=False,
)  # fmt: skip
GET_VETTING = Op(
    "get_vetting", GET("/volunteers/{volunteer_id}/vetting"), GetVetting, VettingView, STAFF, "The check of a volunteer",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip

OPERATIONS = (
    REGISTER_ELDER, REGISTER_CHILD, GET_WARD, OPEN_WARD, LIST_WARD_LOOKS, LIST_WARDS, RECORD_CONSENT, WITHDRAW_CONSENT, DROP_WARD, CONFIRM_VETTING,
    WITHDRAW_VETTING, GET_VETTING,
)  # fmt: skip
EVENTS = ()
