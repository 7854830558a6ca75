"""Agreements with partner units: what a unit promises, for how long, signed by whom, and how far it has come."""

from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import OFFICE
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.partner_units import NOT_FOR_UNIT, SIDES
from shared.contracts.volunteers.posts import Day
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class AgreementState(StrEnum):
    """Signed: by both sides, and not in force yet. Ended: its time is over. Terminated: before that, for a reason."""

    DRAFT = "draft"
    SIGNED = "signed"
    RUNNING = "running"
    ENDED = "ended"
    TERMINATED = "terminated"


class DeliveryKind(StrEnum):
    """What is done for people. Work: a piece made, mended or shown."""

    SERVICE = "service"
    HOME_VISIT = "home_visit"
    CLEAN_UP = "clean_up"
    TALK = "talk"
    SHOW = "show"
    WORK = "work"


class Measure(StrEnum):
    TIMES = "times"
    PEOPLE = "people"
    MINUTES = "minutes"
    PIECES = "pieces"
    FEN = "fen"


class Promise(Value):
    """One project of an agreement."""

    title: ShortText = Field(description="without names of persons")
    kind: DeliveryKind
    measure: Measure = Measure.TIMES
    quantity: int = Field(ge=1, le=10**9, description="in the measure")


class Terms(Value):
    title: ShortText
    promises: list[Promise] = Field(min_length=1, max_length=20, description="the projects, numbered from 1")
    valid_from: Day
    valid_until: Day = Field(description="the last day, at most five years after the first")


class DraftAgreement(Terms, Command):
    unit_id: Id
    area: AreaPath = Field(description="for which it promises")


class AgreementAction(Command):
    agreement_id: Id


class AmendAgreement(Terms, AgreementAction):
    """The unit signs anew."""


class SignAgreement(AgreementAction):
    """For the unit, by one of those who act for it."""


class CountersignAgreement(AgreementAction):
    """For the area, once the unit has signed."""

    paper: ShortText = Field(description="the number on the paper")
    signed_on: Day


class TerminateAgreement(AgreementAction):
    reason: ShortText


class RenewAgreement(Terms, AgreementAction):
    """Drafts the next edition, which begins after this one ends."""


class GetAgreement(AgreementAction):
    pass


class ListAgreements(PageQuery):
    """Staff see those of their areas, others those of their units."""

    area: AreaPath
    state: AgreementState | None = None


class ListExpiring(PageQuery):
    area: AreaPath
    days: int = Field(default=60, ge=1, le=366, description="within how many days from today")


class ShowAgreementFigures(Command):
    area: AreaPath


class PromiseView(View):
    """`delivered` is confirmed, `waiting` recorded only; `percent` is of what was promised, and may pass 100."""

    number: Count
    title: str
    kind: DeliveryKind
    measure: Measure
    promised: Count
    delivered: Count
    waiting: Count
    percent: Count


class AgreementView(View):
    id: Id
    unit_id: Id
    unit: str
    area: AreaPath
    title: str
    state: AgreementState
    edition: Count
    renews: Id | None = Field(default=None, description="the edition before")
    promises: list[PromiseView]
    valid_from: Day
    valid_until: Day
    paper: str | None = None
    signed_on: Day | None = None
    unit_signed_at: Moment | None = None
    unit_signed_by: Id | None = Field(default=None, description="the account that signed for the unit")
    signed_by: Id | None = Field(default=None, description="the account that signed for the area")
    reason: str | None = Field(default=None, description="why it was terminated")
    version: Version


class AgreementPage(Page[AgreementView]):
    pass


class AgreementFigures(View):
    """`units` have an agreement that is signed or runs; `fulfilled` promises are delivered in full."""

    area: AreaPath
    states: dict[AgreementState, Count]
    units: Count
    promises: Count
    fulfilled: Count


class AgreementMoved(Event):
    TYPE: ClassVar[str] = "volunteers.agreement.moved.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    unit_id: Id
    area: AreaPath
    edition: Count
    state: AgreementState


BAD_TERM = ErrorCode(
    "volunteers.bad_term",
    422,
    "An agreement ends on or after the day on which it begins, not in the past, and within five years.",
    "协议终止日不得早于起始日或今天，期限不超过五年。",
)
UNIT_UNSIGNED = ErrorCode("volunteers.unit_unsigned", 409, "The unit has not signed yet.", "合作单位尚未签署。")
BOTH_SIDES = ErrorCode("volunteers.both_sides", 403, "Nobody signs for both sides.", "同一人不能代表协议双方签署。")
RENEWAL_OVERLAPS = ErrorCode(
    "volunteers.renewal_overlaps",
    422,
    "The next edition begins after {until}.",
    "续签协议的起始日须晚于 {until}。",
)
RENEWED_ALREADY = ErrorCode("volunteers.renewed_already", 409, "There is a later edition.", "该协议已有后续版本。")
MOVING = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)

DRAFT_AGREEMENT = Op(
    "draft_agreement", POST("/agreements"), DraftAgreement, AgreementView, OFFICE, "Draft an agreement with a unit",
    errors=(OUTSIDE_AREA, NOT_FOUND, BAD_TERM),
)  # fmt: skip
AMEND_AGREEMENT = Op(
    "amend_agreement", PUT("/agreements/{agreement_id}"), AmendAgreement, AgreementView, OFFICE,
    "Change a draft; the unit signs it anew", errors=(*MOVING, BAD_TERM, RENEWAL_OVERLAPS),
)  # fmt: skip
SIGN_AGREEMENT = Op(
    "sign_agreement", POST("/agreements/{agreement_id}/unit-signature", 200), SignAgreement, AgreementView, SIDES,
    "Sign for the unit", errors=(*MOVING, NOT_FOR_UNIT),
)  # fmt: skip
COUNTERSIGN_AGREEMENT = Op(
    "countersign_agreement", POST("/agreements/{agreement_id}/signature", 200), CountersignAgreement, AgreementView,
    OFFICE, "Sign for the area, after the unit", emits=(AgreementMoved,), errors=(*MOVING, UNIT_UNSIGNED, BOTH_SIDES, BAD_TERM),
)  # fmt: skip
TERMINATE_AGREEMENT = Op(
    "terminate_agreement", POST("/agreements/{agreement_id}/termination", 200), TerminateAgreement, AgreementView,
    SIDES, "End an agreement before its time, or drop a draft", emits=(AgreementMoved,), errors=MOVING,
)  # fmt: skip
RENEW_AGREEMENT = Op(
    "renew_agreement", POST("/agreements/{agreement_id}/renewal"), RenewAgreement, AgreementView, OFFICE,
    "Draft the next edition of an agreement", errors=(*MOVING, BAD_TERM, RENEWAL_OVERLAPS, RENEWED_ALREADY),
)  # fmt: skip
GET_AGREEMENT = Op(
    "get_agreement", GET("/agreements/{agreement_id}"), GetAgreement, AgreementView, SIDES,
    "One agreement, with what was promised and delivered", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_AGREEMENTS = Op(
    "list_agreements", GET("/agreements"), ListAgreements, AgreementPage, SIDES, "Agreements of an area, newest first",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
LIST_EXPIRING_AGREEMENTS = Op(
    "list_expiring_agreements", GET("/agreements/expiring"), ListExpiring, AgreementPage, OFFICE,
    "Running agreements that end soon, the soonest first", writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
SHOW_AGREEMENT_FIGURES = Op(
    "show_agreement_figures", GET("/agreements/figures"), ShowAgreementFigures, AgreementFigures, OFFICE,
    "How many agreements and units an area has", writes=False, errors=(OUTSIDE_AREA,),
)  # fmt: skip

OPERATIONS = (
    DRAFT_AGREEMENT, AMEND_AGREEMENT, SIGN_AGREEMENT, COUNTERSIGN_AGREEMENT, TERMINATE_AGREEMENT, RENEW_AGREEMENT,
    GET_AGREEMENT, LIST_AGREEMENTS, LIST_EXPIRING_AGREEMENTS, SHOW_AGREEMENT_FIGURES,
)  # fmt: skip
EVENTS = (AgreementMoved,)
