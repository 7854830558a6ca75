"""Members of groups: how one joins, is admitted, refused or removed, and the volunteer who looks after a group."""

from typing import ClassVar

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import Id, Moment, Page, PageQuery, ShortText, Version, View
from shared.contracts.operation import DELETE, GET, POST, PUT, Op
from shared.contracts.residents.groups import (
    GROUP_ERRORS,
    NEEDS_REAL_NAME,
    PEOPLE,
    TOO_MANY_GROUPS,
    GroupAction,
    GroupMemberJoined,
    GroupView,
    MemberNews,
    MemberRole,
    MemberState,
)
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class JoinGroup(GroupAction):
    called: ShortText = Field(description="how the group shall know the member", examples=["3-201 王"])
    greeting: ShortText | None = None


class LeaveGroup(GroupAction):
    pass


class MemberAction(GroupAction):
    member_id: Id


class AdmitMember(MemberAction):
    pass


class RefuseMember(MemberAction):
    reason: ShortText


class RemoveMember(MemberAction):
    reason: ShortText


class SetOwner(MemberAction):
    """Makes a member an owner, or an owner a member again; a group keeps one owner at least."""

    owner: bool


class ListMembers(PageQuery):
    group_id: Id
    state: MemberState = MemberState.MEMBER


class PostVolunteer(GroupAction):
    """One volunteer to a group and one group to a volunteer; who was posted before is relieved."""

    volunteer: Id = Field(description="the volunteer's account")
    called: ShortText


class RecallVolunteer(GroupAction):
    pass


class MemberView(View):
    id: Id
    group: Id
    account: Id
    called: str
    role: MemberRole
    state: MemberState
    real_name: bool = Field(description="whether a registered resident stands behind it")
    greeting: str | None = None
    since: Moment
    reason: str | None = None
    version: Version


class MemberPage(Page[MemberView]):
    pass


class GroupMemberLeft(MemberNews):
    TYPE: ClassVar[str] = "residents.group_member.left.v1"

    removed: bool = Field(description="whether somebody else has ended the membership")


class GroupVolunteerPosted(MemberNews):
    """The group has this volunteer as its contact from now on."""

    TYPE: ClassVar[str] = "residents.group.volunteer_posted.v1"


NOT_OF_THIS_GRID = ErrorCode(
    "residents.not_of_this_grid", 403, "Only residents of the grid {area} are admitted.", "仅限网格 {area} 的居民加入。"
)
GROUP_FULL = ErrorCode(
    "residents.group_full", 409, "The group has {capacity} members and is full.", "群成员已满（{capacity} 人）。"
)
TOO_MANY_OWNERS = ErrorCode(
    "residents.too_many_owners", 409, "A group has {limit} owners at most.", "每群最多 {limit} 名群主。"
)
LAST_OWNER = ErrorCode(
    "residents.last_owner",
    409,
    "The group needs an owner; name another one first.",
    "群须至少保留一名群主，请先指定他人。",
)
VOLUNTEER_ELSEWHERE = ErrorCode(
    "residents.volunteer_elsewhere", 409, "This volunteer looks after another group.", "该志愿者已对接其他群。"
)
MEMBER_ERRORS = (*GROUP_ERRORS, NOT_ALLOWED_NOW, STALE_VERSION)
JOINING_ERRORS = (NEEDS_REAL_NAME, NOT_OF_THIS_GRID, GROUP_FULL)
JOIN_GROUP = Op(
    "join_group", POST("/groups/{group_id}/join", 200), JoinGroup, MemberView, PEOPLE, "Join, or ask to be admitted",
    emits=(GroupMemberJoined,), errors=(*MEMBER_ERRORS, *JOINING_ERRORS, TOO_MANY_GROUPS),
)  # fmt: skip
LEAVE_GROUP = Op(
    "leave_group", POST("/groups/{group_id}/leave", 200), LeaveGroup, MemberView, PEOPLE, "Leave",
    emits=(GroupMemberLeft,), errors=(*MEMBER_ERRORS, LAST_OWNER),
)  # fmt: skip
ADMIT_MEMBER = Op(
    "admit_member", POST("/groups/{group_id}/members/{member_id}/admit", 200), AdmitMember, MemberView, PEOPLE,
    "Admit somebody who has asked", emits=(GroupMemberJoined,), errors=(*MEMBER_ERRORS, *JOINING_ERRORS),
)  # fmt: skip
REFUSE_MEMBER = Op(
    "refuse_member", POST("/groups/{group_id}/members/{member_id}/refuse", 200), RefuseMember, MemberView, PEOPLE,
    "Refuse somebody who has asked", errors=MEMBER_ERRORS,
)  # fmt: skip
REMOVE_MEMBER = Op(
    "remove_member", POST("/groups/{group_id}/members/{member_id}/remove", 200), RemoveMember, MemberView, PEOPLE,
    "Remove a member", emits=(GroupMemberLeft,), errors=(*MEMBER_ERRORS, LAST_OWNER),
)  # fmt: skip
SET_OWNER = Op(
    "set_owner", PUT("/groups/{group_id}/members/{member_id}/owner"), SetOwner, MemberView, PEOPLE,
    "Make a member an owner, or no owner any more", errors=(*MEMBER_ERRORS, LAST_OWNER, TOO_MANY_OWNERS),
)  # fmt: skip
LIST_MEMBERS = Op(
    "list_members", GET("/groups/{group_id}/members"), ListMembers, MemberPage, PEOPLE, "The members of a group",
    writes=False, errors=(NOT_FOUND, FORBIDDEN, BAD_CURSOR),
)  # fmt: skip
POST_VOLUNTEER = Op(
    "post_volunteer", POST("/groups/{group_id}/volunteer", 200), PostVolunteer, MemberView, STAFF, "Post a volunteer to a group",
    emits=(GroupVolunteerPosted,), errors=(*GROUP_ERRORS, OUTSIDE_AREA, VOLUNTEER_ELSEWHERE),
)  # fmt: skip
RECALL_VOLUNTEER = Op(
    "recall_volunteer", DELETE("/groups/{group_id}/volunteer"), RecallVolunteer, GroupView, STAFF, "Relieve a group's volunteer",
    emits=(GroupMemberLeft,), errors=(*GROUP_ERRORS, OUTSIDE_AREA),
)  # fmt: skip

OPERATIONS = (
    JOIN_GROUP, LEAVE_GROUP, ADMIT_MEMBER, REFUSE_MEMBER, REMOVE_MEMBER, SET_OWNER, LIST_MEMBERS, POST_VOLUNTEER,
    RECALL_VOLUNTEER,
)  # fmt: skip
EVENTS = (GroupMemberLeft, GroupVolunteerPosted)
