"""Volunteers: who they are, what they can do and wish, when and how far they go."""

from datetime import time
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    Moment,
    Page,
    PageQuery,
    Planned,
    Point,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class Skill(StrEnum):
    """Six kinds of help that a time bank knows, and what else people offer."""

    MEALS = "meals"
    CLEANING = "cleaning"
    BATHING = "bathing"
    MEDICAL = "medical"
    HOUSEHOLD = "household"
    COUNSELLING = "counselling"
    TEACHING = "teaching"
    REPAIRS = "repairs"
    HAIRCUTS = "haircuts"
    PATROL = "patrol"
    FIRST_AID = "first_aid"
    PERFORMING = "performing"
    COMPANY = "company"
    ERRANDS = "errands"


BirthYear = Annotated[int, Field(ge=1900, le=2100)]


class Slot(Value):
    """A time of the week at which somebody is free, in Shanghai; 1 is Monday."""

    weekday: int = Field(ge=1, le=7)
    since: time = Field(examples=["08:00"])
    until: time = Field(examples=["11:30"])


class VolunteerFields(Value):
    area: AreaPath = Field(description="where they live, a community or a grid")
    point: Point | None = Field(None, description="from where distances count")
    radius: int = Field(2000, ge=0, le=50_000, description="metres that they go")
    birth_year: BirthYear | None = None
    occupation: ShortText | None = None
    skills: list[Skill] = Field(default=[], max_length=len(Skill))
    wishes: list[ShortText] = Field(default=[], max_length=10, description="what they would like to do")
    slots: list[Slot] = Field(default=[], max_length=28)


class Enrol(VolunteerFields, Command):
    """For oneself. Enrolling again changes what one said before."""


class ShowMe(Command):
    pass


class VolunteerAction(Command):
    volunteer_id: Id


class GetVolunteer(VolunteerAction):
    pass


class ListVolunteers(PageQuery):
    area: AreaPath
    skill: Skill | None = None
    confirmed: bool = Field(False, description="only those whose skill a supporter has confirmed")
    person: Id | None = Field(None, description="only who this is in the register")


class ConfirmSkill(VolunteerAction):
    """A supporter (staff of the area) has seen the paper or the work."""

    skill: Skill
    evidence: ShortText


class PauseMe(Command):
    """Rests until then: no calls, no suggestions, no waiting for places of shifts. None ends the rest."""

    until: Planned | None = None
    gives_up_places: bool = Field(
        False, description="whether places of shifts that begin during the rest go to who waits for them"
    )


class VolunteerView(VolunteerFields, View):
    id: Id
    person: Id | None = Field(
        default=None,
        description="who this is in the register of residents, where staff look them up; shown to staff, as far as it is known",
    )
    age: Count | None = Field(default=None, description="in years, as of the birthday in this year")
    confirmed: list[Skill] = []
    resting_until: Moment | None = None
    signs_in: bool = Field(default=True, description="false: enrolled by staff, and told of things by them")
    enrolled_at: Moment
    version: Version


class VolunteerPage(Page[VolunteerView]):
    pass


class VolunteerEnrolled(Event):
    TYPE: ClassVar[str] = "volunteers.volunteer.enrolled.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    area: AreaPath
    skills: list[Skill]


NO_ACCOUNT = ErrorCode(
    "volunteers.no_account",
    409,
    "This volunteer does not sign in, and can neither accept nor confirm anything here until they do.",
    "该志愿者没有账号，无法在此接受或确认，请先协助其注册账号。",
)
NO_SUCH_SKILL = ErrorCode(
    "volunteers.skill_not_offered", 422, "The volunteer does not offer {skill}.", "该志愿者未申报技能“{skill}”。"
)
NOT_ENROLLED = ErrorCode("volunteers.not_enrolled", 409, "Enrol as a volunteer first.", "您还不是志愿者，请先登记。")
BORN_AHEAD = ErrorCode("volunteers.born_ahead", 422, "Nobody is born in the future.", "出生年份不能晚于今年。")
BAD_SLOT = ErrorCode("volunteers.bad_slot", 422, "A time ends before it begins.", "时段的结束早于开始。")
COUNTER = STAFF | {Role.COUNTER_CLERK}
MEMBERS = frozenset({Role.RESIDENT, Role.VOLUNTEER, *STAFF})
READERS = MEMBERS | COUNTER

ENROL = Op(
    "enrol", PUT("/volunteers/me"), Enrol, VolunteerView, MEMBERS, "Be a volunteer, or change what one offers",
    emits=(VolunteerEnrolled,), errors=(BAD_SLOT, BORN_AHEAD, STALE_VERSION),
)  # fmt: skip
SHOW_ME = Op(
    "show_me", GET("/volunteers/me"), ShowMe, VolunteerView, MEMBERS, "Myself as a volunteer", writes=False,
    errors=(NOT_FOUND,),
)  # fmt: skip
PAUSE_ME = Op(
    "pause_me", POST("/volunteers/me/rest", 200), PauseMe, VolunteerView, MEMBERS, "Rest for a while, or end the rest",
    errors=(NOT_ENROLLED, STALE_VERSION),
)  # fmt: skip
GET_VOLUNTEER = Op(
    "get_volunteer", GET("/volunteers/{volunteer_id}"), GetVolunteer, VolunteerView, COUNTER, "One volunteer of my areas",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_VOLUNTEERS = Op(
    "list_volunteers", GET("/volunteers"), ListVolunteers, VolunteerPage, COUNTER, "Volunteers of an area, newest first",
    writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
CONFIRM_SKILL = Op(
    "confirm_skill", POST("/volunteers/{volunteer_id}/skills", 200), ConfirmSkill, VolunteerView, STAFF,
    "Confirm a volunteer's skill", errors=(NOT_FOUND, FORBIDDEN, NO_SUCH_SKILL, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (ENROL, SHOW_ME, PAUSE_ME, GET_VOLUNTEER, LIST_VOLUNTEERS, CONFIRM_SKILL)
EVENTS = (VolunteerEnrolled,)
