"""Posts: who is on duty claims one and tells what they did there; staff confirm it."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import PUBLIC, STAFF, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    Event,
    Id,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import DELETE, GET, POST, PUT, Op
from shared.contracts.volunteers.duty import CommunityPath
from shared.contracts.volunteers.people import MEMBERS, NOT_ENROLLED
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

Day = Annotated[
    date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31), description="a day in Shanghai", examples=["2026-11-21"])
]
KindCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,39}$"), Field(examples=["policy_talks"])]
Places = Annotated[int, Field(ge=1, le=500, description="how many may hold it at a time")]


class DeedState(StrEnum):
    TOLD = "told"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class PutPostKind(Command):
    kind: KindCode
    name: ShortText
    name_en: ShortText


class ListPostKinds(Command):
    pass


class PostKindView(View):
    kind: KindCode
    name: ShortText
    name_en: ShortText


class PostKindList(View):
    items: list[PostKindView]


class OfferPost(Command):
    community: CommunityPath
    kind: KindCode
    title: ShortText
    places: Places


class PostAction(Command):
    post_id: Id


class GetPost(PostAction):
    pass


class ClaimPost(PostAction):
    pass


class GiveUpPost(PostAction):
    pass


class ClosePost(PostAction):
    """Nobody claims it any more; who holds it may still tell what they did."""


class ListPosts(PageQuery):
    area: AreaPath
    kind: KindCode | None = None


class VolunteerPostView(View):
    id: Id
    community: CommunityPath
    kind: KindCode
    title: ShortText
    places: Count
    taken: Count
    open: bool
    mine: bool = Field(description="whether the caller holds it")
    version: Version


class VolunteerPostPage(Page[VolunteerPostView]):
    pass


class ToldDeed(Value):
    day: Day
    minutes: int = Field(ge=1, le=1440)
    note: ShortText


class TellDeeds(PostAction):
    """What one did at a post that one holds; at most 50 at once, all or none."""

    deeds: list[ToldDeed] = Field(min_length=1, max_length=50)


class DecideDeeds(Command):
    """For up to 100 deeds at once, all or none; nobody decides on their own."""

    deeds: list[Id] = Field(min_length=1, max_length=100)
    confirm: bool
    rating: int | None = Field(None, ge=1, le=5, description="of the work, where it is confirmed")


class ListDeeds(PageQuery):
    area: AreaPath
    state: DeedState | None = None


class ListMyDeeds(PageQuery):
    pass


class DeedView(ToldDeed, View):
    id: Id
    post_id: Id
    volunteer_id: Id
    kind: KindCode
    community: CommunityPath
    state: DeedState
    rating: Count | None = None
    version: Version


class DeedList(View):
    items: list[DeedView]


class DeedPage(Page[DeedView]):
    pass


class ShowPostFigures(Command):
    area: AreaPath
    since: Day | None = Field(None, description="only deeds of this day and later")
    until: Day | None = Field(None, description="only deeds up to this day, itself included")


class KindFigures(View):
    kind: KindCode
    posts: Count
    deeds: Count = Field(description="confirmed ones")


class PostFigures(View):
    area: AreaPath
    on_duty: Count
    deeds: Count = Field(description="confirmed ones")
    minutes: Count
    kinds: list[KindFigures]


class DeedConfirmed(Event):
    TYPE: ClassVar[str] = "volunteers.deed.confirmed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    community: CommunityPath
    kind: KindCode
    day: date
    minutes: Count


NOT_ON_DUTY = ErrorCode(
    "volunteers.not_on_duty", 409, "Report in at {community} first.", "请先到 {community} 社区扫码报到。"
)
POST_FULL = ErrorCode("volunteers.post_full", 409, "All {places} places are taken.", "{places} 个名额已满。")
POST_CLOSED = ErrorCode("volunteers.post_closed", 409, "This post is closed.", "该岗位已关闭。")
POST_HELD = ErrorCode("volunteers.post_held", 409, "You hold this post already.", "您已认领该岗位。")
POST_NOT_HELD = ErrorCode("volunteers.post_not_held", 409, "You do not hold this post.", "您未认领该岗位。")
UNKNOWN_KIND = ErrorCode("volunteers.unknown_kind", 422, "There is no post of kind {kind}.", "没有“{kind}”这一类岗位。")
DEED_AHEAD = ErrorCode("volunteers.deed_ahead", 422, "A deed cannot lie in the future.", "服务日期不能晚于今天。")
OWN_DEED = ErrorCode("volunteers.own_deed", 403, "Nobody decides on their own deeds.", "不得审核本人的服务记录。")
RATED_REFUSAL = ErrorCode(
    "volunteers.rated_refusal", 422, "Only what is confirmed is rated.", "只有确认的服务才能评分。"
)

PUT_POST_KIND = Op(
    "put_post_kind", PUT("/volunteer-posts/kinds/{kind}"), PutPostKind, PostKindView, frozenset({Role.DISTRICT_STAFF, Role.OPS}),
    "Name a kind of posts",
)  # fmt: skip
LIST_POST_KINDS = Op(
    "list_post_kinds",
    GET("/volunteer-posts/kinds"),
    ListPostKinds,
    PostKindList,
    PUBLIC,
    "The kinds of posts",
    writes=False,
)
OFFER_POST = Op(
    "offer_post", POST("/volunteer-posts"), OfferPost, VolunteerPostView, STAFF, "Offer a post for members to claim",
    errors=(OUTSIDE_AREA, UNKNOWN_KIND),
)  # fmt: skip
LIST_POSTS = Op(
    "list_posts", GET("/volunteer-posts"), ListPosts, VolunteerPostPage, MEMBERS, "Posts of an area, newest first", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
GET_POST = Op("get_post", GET("/volunteer-posts/{post_id}"), GetPost, VolunteerPostView, MEMBERS, "One post", writes=False, errors=(NOT_FOUND,))  # fmt: skip
CLAIM_POST = Op(
    "claim_post", POST("/volunteer-posts/{post_id}/claims", 200), ClaimPost, VolunteerPostView, MEMBERS, "Claim a post where I am on duty",
    errors=(NOT_FOUND, NOT_ENROLLED, NOT_ON_DUTY, POST_FULL, POST_CLOSED, POST_HELD, STALE_VERSION),
)  # fmt: skip
GIVE_UP_POST = Op(
    "give_up_post", DELETE("/volunteer-posts/{post_id}/claims/me"), GiveUpPost, VolunteerPostView, MEMBERS, "Give up a post that I hold",
    errors=(NOT_FOUND, NOT_ENROLLED, POST_NOT_HELD, STALE_VERSION),
)  # fmt: skip
CLOSE_POST = Op(
    "close_post", POST("/volunteer-posts/{post_id}/close", 200), ClosePost, VolunteerPostView, STAFF, "Close a post of my area",
    errors=(NOT_FOUND, OUTSIDE_AREA, POST_CLOSED, STALE_VERSION),
)  # fmt: skip
TELL_DEEDS = Op(
    "tell_deeds", POST("/volunteer-posts/{post_id}/deeds"), TellDeeds, DeedList, MEMBERS, "Tell what I did at a post that I hold",
    errors=(NOT_FOUND, NOT_ENROLLED, POST_NOT_HELD, DEED_AHEAD, STALE_VERSION),
)  # fmt: skip
DECIDE_DEEDS = Op(
    "decide_deeds", POST("/deeds/decisions", 200), DecideDeeds, DeedList, STAFF, "Confirm or decline what members told",
    emits=(DeedConfirmed,), errors=(NOT_FOUND, OWN_DEED, RATED_REFUSAL, NOT_ALLOWED_NOW, FORBIDDEN),
)  # fmt: skip
LIST_DEEDS = Op(
    "list_deeds", GET("/deeds"), ListDeeds, DeedPage, STAFF, "What members of an area told, newest first", writes=False,
    errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
LIST_MY_DEEDS = Op(
    "list_my_deeds", GET("/deeds/mine"), ListMyDeeds, DeedPage, MEMBERS, "What I told, newest first", writes=False,
    errors=(NOT_ENROLLED, BAD_CURSOR),
)  # fmt: skip
SHOW_POST_FIGURES = Op(
    "show_post_figures", GET("/volunteer-posts/figures"), ShowPostFigures, PostFigures, STAFF, "Who is on duty and what was done, by kind",
    writes=False, errors=(OUTSIDE_AREA,),
)  # fmt: skip

OPERATIONS = (
    PUT_POST_KIND, LIST_POST_KINDS, OFFER_POST, LIST_POSTS, GET_POST,
    CLAIM_POST, GIVE_UP_POST, CLOSE_POST, TELL_DEEDS, DECIDE_DEEDS, LIST_DEEDS, LIST_MY_DEEDS, SHOW_POST_FIGURES,
)  # fmt: skip
EVENTS = (DeedConfirmed,)
