"""Staff: posts and grades, appointments with areas of duty, and who answers for a place."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from shared.contracts.actor import EVERYBODY, PUBLIC, STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Event,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
    pii,
)
from shared.contracts.operation import GET, POST, Op
from shared.contracts.residents.areas import AreaKind, LoadedView
from shared.contracts.residents.buildings import Code
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class PostCode(StrEnum):
    """The four graded posts of a community, then the posts that carry no grade."""

    COMMUNITY_SECRETARY = "community_secretary"
    COMMUNITY_DEPUTY = "community_deputy"
    COMMUNITY_COMMITTEE = "community_committee"
    COMMUNITY_WORKER = "community_worker"
    DISTRICT_OFFICER = "district_officer"
    STREET_DIRECTOR = "street_director"
    STREET_CLERK = "street_clerk"
    GRID_WORKER = "grid_worker"
    BUILDING_CONSTABLE = "building_constable"
    BUILDING_HEAD = "building_head"


class Phase(StrEnum):
    """Planned appointments begin, and those in force end, on their day."""

    PLANNED = "planned"
    IN_FORCE = "in_force"
    ENDED = "ended"


StaffNumber = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}\d{3,8}$"), Field(examples=["GW0001"])]
Grade = Annotated[int, Field(ge=1, le=18, description="1 (lowest) to 18")]
Phone = Annotated[str, StringConstraints(pattern=r"^1\d{10}$"), Field(description="the number at work")]


class ListPosts(Command):
    pass


class PostView(View):
    """A post, the role that it gives in the suite, and the kind of area that it answers for."""

    code: PostCode
    name: str
    name_en: str
    role: Role
    duty: AreaKind
    by_building: bool = Field(description="whether single buildings are assigned")
    grades: list[Grade] = Field(default=[], description="empty for posts without grades")


class PostCatalogue(View):
    items: list[PostView]


class Duty(Value):
    """Which post, at which grade, for which areas and buildings, from when until when."""

    post: PostCode
    grade: Grade | None = Field(None, description="the post's lowest when left out; none for posts without grades")
    areas: list[AreaPath] = Field(min_length=1, max_length=20)
    buildings: list[Code] = Field(default=[], max_length=100)
    since: date = Field(description="the first day, in Shanghai; may lie ahead")
    until: date | None = Field(None, description="the first day on which it is over")


class AppointStaff(Duty, Command):
    staff_number: StaffNumber
    name: ShortText = pii()
    phone: Phone | None = pii(default=None)


class StaffAction(Command):
    staff_number: StaffNumber


class TransferStaff(Duty, StaffAction):
    """Another post or other areas; the present appointment ends on the day on which the new one begins."""


class PromoteStaff(StaffAction):
    """Up by one grade of the same post, from today."""

    reason: ShortText


class DismissStaff(StaffAction):
    reason: ShortText
    on: date | None = Field(None, description="the first day off duty; today when left out")


class GetStaff(StaffAction):
    pass


class ListStaff(PageQuery):
    """Those who serve now, by number."""

    area: AreaPath | None = Field(None, description="whose area of duty lies in this one")
    post: PostCode | None = None


class AppointmentView(Duty, View):
    phase: Phase
    reason: str | None = Field(None, description="why it ended, or why the grade rose")


class StaffView(View):
    staff_number: StaffNumber
    name: str = pii()
    phone: str | None = pii(default=None)
    serving: bool
    roles: list[Role]
    areas: list[AreaPath] = Field(description="areas of duty now")
    appointments: list[AppointmentView] = Field(description="oldest first")
    version: Version


class StaffPage(Page[StaffView]):
    pass


class ShowResponsible(Command):
    """Who answers for a place: an area or a building; the nearest first."""

    area: AreaPath | None = None
    building: Code | None = None
    on: date | None = Field(None, description="that day; today when left out")
    post: PostCode | None = None


class Responsible(View):
    staff_number: StaffNumber
    name: str = pii()
    phone: str | None = pii(default=None)
    post: PostCode
    areas: list[AreaPath]
    by_building: bool = Field(description="whether the building itself was assigned")


class ResponsibleView(View):
    items: list[Responsible]


class ListVacancies(PageQuery):
    """Grids in which nobody serves as grid worker today."""

    area: AreaPath


class Vacancy(View):
    area: AreaPath
    name: str
    name_en: str


class VacancyPage(Page[Vacancy]):
    pass


class StaffRecord(Duty):
    staff_number: StaffNumber
    name: ShortText = pii()
    phone: Phone | None = pii(default=None)


class LoadStaff(Command):
    """Many at once, from a trusted source; who is known already stays as he or she is."""

    staff: list[StaffRecord] = Field(min_length=1, max_length=1000)


class StaffEvent(Event):
    staff_number: StaffNumber
    roles: list[Role]
    areas: list[AreaPath]


class StaffAppointed(StaffEvent):
    """From now on this is all that the staff number stands for: its roles and its areas of duty."""

    TYPE: ClassVar[str] = "residents.staff.appointed.v1"

    name: str = pii()
    post: PostCode
    grade: Grade | None = None
    buildings: list[Code] = []


class StaffDismissed(StaffEvent):
    """The staff number stands for nothing any more; `roles` and `areas` are what it lost."""

    TYPE: ClassVar[str] = "residents.staff.dismissed.v1"


STAFF_SERVES = ErrorCode(
    "residents.staff_serves",
    409,
    "{staff_number} serves already; transfer instead.",
    "{staff_number} 已在岗，请办理调动。",
)
STAFF_NOT_SERVING = ErrorCode(
    "residents.staff_not_serving", 409, "{staff_number} does not serve.", "{staff_number} 不在岗。"
)
WRONG_GRADE = ErrorCode(
    "residents.wrong_grade",
    422,
    "The post {post} has the grades {lowest} to {highest}.",
    "岗位 {post} 的等级为 {lowest} 至 {highest}。",
)
NO_GRADES = ErrorCode("residents.no_grades", 422, "The post {post} has no grades.", "岗位 {post} 不分等级。")
TOP_GRADE = ErrorCode(
    "residents.top_grade", 409, "Grade {grade} is the highest of the post {post}.", "岗位 {post} 已是最高等级 {grade}。"
)
WRONG_DUTY = ErrorCode(
    "residents.wrong_duty",
    422,
    "The post {post} answers for areas of the kind {kind}.",
    "岗位 {post} 的负责范围应为 {kind}。",
)
UNKNOWN_DUTY = ErrorCode("residents.unknown_duty", 422, "There is no {what} {code}.", "不存在 {what} {code}。")
WRONG_PERIOD = ErrorCode(
    "residents.wrong_period", 422, "The period must end after it begins, and begin after the present one.",
    "结束日期须晚于开始日期，且不得早于现任期开始。",
)  # fmt: skip
ABOVE_RANK = ErrorCode(
    "residents.above_rank", 403, "The post {post} is filled by those above it.", "岗位 {post} 须由上级任免。"
)
ONE_PLACE = ErrorCode(
    "residents.one_place", 422, "Name an area or a building, one of them.", "请指定区域或楼栋其中之一。"
)

OFFICERS = frozenset({Role.COMMUNITY_STAFF, Role.STREET_STAFF, Role.DISTRICT_STAFF, Role.OPS})
DUTY_ERRORS = (WRONG_GRADE, NO_GRADES, WRONG_DUTY, UNKNOWN_DUTY, WRONG_PERIOD, ABOVE_RANK, OUTSIDE_AREA)

LIST_POSTS = Op(
    "list_posts", GET("/posts"), ListPosts, PostCatalogue, PUBLIC, "All posts with their grades", writes=False
)
APPOINT_STAFF = Op(
    "appoint_staff", POST("/staff"), AppointStaff, StaffView, OFFICERS, "Appoint somebody to a post",
    emits=(StaffAppointed,), errors=(STAFF_SERVES, STALE_VERSION, *DUTY_ERRORS),
)  # fmt: skip
GET_STAFF = Op(
    "get_staff", GET("/staff/{staff_number}"), GetStaff, StaffView, STAFF | {Role.OPS},
    "One of the staff, with all appointments", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_STAFF = Op(
    "list_staff",
    GET("/staff"),
    ListStaff,
    StaffPage,
    STAFF | {Role.OPS},
    "Those who serve now",
    writes=False,
    errors=(BAD_CURSOR,),
)
TRANSFER_STAFF = Op(
    "transfer_staff", POST("/staff/{staff_number}/transfer", 200), TransferStaff, StaffView, OFFICERS,
    "Give another post or other areas", emits=(StaffAppointed,),
    errors=(NOT_FOUND, STAFF_NOT_SERVING, STALE_VERSION, *DUTY_ERRORS),
)  # fmt: skip
PROMOTE_STAFF = Op(
    "promote_staff", POST("/staff/{staff_number}/promote", 200), PromoteStaff, StaffView, OFFICERS,
    "Raise by one grade", emits=(StaffAppointed,),
    errors=(NOT_FOUND, STAFF_NOT_SERVING, NO_GRADES, TOP_GRADE, ABOVE_RANK, OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
DISMISS_STAFF = Op(
    "dismiss_staff", POST("/staff/{staff_number}/dismiss", 200), DismissStaff, StaffView, OFFICERS,
    "End somebody's service", emits=(StaffDismissed,),
    errors=(NOT_FOUND, STAFF_NOT_SERVING, WRONG_PERIOD, ABOVE_RANK, OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
SHOW_RESPONSIBLE = Op(
    "show_responsible", GET("/responsible"), ShowResponsible, ResponsibleView, EVERYBODY,
    "Who answers for a place, now or on a day", writes=False, errors=(ONE_PLACE, UNKNOWN_DUTY),
)  # fmt: skip
LIST_VACANCIES = Op(
    "list_vacancies", GET("/vacancies"), ListVacancies, VacancyPage, STAFF | {Role.OPS},
    "Grids without a worker", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
LOAD_STAFF = Op(
    "load_staff", None, LoadStaff, LoadedView, frozenset({Role.OPS}), "Appoint many at once",
    emits=(StaffAppointed,), errors=DUTY_ERRORS, deadline=60,
)  # fmt: skip

OPERATIONS = (
    LIST_POSTS, APPOINT_STAFF, GET_STAFF, LIST_STAFF, TRANSFER_STAFF, PROMOTE_STAFF, DISMISS_STAFF, SHOW_RESPONSIBLE,
    LIST_VACANCIES, LOAD_STAFF,
)  # fmt: skip
EVENTS = (StaffAppointed, StaffDismissed)
