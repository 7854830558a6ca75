"""Filings: somebody applies for an e-service item, for themselves or on behalf, and is told the outcome."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints

from shared.contracts.actor import EVERYBODY, OFFICE, PUBLIC, STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Event,
    Id,
    LongText,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
    pii,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.forms import FORM_MISFIT, FieldName, FormValues
from shared.contracts.tickets.intake import NO_SUCH_PHOTO
from shared.contracts.tickets.items import Edition, FilingPlace, PaperRule, ServiceCode
from shared.contracts.tickets.matters import NextAction
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{5,15}$")]
Receipt = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{6}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"),
    Field(description="for people: year, month, day and eight letters", examples=["261121-7K3M-9QXA"]),
]
MOST_PHOTOS = 9


class FilingState(StrEnum):
    DRAFT = "draft"
    FILED = "filed"
    IN_REVIEW = "in_review"
    PAPERS_ASKED = "papers_asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    HANDED_OVER = "handed_over"
    RATED = "rated"
    WITHDRAWN = "withdrawn"


class HandOver(StrEnum):
    COLLECTED = "collected"
    MAIL = "mail"
    ONLINE = "online"


def _one_way(behalf: "OnBehalf") -> "OnBehalf":
    if behalf.person is None and (behalf.name is None or behalf.phone is None):
        raise ValueError("person, or name and phone")
    return behalf


class OnBehalf(Value):
    """For whom somebody else files: a resident by id, or a name and a phone. consent: how they agreed."""

    person: Id | None = None
    name: ShortText | None = pii(default=None)
    phone: Phone | None = pii(default=None)
    consent: LongText | None = Field(None, description="who agreed to it, when and how")


class PaperHandedIn(Value):
    paper: FieldName
    photos: list[Id] = Field(min_length=1, max_length=MOST_PHOTOS)


class DraftFiling(Command):
    """platform: where it is filed, at a counter or kiosk. submit: file it at once, if nothing is missing."""

    item: ServiceCode
    area: AreaPath
    place: FilingPlace = FilingPlace.APP
    platform: ServiceCode | None = None
    form: FormValues = {}
    papers: list[PaperHandedIn] = Field(default=[], max_length=20)
    on_behalf: Annotated[OnBehalf, AfterValidator(_one_way)] | None = None
    submit: bool = False


class FilingAction(Command):
    filing_id: Id


class FillIn(FilingAction):
    """Replaces what the form holds."""

    form: FormValues


class PutPaper(FilingAction):
    """Photos of a paper, uploaded before (`POST /photos`) by the same person; they replace those of it there are."""

    paper: FieldName
    photos: list[Id] = Field(min_length=1, max_length=MOST_PHOTOS)


class SubmitFiling(FilingAction):
    pass


class ReviewFiling(FilingAction):
    pass


class AskPapers(FilingAction):
    """The clock stands still until they are there."""

    papers: list[FieldName] = Field(min_length=1, max_length=20)
    note: LongText


class SupplyPapers(FilingAction):
    pass


class AcceptFiling(FilingAction):
    note: LongText | None = None


class RefuseFiling(FilingAction):
    reason: LongText


class HandOverResult(FilingAction):
    how: HandOver
    note: LongText | None = Field(None, description="such as the number of the parcel")


class RateFiling(FilingAction):
    stars: int = Field(ge=1, le=5, description="1 (bad) to 5 (very good)")
    comment: LongText | None = None


class WithdrawFiling(FilingAction):
    pass


class GetFiling(FilingAction):
    pass


class ListFilings(PageQuery):
    """Applicants see their own; office staff those of their areas of duty."""

    state: FilingState | None = None
    area: AreaPath | None = None
    item: ServiceCode | None = None
    overdue: bool = Field(False, description="only those undecided after their day")


class FollowFiling(Command):
    """For those without an account: what has become of a receipt."""

    receipt: Receipt


class FilingStep(View):
    action: str
    at: Moment
    target: FilingState
    note: str | None = None


class FilingView(View):
    """form, papers and on_behalf are told by `GET /filings/{filing_id}` only, and not to a kiosk or counter once it is filed."""

    id: Id
    receipt: Receipt | None = Field(None, description="once it is filed")
    item: ServiceCode
    edition: Edition
    name: str
    department: str
    area: AreaPath
    place: FilingPlace
    platform: ServiceCode | None = None
    state: FilingState
    form: FormValues | None = pii(default=None)
    papers: list[PaperHandedIn] | None = None
    on_behalf: OnBehalf | None = pii(default=None)
    wanted: list[PaperRule] = []
    missing: list[FieldName] = Field(default=[], description="papers that are not there yet")
    drafted_at: Moment
    filed_at: Moment | None = None
    due_at: Moment | None = Field(None, description="promised; stands still while papers are asked for")
    decided_at: Moment | None = None
    in_time: bool | None = None
    handed_over: HandOver | None = None
    stars: int | None = None
    history: list[FilingStep] = []
    actions: list[NextAction] = []
    version: Version


class FilingPage(Page[FilingView]):
    pass


class ReceiptView(View):
    """What everybody who knows the receipt may see: nothing of the applicant."""

    receipt: Receipt
    item: ServiceCode
    name: str
    department: str
    state: FilingState
    missing: list[FieldName] = []
    filed_at: Moment
    due_at: Moment
    decided_at: Moment | None = None


class FilingNews(Value):
    """What partners are told: no person, nothing of the form, and no receipt."""

    filing: Id
    item: ServiceCode
    department: str
    area: AreaPath
    place: FilingPlace
    platform: ServiceCode | None = None
    state: FilingState


class FilingFiled(FilingNews, Event):
    TYPE: ClassVar[str] = "tickets.filing.filed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"


class FilingDecided(FilingNews, Event):
    TYPE: ClassVar[str] = "tickets.filing.decided.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    in_time: bool


class FilingHandedOver(FilingNews, Event):
    TYPE: ClassVar[str] = "tickets.filing.handed_over.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    how: HandOver


NOT_OFFERED_HERE = ErrorCode(
    "tickets.not_offered_here",
    422,
    "The item {item} cannot be filed here ({place}).",
    "事项 {item} 不能在此处（{place}）办理。",
)
ITEM_ENDED = ErrorCode(
    "tickets.item_ended", 409, "The item {item} is not offered any more.", "事项 {item} 已停止办理。"
)
UNKNOWN_AREA = ErrorCode("tickets.unknown_area", 422, "This suite knows no area {area}.", "本系统没有区域 {area}。")
NOT_DELEGABLE = ErrorCode(
    "tickets.not_delegable", 422, "The item {item} must be filed by the person concerned.", "事项 {item} 须由本人办理。"
)
CONSENT_MISSING = ErrorCode(
    "tickets.consent_missing", 422, "Note how the person concerned has agreed.", "请注明当事人的委托同意情况。"
)
FOR_WHOM = ErrorCode("tickets.for_whom", 422, "Say for whom it is filed.", "请填写为谁代办。")
UNKNOWN_PAPER = ErrorCode(
    "tickets.unknown_paper", 422, "The item asks for no paper '{paper}'.", "该事项不需要材料“{paper}”。"
)
PAPERS_MISSING = ErrorCode(
    "tickets.papers_missing", 422, "These papers are missing: {papers}.", "缺少以下材料：{papers}。"
)
ALREADY_HANDED_IN = ErrorCode(
    "tickets.already_handed_in", 422, "The paper '{paper}' is listed twice.", "材料“{paper}”重复提交。"
)
MOVES = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)
FILERS = frozenset({Role.RESIDENT, Role.VOLUNTEER, Role.CARE_ASSISTANT, Role.COUNTER_CLERK, *STAFF})

DRAFT_FILING = Op(
    "draft_filing", POST("/filings"), DraftFiling, FilingView, FILERS,
    "Begin an application, for oneself, on behalf, or at a counter or kiosk; `submit` files it at once",
    emits=(FilingFiled,),
    errors=(
        NO_SUCH_PHOTO, FORM_MISFIT, NOT_OFFERED_HERE, ITEM_ENDED, UNKNOWN_AREA, NOT_DELEGABLE, CONSENT_MISSING, FOR_WHOM,
        UNKNOWN_PAPER, PAPERS_MISSING, ALREADY_HANDED_IN, NOT_FOUND,
    ),
)  # fmt: skip
FILL_IN = Op(
    "fill_in", PUT("/filings/{filing_id}/form"), FillIn, FilingView, FILERS, "Fill the form in",
    errors=(*MOVES, FORM_MISFIT),
)  # fmt: skip
PUT_PAPER = Op(
    "put_paper", PUT("/filings/{filing_id}/papers/{paper}"), PutPaper, FilingView, FILERS, "Hand a paper in, as photos",
    errors=(*MOVES, NO_SUCH_PHOTO, UNKNOWN_PAPER),
)  # fmt: skip
SUBMIT_FILING = Op(
    "submit_filing", POST("/filings/{filing_id}/submit", 200), SubmitFiling, FilingView, FILERS,
    "File it; the reply has the receipt and the promised day", emits=(FilingFiled,),
    errors=(*MOVES, FORM_MISFIT, PAPERS_MISSING),
)  # fmt: skip
REVIEW_FILING = Op(
    "review_filing", POST("/filings/{filing_id}/review", 200), ReviewFiling, FilingView, OFFICE, "Take it up for review",
    errors=MOVES,
)  # fmt: skip
ASK_PAPERS = Op(
    "ask_papers", POST("/filings/{filing_id}/ask-papers", 200), AskPapers, FilingView, OFFICE,
    "Ask for more papers, or better ones", errors=(*MOVES, UNKNOWN_PAPER),
)  # fmt: skip
SUPPLY_PAPERS = Op(
    "supply_papers", POST("/filings/{filing_id}/supply", 200), SupplyPapers, FilingView, FILERS,
    "Say that the papers asked for are there; the clock goes on", errors=(*MOVES, PAPERS_MISSING),
)  # fmt: skip
ACCEPT_FILING = Op(
    "accept_filing", POST("/filings/{filing_id}/accept", 200), AcceptFiling, FilingView, OFFICE, "Decide in favour",
    emits=(FilingDecided,), errors=(*MOVES, PAPERS_MISSING),
)  # fmt: skip
REFUSE_FILING = Op(
    "refuse_filing", POST("/filings/{filing_id}/refuse", 200), RefuseFiling, FilingView, OFFICE,
    "Decide against it, and say why", emits=(FilingDecided,), errors=MOVES,
)  # fmt: skip
HAND_OVER_RESULT = Op(
    "hand_over_result", POST("/filings/{filing_id}/hand-over", 200), HandOverResult, FilingView, OFFICE,
    "Hand the result over: collected, by mail or on line", emits=(FilingHandedOver,), errors=MOVES,
)  # fmt: skip
RATE_FILING = Op(
    "rate_filing", POST("/filings/{filing_id}/rate", 200), RateFiling, FilingView, FILERS,
    "Rate how it went, as the applicant", errors=MOVES,
)  # fmt: skip
WITHDRAW_FILING = Op(
    "withdraw_filing", POST("/filings/{filing_id}/withdraw", 200), WithdrawFiling, FilingView, FILERS,
    "Take an undecided application back", errors=MOVES,
)  # fmt: skip
GET_FILING = Op(
    "get_filing", GET("/filings/{filing_id}"), GetFiling, FilingView, EVERYBODY,
    "One application, for the applicant and the staff who review it", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_FILINGS = Op(
    "list_filings", GET("/filings"), ListFilings, FilingPage, FILERS,
    "My applications, or those of my areas of duty, newest first", writes=False, errors=(BAD_CURSOR, OUTSIDE_AREA),
)  # fmt: skip
FOLLOW_FILING = Op(
    "follow_filing", GET("/filings/receipts/{receipt}"), FollowFiling, ReceiptView, PUBLIC,
    "What has become of a receipt, without signing in", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip

OPERATIONS = (
    DRAFT_FILING, LIST_FILINGS, FOLLOW_FILING, GET_FILING, FILL_IN, PUT_PAPER, SUBMIT_FILING, REVIEW_FILING, ASK_PAPERS,
    SUPPLY_PAPERS, ACCEPT_FILING, REFUSE_FILING, HAND_OVER_RESULT, RATE_FILING, WITHDRAW_FILING,
)  # fmt: skip
EVENTS = (FilingFiled, FilingDecided, FilingHandedOver)
