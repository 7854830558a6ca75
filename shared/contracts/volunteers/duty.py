"""Duty: members report in where they live by QR code, or an office enters the roll that their unit sent."""

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.actor import OFFICE
from shared.contracts.model import Command, Count, Done, Id, Moment, ShortText, Value, Version, View
from shared.contracts.operation import DELETE, GET, POST, Op
from shared.contracts.volunteers.people import BORN_AHEAD, MEMBERS, NOT_ENROLLED, BirthYear, Skill, VolunteerEnrolled
from shared.kernel.errors import CONFLICT, OUTSIDE_AREA, ErrorCode

CommunityPath = Annotated[
    str,
    StringConstraints(pattern=r"^\d{6}\.\d{3}\.\d{3}$"),
    Field(description="district.street.community", examples=["150202.003.005"]),
]


class MakeDutyCode(Command):
    """A new code makes the one before it void."""

    community: CommunityPath


class DutyCodeView(View):
    community: CommunityPath
    code: Id = Field(description="what the QR code at the community's door holds")
    made_at: Moment


class ReportIn(Command):
    code: Id


class ShowMyDuty(Command):
    pass


class LeaveDuty(Command):
    """Ends one's duty there; posts that one holds are given up."""


class DutyView(View):
    volunteer_id: Id
    community: CommunityPath
    reported_at: Moment
    version: Version


class RollRow(Value):
    """Who has enrolled keeps what they said themselves; the rest is for those who have not."""

    account: Id = Field(description="the member's account")
    birth_year: BirthYear | None = None
    occupation: ShortText | None = None
    skills: list[Skill] = Field(default=[], max_length=len(Skill), description="not confirmed by being listed")


class EnterRoll(Command):
    """Members of whom their unit has sent a list; a second time changes nothing."""

    community: CommunityPath
    rows: list[RollRow] = Field(min_length=1, max_length=200)


class RollEntered(View):
    community: CommunityPath
    volunteers: list[Id] = Field(description="their ids as volunteers, in the order of the list")
    enrolled: Count = Field(description="who was no volunteer before")
    reported: Count = Field(description="who is on duty here now and was not before")
    known: Count = Field(description="who was on duty here before")
    elsewhere: list[Id] = Field(description="accounts on duty in another community, who stay there")


VOID_CODE = ErrorCode("volunteers.void_code", 422, "This code is not valid any more.", "二维码已失效。")
ON_DUTY_ELSEWHERE = ErrorCode(
    "volunteers.on_duty_elsewhere", 409, "You have reported in at {community}; leave there first.",
    "您已在 {community} 报到，请先退出。",
)  # fmt: skip
NOT_REPORTED_IN = ErrorCode(
    "volunteers.not_reported_in", 404, "You have not reported in anywhere.", "您尚未在任何社区报到。"
)
LISTED_TWICE = ErrorCode("volunteers.listed_twice", 422, "This member is listed twice.", "名单中该成员重复。")

MAKE_DUTY_CODE = Op(
    "make_duty_code", POST("/duty/codes"), MakeDutyCode, DutyCodeView, OFFICE, "Make a community's code for reporting in",
    errors=(OUTSIDE_AREA,),
)  # fmt: skip
REPORT_IN = Op(
    "report_in", POST("/duty/reports", 200), ReportIn, DutyView, MEMBERS, "Report in by a community's code; again changes nothing",
    errors=(NOT_ENROLLED, VOID_CODE, ON_DUTY_ELSEWHERE),
)  # fmt: skip
SHOW_MY_DUTY = Op(
    "show_my_duty", GET("/duty/me"), ShowMyDuty, DutyView, MEMBERS, "Where I have reported in", writes=False,
    errors=(NOT_ENROLLED, NOT_REPORTED_IN),
)  # fmt: skip
LEAVE_DUTY = Op(
    "leave_duty", DELETE("/duty/me"), LeaveDuty, Done, MEMBERS, "Leave where I have reported in",
    errors=(NOT_ENROLLED, NOT_REPORTED_IN),
)  # fmt: skip
ENTER_ROLL = Op(
    "enter_roll", POST("/duty/rolls", 200), EnterRoll, RollEntered, OFFICE, "Enter a list of members who are on duty in a community",
    emits=(VolunteerEnrolled,), errors=(OUTSIDE_AREA, LISTED_TWICE, BORN_AHEAD, CONFLICT), deadline=20,
)  # fmt: skip

OPERATIONS = (MAKE_DUTY_CODE, REPORT_IN, SHOW_MY_DUTY, LEAVE_DUTY, ENTER_ROLL)
EVENTS = ()
