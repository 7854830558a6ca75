"""Who is on a first-response team: people who are enrolled, and people whom the list gives with name and number."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.actor import STAFF
from shared.contracts.model import Command, Count, Done, Id, ShortText, Value, View, pii
from shared.contracts.operation import DELETE, GET, POST, PUT, Op
from shared.contracts.volunteers.people import MEMBERS
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, STALE_VERSION, ErrorCode

Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9]{5,15}$")]


class RosterPlace(StrEnum):
    MEMBER = "member"
    SQUAD_LEADER = "squad_leader"
    TEAM_LEADER = "team_leader"


class Unready(StrEnum):
    """Why somebody is not called now: does not sign in and has no number here, rests, is not free by their own times, or is
    on another call-out."""

    UNREACHABLE = "unreachable"
    RESTING = "resting"
    OFF_DUTY = "off_duty"
    CALLED_OUT = "called_out"


class Responder(Value):
    """An enrolled volunteer, or somebody with name and number who is called by telephone."""

    volunteer_id: Id | None = None
    name: ShortText | None = pii(default=None)
    phone: Phone | None = pii(default=None)
    place: RosterPlace = RosterPlace.MEMBER


class RosterFields(Responder):
    squad: Annotated[int, Field(ge=0, le=19)] | None = Field(
        default=None, description="which of the squads of this list, the first is 0; absent: of the team alone"
    )


class RosterAction(Command):
    team_id: Id


class AddResponder(Responder, RosterAction):
    squad_id: Id | None = None


class ShowResponseRoster(RosterAction):
    """For staff of the area and leaders of the team."""


class MemberAction(RosterAction):
    member_id: Id


class MoveResponder(MemberAction):
    squad_id: Id | None = Field(default=None, description="absent: of the team alone")
    place: RosterPlace = RosterPlace.MEMBER


class LinkResponder(MemberAction):
    """Somebody from the list has enrolled: from now on they are called by their account, and name and number are dropped."""

    volunteer_id: Id


class DropResponder(MemberAction):
    pass


class ResponderView(View):
    id: Id
    volunteer_id: Id | None = None
    name: ShortText | None = pii(default=None, description="masked")
    phone: ShortText | None = pii(default=None, description="masked")
    squad_id: Id | None = None
    place: RosterPlace
    unready: Unready | None = Field(default=None, description="absent: ready now")


class ResponseRosterView(View):
    team_id: Id
    members: Count
    ready: Count = Field(description="who would be called now")
    items: list[ResponderView]


TEAM_FULL = ErrorCode(
    "volunteers.team_full", 422, "A team has at most {most} people; these are {have}.",
    "队伍最多 {most} 人，现有 {have} 人。",
)  # fmt: skip
SQUAD_FULL = ErrorCode(
    "volunteers.squad_full", 422, "A squad has at most {most} people; these are {have}.",
    "小分队最多 {most} 人，现有 {have} 人。",
)  # fmt: skip
NOBODY_NAMED = ErrorCode(
    "volunteers.nobody_named", 422, "Name an enrolled volunteer, or give name and number.",
    "请指定已注册的志愿者，或提供姓名和电话。",
)  # fmt: skip
MEMBER_TWICE = ErrorCode("volunteers.member_twice", 422, "This person is on the roster already.", "该人员已在名册中。")
NO_SUCH_SQUAD = ErrorCode("volunteers.no_such_squad", 422, "The team has no such squad.", "队伍没有该小分队。")
BY_ROSTER = ErrorCode(
    "volunteers.by_roster", 409, "Who is on this team stands on its roster, which staff keep.",
    "该队伍成员由工作人员通过名册管理。",
)  # fmt: skip
NO_NUMBER = ErrorCode(
    "volunteers.no_number", 409, "This volunteer does not sign in; enter them with name and number, to be rung up.",
    "该志愿者没有账号，无法接收通知；请以姓名和电话登记，以便电话通知。",
)  # fmt: skip
LINKED_ALREADY = ErrorCode(
    "volunteers.linked_already", 409, "This place on the roster belongs to an enrolled volunteer.",
    "名册上的该人员已关联注册志愿者。",
)  # fmt: skip

AT_ROSTER = "/first-response/teams/{team_id}/members"
SHOW_RESPONSE_ROSTER = Op(
    "show_response_roster", GET(AT_ROSTER), ShowResponseRoster, ResponseRosterView, MEMBERS,
    "Who is on a team, and who is ready now", writes=False, errors=(NOT_FOUND, FORBIDDEN, STALE_VERSION),
)  # fmt: skip
ADD_RESPONDER = Op(
    "add_responder", POST(AT_ROSTER), AddResponder, ResponderView, STAFF, "Add somebody to a team",
    errors=(NOT_FOUND, TEAM_FULL, SQUAD_FULL, NOBODY_NAMED, NO_NUMBER, MEMBER_TWICE, NO_SUCH_SQUAD, STALE_VERSION),
)  # fmt: skip
MOVE_RESPONDER = Op(
    "move_responder", PUT(AT_ROSTER + "/{member_id}/squad"), MoveResponder, ResponderView, STAFF,
    "Move somebody to a squad, or to lead it", errors=(NOT_FOUND, SQUAD_FULL, NO_SUCH_SQUAD, STALE_VERSION),
)  # fmt: skip
LINK_RESPONDER = Op(
    "link_responder", PUT(AT_ROSTER + "/{member_id}/volunteer"), LinkResponder, ResponderView, STAFF,
    "Link a name on the list to the volunteer who has enrolled",
    errors=(NOT_FOUND, LINKED_ALREADY, NO_NUMBER, MEMBER_TWICE, STALE_VERSION),
)  # fmt: skip
DROP_RESPONDER = Op(
    "drop_responder", DELETE(AT_ROSTER + "/{member_id}"), DropResponder, Done, STAFF, "Take somebody off a team",
    errors=(NOT_FOUND, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (SHOW_RESPONSE_ROSTER, ADD_RESPONDER, MOVE_RESPONDER, LINK_RESPONDER, DROP_RESPONDER)
EVENTS = ()
