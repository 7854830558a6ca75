"""Groups of neighbours: who founds them, who is admitted, what is posted, and the volunteer who looks after each."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from shared.contracts.actor import EVERYBODY, STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
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
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class GroupKind(StrEnum):
    """Real-name groups of a grid, groups around an interest or a service, families of the elders who live alone."""

    GRID = "grid"
    INTEREST = "interest"
    SERVICE = "service"
    ELDERS_FAMILIES = "elders_families"


class Door(StrEnum):
    """An open group is joined at once, a closed one after somebody has admitted the asker."""

    OPEN = "open"
    CLOSED = "closed"


class MemberState(StrEnum):
    ASKED = "asked"
    MEMBER = "member"
    REFUSED = "refused"
    LEFT = "left"
    REMOVED = "removed"


class MemberRole(StrEnum):
    MEMBER = "member"
    OWNER = "owner"
    CONTACT = "contact"
    """The volunteer who is posted to the group."""


class PostKind(StrEnum):
    MESSAGE = "message"
    NOTICE = "notice"
    ANSWER = "answer"


class GroupTexts(Value):
    name: ShortText
    about: LongText | None = None
    door: Door = Door.CLOSED
    capacity: int = Field(500, ge=2, le=2000, description="members at most")


class FoundGroup(GroupTexts, Command):
    """Staff found any kind in their areas; residents whose name is known found groups around an interest.

    A grid group lies in a grid and is always closed.
    """

    kind: GroupKind
    area: AreaPath
    called: ShortText = Field(description="how the group knows its founder", examples=["3-201 王"])


class GroupAction(Command):
    group_id: Id


class ChangeGroup(GroupTexts, GroupAction):
    pass


class GetGroup(GroupAction):
    pass


class ListGroups(PageQuery):
    """By area, newest first; `mine` are those that the caller belongs to or has asked."""

    area: AreaPath | None = None
    kind: GroupKind | None = None
    mine: bool = False


class DissolveGroup(GroupAction):
    reason: ShortText


class PostToGroup(GroupAction):
    """A message, an answer to one, or a notice (owners, staff of the area and the group's volunteer only)."""

    kind: PostKind = PostKind.MESSAGE
    text: LongText
    answers: Id | None = Field(None, description="the post that this one answers")


class ListGroupPosts(PageQuery):
    group_id: Id
    notices: bool = Field(False, description="notices only")


class RemoveGroupPost(GroupAction):
    """Takes a post out of sight; it is kept for those who look into complaints."""

    post_id: Id
    reason: ShortText


class ShowGroupRecord(PageQuery):
    group_id: Id


class CountGroups(Command):
    area: AreaPath


class GroupView(GroupTexts, View):
    id: Id
    kind: GroupKind
    area: AreaPath
    members: Count
    dissolved: bool = False
    has_volunteer: bool = False
    my_state: MemberState | None = None
    my_role: MemberRole | None = None
    founded_at: Moment
    version: Version


class GroupPage(Page[GroupView]):
    pass


class GroupPostView(View):
    id: Id
    group: Id
    kind: PostKind
    author: Id = Field(description="account")
    called: str
    text: str | None = Field(None, description="absent when removed, but for those who moderate")
    answers: Id | None = None
    at: Moment
    removed: bool = False
    removed_for: str | None = None
    version: Version


class GroupPostPage(Page[GroupPostView]):
    pass


class RecordEntry(View):
    """What was done in a group, by whom, and why."""

    at: Moment
    by: str
    action: str
    subject: str | None = None
    reason: str | None = None


class RecordPage(Page[RecordEntry]):
    pass


class GroupKindCount(View):
    kind: GroupKind
    groups: Count
    members: Count


class GroupFigures(View):
    """How many groups there are in an area, in how many of its communities, with how many members."""

    area: AreaPath
    groups: Count
    communities: Count
    members: Count
    kinds: list[GroupKindCount]


class GroupNews(Event):
    group: Id
    kind: GroupKind
    area: AreaPath


class GroupFounded(GroupNews):
    TYPE: ClassVar[str] = "residents.group.founded.v1"


class GroupDissolved(GroupNews):
    TYPE: ClassVar[str] = "residents.group.dissolved.v1"


class GroupAnswered(GroupNews):
    """The volunteer who is posted to the group has answered somebody else's post."""

    TYPE: ClassVar[str] = "residents.group.answered.v1"

    account: str = Field(description="the volunteer's")
    question: Id = Field(description="the post that is answered")


class MemberNews(GroupNews):
    account: str
    role: MemberRole


class GroupMemberJoined(MemberNews):
    TYPE: ClassVar[str] = "residents.group_member.joined.v1"


NEEDS_REAL_NAME = ErrorCode(
    "residents.needs_real_name", 403, "Only residents whose name is known may do this; apply for admission to a grid first.",
    "须先完成实名入格方可进行此操作。",
)  # fmt: skip
NOT_A_GRID_GROUP_AREA = ErrorCode(
    "residents.group_needs_grid",
    422,
    "A grid group lies in a grid, and its door is closed.",
    "网格群须归属某一网格，且须审核入群。",
)
GROUP_AREA_UNKNOWN = ErrorCode("residents.group_area_unknown", 422, "There is no area {area}.", "区域 {area} 不存在。")
GROUP_DISSOLVED = ErrorCode("residents.group_dissolved", 409, "The group does not exist any more.", "该群已解散。")
TOO_MANY_GROUPS = ErrorCode(
    "residents.too_many_groups", 409, "One may belong to {limit} groups at most.", "每人最多加入 {limit} 个群。"
)
TOO_MANY_POSTS = ErrorCode(
    "residents.too_many_posts",
    429,
    "{limit} posts an hour is the most in one group.",
    "每群每小时最多发布 {limit} 条。",
)
NO_SUCH_POST = ErrorCode(
    "residents.no_such_post", 422, "There is no post {post} in this group.", "本群没有消息 {post}。"
)

PEOPLE = frozenset({Role.RESIDENT, Role.VOLUNTEER, *STAFF})
GROUP_ERRORS = (NOT_FOUND, FORBIDDEN, GROUP_DISSOLVED)

FOUND_GROUP = Op(
    "found_group", POST("/groups"), FoundGroup, GroupView, PEOPLE, "Found a group", emits=(GroupFounded, GroupMemberJoined),
    errors=(FORBIDDEN, OUTSIDE_AREA, NEEDS_REAL_NAME, NOT_A_GRID_GROUP_AREA, GROUP_AREA_UNKNOWN, TOO_MANY_GROUPS),
)  # fmt: skip
CHANGE_GROUP = Op(
    "change_group", PUT("/groups/{group_id}"), ChangeGroup, GroupView, PEOPLE, "Change name, text, door and capacity",
    errors=(*GROUP_ERRORS, NOT_A_GRID_GROUP_AREA, STALE_VERSION),
)  # fmt: skip
GET_GROUP = Op(
    "get_group",
    GET("/groups/{group_id}"),
    GetGroup,
    GroupView,
    EVERYBODY,
    "One group",
    writes=False,
    errors=(NOT_FOUND,),
)
LIST_GROUPS = Op(
    "list_groups",
    GET("/groups"),
    ListGroups,
    GroupPage,
    EVERYBODY,
    "Groups of an area, or mine",
    writes=False,
    errors=(BAD_CURSOR,),
)
DISSOLVE_GROUP = Op(
    "dissolve_group", POST("/groups/{group_id}/dissolve", 200), DissolveGroup, GroupView, PEOPLE, "Dissolve a group",
    emits=(GroupDissolved,), errors=(*GROUP_ERRORS, STALE_VERSION),
)  # fmt: skip
POST_TO_GROUP = Op(
    "post_to_group", POST("/groups/{group_id}/posts"), PostToGroup, GroupPostView, PEOPLE, "Post a message, an answer or a notice",
    emits=(GroupAnswered,), errors=(*GROUP_ERRORS, TOO_MANY_POSTS, NO_SUCH_POST),
)  # fmt: skip
LIST_GROUP_POSTS = Op(
    "list_group_posts", GET("/groups/{group_id}/posts"), ListGroupPosts, GroupPostPage, PEOPLE, "What was posted, newest first",
    writes=False, errors=(NOT_FOUND, FORBIDDEN, BAD_CURSOR),
)  # fmt: skip
REMOVE_GROUP_POST = Op(
    "remove_group_post", POST("/groups/{group_id}/posts/{post_id}/remove", 200), RemoveGroupPost, GroupPostView, PEOPLE,
    "Take a post out of sight", errors=(*GROUP_ERRORS, STALE_VERSION),
)  # fmt: skip
SHOW_GROUP_RECORD = Op(
    "show_group_record", GET("/groups/{group_id}/record"), ShowGroupRecord, RecordPage, PEOPLE,
    "Who did what in a group, newest first", writes=False, errors=(NOT_FOUND, FORBIDDEN, BAD_CURSOR),
)  # fmt: skip
COUNT_GROUPS = Op(
    "count_groups", GET("/group-figures"), CountGroups, GroupFigures, STAFF | {Role.OPS}, "How many groups an area has",
    writes=False,
)  # fmt: skip

OPERATIONS = (
    FOUND_GROUP, CHANGE_GROUP, GET_GROUP, LIST_GROUPS, DISSOLVE_GROUP, POST_TO_GROUP, LIST_GROUP_POSTS, REMOVE_GROUP_POST,
    SHOW_GROUP_RECORD, COUNT_GROUPS,
)  # fmt: skip
EVENTS = (GroupFounded, GroupDissolved, GroupAnswered, GroupMemberJoined)
