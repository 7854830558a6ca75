"""People: who lives here, what is known of them, and how much of it is shown to whom."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

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
    ShortText,
    Value,
    Version,
    View,
    pii,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class PaperKind(StrEnum):
    """Papers that prove who somebody is."""

    IDENTITY_CARD = "identity_card"
    PASSPORT = "passport"
    FOREIGN_PERMANENT_RESIDENCE = "foreign_permanent_residence"
    HONG_KONG_MACAU_PERMIT = "hong_kong_macau_permit"
    TAIWAN_PERMIT = "taiwan_permit"


class Mark(StrEnum):
    """What other services should know to look after somebody. `over_80` follows from the birth date and is never set."""

    LIVING_ALONE = "living_alone"
    EMPTY_NEST = "empty_nest"
    OVER_80 = "over_80"
    DISABLED = "disabled"
    CHRONICALLY_ILL = "chronically_ill"
    LOW_INCOME = "low_income"
    LEFT_BEHIND_CHILD = "left_behind_child"
    BEREAVED_PARENT = "bereaved_parent"
    VETERAN = "veteran"
    NEWCOMER = "newcomer"


class PersonState(StrEnum):
    LIVING_HERE = "living_here"
    MOVED_AWAY = "moved_away"
    DECEASED = "deceased"
    ERASED = "erased"


PersonName = Annotated[
    str, StringConstraints(pattern=r"^[^\W\d_](?:[^\W\d_]|[ ·•'.\-]){0,49}$"), pii(description="letters or characters")
]
Phone = Annotated[
    str, StringConstraints(pattern=r"^1\d{10}$"), pii(description="eleven digits", examples=["11100000001"])
]
PaperNumber = Annotated[
    str, StringConstraints(pattern=r"^[0-9A-Z]{5,18}$"), pii(description="without spaces or hyphens")
]
Masked = Annotated[str, Field(description="masked: its ends only", examples=["150***********2345"])]
Marks = Annotated[list[Mark], Field(max_length=len(Mark))]
ExtraText = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]
ExtraName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Extra = Annotated[
    dict[ExtraName, ExtraText | Annotated[int, Field(ge=-(2**53), le=2**53)] | bool],
    Field(max_length=40, description="fields that the district has added"),
]


class Paper(Value):
    kind: PaperKind = PaperKind.IDENTITY_CARD
    number: PaperNumber


class PersonFields(Value):
    """With an identity card, sex and birth date follow from its number and may be left out; with others they may not."""

    name: PersonName
    paper: Paper
    sex: Sex | None = None
    birth_date: date | None = Field(None, ge=date(1880, 1, 1), le=date(2200, 1, 1))
    phone: Phone | None = None


class RegisterPerson(PersonFields, Command):
    """Enters somebody by hand. Where there are possible duplicates, each must be named as looked at and found different."""

    area: AreaPath = Field(description="a grid of the caller's area of duty")
    marks: Marks = []
    not_the_same_as: list[Id] = Field(default=[], max_length=50, description="people looked at and found different")


class LookReason(StrEnum):
    """Why a file was opened."""

    CASEWORK = "casework"
    HOME_VISIT = "home_visit"
    ADMISSION = "admission"
    CHANGE_REQUEST = "change_request"
    EMERGENCY = "emergency"
    BENEFIT_CHECK = "benefit_check"
    AUDIT = "audit"


class OpenFile(Command):
    """Looks at somebody's file. The person sees who looked, when and why."""

    person_id: Id
    reason: LookReason
    note: ShortText | None = None


class ListPeople(PageQuery):
    """Newest entries first; masked, and so not counted as a look."""

    area: AreaPath | None = None
    mark: Mark | None = None


class SearchPeople(PageQuery):
    """By the whole name, phone or paper number, in the body: addresses of pages end up in logs."""

    area: AreaPath | None = None
    name: PersonName | None = None
    phone: Phone | None = None
    paper: Paper | None = None


class GetMyFile(Command):
    pass


class SetMarks(Command):
    """Replaces what is marked on somebody. Marks that follow from the birth date are not set."""

    person_id: Id
    marks: Marks


class SetExtra(Command):
    """Replaces the district's own fields of somebody; they must fit the district's schema."""

    person_id: Id
    extra: Extra


class FieldRule(Value):
    """A field that a district adds: a name, a JSON Schema for its values (as text), and whether two people may share a value."""

    name: ExtraName
    title: ShortText
    json_schema: LongText = Field(examples=['{"type": "string", "maxLength": 20}'])
    required: bool = False
    unique: bool = False


class SetExtraFields(Command):
    """Says which fields a district adds. What people have already is kept and held against the rules when it changes."""

    district: Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
    fields: list[FieldRule] = Field(max_length=40)


class GetExtraFields(Command):
    district: Annotated[str, StringConstraints(pattern=r"^\d{6}$")]


class ExtraFieldsView(View):
    district: str
    fields: list[FieldRule]
    version: Version


class PaperView(View):
    kind: PaperKind
    number: Masked


class PersonBrief(View):
    """A line in a list. Only those who work in the grid or community see whole names."""

    id: Id
    name: str
    sex: Sex
    age: int | None = Field(None, description="years")
    state: PersonState
    area: AreaPath
    phone: Masked | None = None
    marks: list[Mark] = []
    household: Id | None = None


class PersonView(PersonBrief):
    paper: PaperView | None = None
    birth_date: date | None = None
    extra: Extra = {}
    has_account: bool = False
    registered_at: Moment
    version: Version


class PeoplePage(Page[PersonBrief]):
    pass


class PersonNews(Value):
    """What other services are told of a person: enough to look after them, and no number that identifies them."""

    person: Id
    area: AreaPath
    birth_date: date | None = None
    marks: list[Mark] = []
    household: Id | None = None


class PersonChanged(PersonNews, Event):
    """Somebody was admitted or entered by hand, or what is known of them has changed."""

    TYPE: ClassVar[str] = "residents.person.changed.v1"


class PersonMoved(Event):
    """Somebody lives in another grid, or, without `area`, here no more."""

    TYPE: ClassVar[str] = "residents.person.moved.v1"

    person: Id
    account: str | None = None
    from_area: AreaPath
    area: AreaPath | None = None
    state: PersonState


BAD_IDENTITY_NUMBER = ErrorCode(
    "residents.bad_identity_number", 422, "This identity number is not valid: {reason}.", "身份证号码无效：{reason}。"
)
BAD_PAPER_NUMBER = ErrorCode(
    "residents.bad_paper_number",
    422,
    "A number of this kind of paper does not look like this.",
    "证件号码格式与证件类型不符。",
)
UNLIKE_PAPER = ErrorCode(
    "residents.unlike_paper", 422, "This is not what the identity number says.", "与身份证号码所载信息不一致。"
)
MISSING_WITH_PAPER = ErrorCode(
    "residents.missing_with_paper",
    422,
    "With this kind of paper, {field} is needed.",
    "使用该类证件时必须填写 {field}。",
)
NOT_A_GRID = ErrorCode("residents.not_a_grid", 422, "{area} is not a grid of this town.", "{area} 不是已登记的网格。")
KNOWN_ALREADY = ErrorCode(
    "residents.known_already", 409, "Somebody with this paper is registered already.", "该证件号码已登记。"
)
POSSIBLE_DUPLICATES = ErrorCode(
    "residents.possible_duplicates",
    409,
    "This may be somebody who is registered already; look at the candidates and name those who are not.",
    "可能与已登记人员重复，请核对候选人并注明不是同一人的编号。",
)
DERIVED_MARK = ErrorCode(
    "residents.derived_mark",
    422,
    "The mark {mark} follows from the birth date.",
    "标签 {mark} 由出生日期得出，不能手工设置。",
)
NOT_LIVING_HERE = ErrorCode(
    "residents.not_living_here", 409, "This person does not live here any more.", "该居民已迁出或注销。"
)
NOT_ADMITTED = ErrorCode(
    "residents.not_admitted", 409, "You are not admitted to a grid yet; apply first.", "您尚未通过实名入格，请先申请。"
)
BAD_SCHEMA = ErrorCode(
    "residents.bad_schema",
    422,
    "This is not a JSON Schema that can be used: {reason}.",
    "JSON Schema 不可用：{reason}。",
)
BAD_EXTRA = ErrorCode(
    "residents.bad_extra_field",
    422,
    "The field {field} does not fit its schema: {reason}.",
    "字段 {field} 不符合规则：{reason}。",
)
EXTRA_TAKEN = ErrorCode(
    "residents.extra_taken", 409, "Somebody else has this value in {field}.", "字段 {field} 的值已被他人使用。"
)

PAPER_ERRORS = (BAD_IDENTITY_NUMBER, BAD_PAPER_NUMBER, UNLIKE_PAPER, MISSING_WITH_PAPER)
WORKERS = frozenset({Role.GRID_WORKER, Role.COMMUNITY_STAFF})
"""Those who know a grid's people by name."""

REGISTER_PERSON = Op(
    "register_person", POST("/people"), RegisterPerson, PersonView, WORKERS, "Enter somebody by hand",
    emits=(PersonChanged,), errors=(*PAPER_ERRORS, OUTSIDE_AREA, NOT_A_GRID, KNOWN_ALREADY, POSSIBLE_DUPLICATES, DERIVED_MARK),
)  # fmt: skip
OPEN_FILE = Op(
    "open_file", POST("/people/{person_id}/file", 200), OpenFile, PersonView, STAFF,
    "Look at somebody's file, which is recorded", errors=(NOT_FOUND,), keeps_reply=False,
)  # fmt: skip
LIST_PEOPLE = Op(
    "list_people", GET("/people"), ListPeople, PeoplePage, STAFF, "People of my areas of duty, masked", writes=False,
    errors=(BAD_CURSOR, OUTSIDE_AREA),
)  # fmt: skip
SEARCH_PEOPLE = Op(
    "search_people", POST("/people/search", 200), SearchPeople, PeoplePage, STAFF,
    "People of my areas of duty by name, phone or paper, masked", writes=False, errors=(BAD_CURSOR, OUTSIDE_AREA),
)  # fmt: skip
GET_MY_FILE = Op(
    "get_my_file", GET("/me/person"), GetMyFile, PersonView, frozenset({Role.RESIDENT}), "What is kept of me", writes=False,
    errors=(NOT_ADMITTED,),
)  # fmt: skip
SET_MARKS = Op(
    "set_marks", PUT("/people/{person_id}/marks"), SetMarks, PersonView, WORKERS, "Say what others should know of somebody",
    emits=(PersonChanged,), errors=(NOT_FOUND, STALE_VERSION, DERIVED_MARK),
)  # fmt: skip
SET_EXTRA = Op(
    "set_extra", PUT("/people/{person_id}/extra"), SetExtra, PersonView, WORKERS, "Fill the fields that the district has added",
    emits=(PersonChanged,), errors=(NOT_FOUND, STALE_VERSION, BAD_EXTRA, EXTRA_TAKEN),
)  # fmt: skip
SET_EXTRA_FIELDS = Op(
    "set_extra_fields", PUT("/extra-fields/{district}"), SetExtraFields, ExtraFieldsView,
    frozenset({Role.DISTRICT_STAFF, Role.OPS}), "Say which fields a district adds to people",
    errors=(OUTSIDE_AREA, STALE_VERSION, BAD_SCHEMA),
)  # fmt: skip
GET_EXTRA_FIELDS = Op(
    "get_extra_fields", GET("/extra-fields/{district}"), GetExtraFields, ExtraFieldsView, STAFF,
    "Which fields a district adds to people", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip

OPERATIONS = (
    REGISTER_PERSON, OPEN_FILE, LIST_PEOPLE, SEARCH_PEOPLE, GET_MY_FILE, SET_MARKS, SET_EXTRA, SET_EXTRA_FIELDS, GET_EXTRA_FIELDS,
)  # fmt: skip
EVENTS = (PersonChanged, PersonMoved)
