"""Real-name admission: a resident asks to be admitted to a grid, the grid worker decides."""

from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Event,
    Id,
    LongText,
    Moment,
    Page,
    PageQuery,
    Point,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.residents.households import (
    HEADLESS,
    IN_ANOTHER_HOUSEHOLD,
    NO_HOUSEHOLD,
    DwellingAddress,
    HouseholdChanged,
    Relation,
)
from shared.contracts.residents.people import (
    KNOWN_ALREADY,
    NOT_A_GRID,
    PAPER_ERRORS,
    WORKERS,
    Masked,
    PaperKind,
    PersonChanged,
    PersonFields,
    PersonMoved,
    Sex,
)
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class AdmissionState(StrEnum):
    NEW = "new"
    ADMITTED = "admitted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Ask(PersonFields, Command):
    """Who one is and where one lives: a grid, a point in it, or a dwelling of a household that is known."""

    area: AreaPath | None = Field(None, description="the grid, where the applicant knows it")
    point: Point | None = None
    dwelling: DwellingAddress | None = None
    relation: Relation | None = Field(None, description="to the head of the household; `head` opens a household")


class ApplyForAdmission(Ask):
    pass


class AdmissionAction(Command):
    admission_id: Id


class GetAdmission(AdmissionAction):
    pass


class ListAdmissions(PageQuery):
    """Residents see their own, grid workers and community staff those of their areas of duty, oldest first."""

    state: AdmissionState | None = None
    area: AreaPath | None = None


class SameOrNot(StrEnum):
    SAME = "same"
    DIFFERENT = "different"


class DecideDuplicate(AdmissionAction):
    """Says whether a candidate is the applicant. With one that is, admission links the account to that person."""

    person_id: Id
    decision: SameOrNot
    note: ShortText | None = None


class Admit(AdmissionAction):
    note: ShortText | None = None


class Decline(AdmissionAction):
    reason: LongText


class WithdrawAdmission(AdmissionAction):
    pass


class LikenessReason(StrEnum):
    SAME_PAPER = "same_paper"
    PAPER_ALMOST_THE_SAME = "paper_almost_the_same"
    SAME_NAME = "same_name"
    NAME_SOUNDS_THE_SAME = "name_sounds_the_same"
    SIMILAR_NAME = "similar_name"
    SAME_BIRTH_DATE = "same_birth_date"
    CLOSE_BIRTH_DATE = "close_birth_date"
    SAME_PHONE = "same_phone"


class Candidate(View):
    """Somebody registered who may be the same person. `score` is 0 to 100; 100 is the same paper, which is certain."""

    person: Id
    name: str
    sex: Sex
    birth_date: str = Field(description="year and month")
    paper: Masked | None = None
    phone: Masked | None = None
    area: AreaPath
    score: int
    reasons: list[LikenessReason]
    decision: SameOrNot | None = None


class AdmissionStep(View):
    action: str
    at: Moment
    target: AdmissionState
    note: str | None = None


class NextAction(View):
    """Something that this caller may do now, and the fields that must be sent along."""

    action: str
    needs: list[str] = []


class AdmissionView(View):
    id: Id
    state: AdmissionState
    area: AreaPath
    name: str
    paper_kind: PaperKind
    paper: Masked
    phone: Masked | None = None
    dwelling: DwellingAddress | None = None
    relation: Relation | None = None
    applied_at: Moment
    reason: str | None = Field(None, description="why it was declined")
    person: Id | None = Field(None, description="once admitted")
    candidates: list[Candidate] = Field(default=[], description="for those who decide")
    suspected: bool = Field(False, description="for those who decide: there are candidates")
    history: list[AdmissionStep] = []
    actions: list[NextAction] = Field(default=[], description="what this caller may do next")
    version: Version


class AdmissionPage(Page[AdmissionView]):
    pass


class LikenessRules(Value):
    """Weights of what is compared (whatever is missing on one side is left out) and the score from which to ask."""

    name: int = Field(35, ge=0, le=100)
    birth_date: int = Field(30, ge=0, le=100)
    phone: int = Field(15, ge=0, le=100)
    paper: int = Field(20, ge=0, le=100)
    threshold: int = Field(75, ge=1, le=100)


class SetLikenessRules(LikenessRules, Command):
    district: Annotated[str, Field(pattern=r"^\d{6}$")]


class GetLikenessRules(Command):
    district: Annotated[str, Field(pattern=r"^\d{6}$")]


class LikenessRulesView(LikenessRules, View):
    district: str
    version: Version | None = Field(None, description="absent while the built-in rules hold")


class PersonAdmitted(Event):
    """An account and a person belong together from now on."""

    TYPE: ClassVar[str] = "residents.person.admitted.v1"

    account: str
    person: Id
    area: AreaPath


class AdmissionMoved(Event):
    """An application was made, declined or withdrawn; for whoever tells the applicant or the grid worker."""

    TYPE: ClassVar[str] = "residents.admission.moved.v1"

    admission: Id
    account: str
    area: AreaPath
    state: AdmissionState


ADMITTED_ALREADY = ErrorCode(
    "residents.admitted_already", 409, "This account is admitted already.", "该账号已通过实名入格。"
)
APPLIED_ALREADY = ErrorCode(
    "residents.applied_already", 409, "You have an application that waits for its decision.", "您已有一份待审核的申请。"
)
NO_PLACE = ErrorCode(
    "residents.no_place", 422, "Name the grid, a point in it or your dwelling.", "请提供网格、所在位置或住址之一。"
)
UNDECIDED_DUPLICATES = ErrorCode(
    "residents.undecided_duplicates",
    409,
    "First decide for each candidate whether it is the same person.",
    "请先逐一判定疑似重复人员是否为同一人。",
)
NOT_A_CANDIDATE = ErrorCode(
    "residents.not_a_candidate", 422, "This person is not among the candidates.", "该人员不在疑似重复名单中。"
)
CERTAINLY_THE_SAME = ErrorCode(
    "residents.certainly_the_same", 409, "The paper is the same, so the person is.", "证件号码相同，必为同一人。"
)
ONE_IS_THE_SAME = ErrorCode(
    "residents.one_is_the_same",
    409,
    "Another candidate is already said to be the applicant.",
    "已有另一候选人被判定为同一人。",
)
HAS_AN_ACCOUNT = ErrorCode(
    "residents.has_an_account", 409, "This person has another account already.", "该居民已绑定其他账号。"
)

AUDIENCE = frozenset({Role.RESIDENT}) | WORKERS
ACTION_ERRORS = (NOT_FOUND, FORBIDDEN, NOT_ALLOWED_NOW, STALE_VERSION)

APPLY_FOR_ADMISSION = Op(
    "apply_for_admission", POST("/admissions"), ApplyForAdmission, AdmissionView, frozenset({Role.RESIDENT}),
    "Ask to be admitted to the grid where one lives", emits=(AdmissionMoved,),
    errors=(*PAPER_ERRORS, NOT_A_GRID, NO_PLACE, ADMITTED_ALREADY, APPLIED_ALREADY, NO_HOUSEHOLD),
)  # fmt: skip
LIST_ADMISSIONS = Op(
    "list_admissions", GET("/admissions"), ListAdmissions, AdmissionPage, AUDIENCE,
    "My applications, or those of my areas of duty, oldest first", writes=False, errors=(BAD_CURSOR, OUTSIDE_AREA),
)  # fmt: skip
GET_ADMISSION = Op(
    "get_admission", GET("/admissions/{admission_id}"), GetAdmission, AdmissionView, AUDIENCE,
    "One application; those who decide see candidates for being the same person", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
DECIDE_DUPLICATE = Op(
    "decide_duplicate", POST("/admissions/{admission_id}/duplicates", 200), DecideDuplicate, AdmissionView, WORKERS,
    "Say whether a candidate is the applicant",
    errors=(*ACTION_ERRORS, NOT_A_CANDIDATE, CERTAINLY_THE_SAME, ONE_IS_THE_SAME, HAS_AN_ACCOUNT),
)  # fmt: skip
ADMIT = Op(
    "admit", POST("/admissions/{admission_id}/admit", 200), Admit, AdmissionView, WORKERS,
    "Admit the applicant to the grid", emits=(PersonAdmitted, PersonChanged, PersonMoved, HouseholdChanged),
    errors=(*ACTION_ERRORS, UNDECIDED_DUPLICATES, KNOWN_ALREADY, HAS_AN_ACCOUNT, ADMITTED_ALREADY, NO_HOUSEHOLD,
            IN_ANOTHER_HOUSEHOLD, HEADLESS),
)  # fmt: skip
DECLINE = Op(
    "decline", POST("/admissions/{admission_id}/decline", 200), Decline, AdmissionView, WORKERS,
    "Decline, saying why", emits=(AdmissionMoved,), errors=ACTION_ERRORS,
)  # fmt: skip
WITHDRAW_ADMISSION = Op(
    "withdraw_admission", POST("/admissions/{admission_id}/withdraw", 200), WithdrawAdmission, AdmissionView,
    frozenset({Role.RESIDENT}), "Take one's application back", emits=(AdmissionMoved,), errors=ACTION_ERRORS,
)  # fmt: skip
SET_LIKENESS_RULES = Op(
    "set_likeness_rules", PUT("/likeness-rules/{district}"), SetLikenessRules, LikenessRulesView,
    frozenset({Role.DISTRICT_STAFF, Role.OPS}), "Tune when people count as possible duplicates",
    errors=(OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
GET_LIKENESS_RULES = Op(
    "get_likeness_rules", GET("/likeness-rules/{district}"), GetLikenessRules, LikenessRulesView, STAFF,
    "When people count as possible duplicates", writes=False,
)  # fmt: skip

OPERATIONS = (
    APPLY_FOR_ADMISSION, LIST_ADMISSIONS, GET_ADMISSION, DECIDE_DUPLICATE, ADMIT, DECLINE, WITHDRAW_ADMISSION,
    SET_LIKENESS_RULES, GET_LIKENESS_RULES,
)  # fmt: skip
EVENTS = (PersonAdmitted, AdmissionMoved)
