"""Groups: found, change, dissolve, find, and post to them."""

from datetime import timedelta
from typing import Any

from services.residents.domain.groups import (
    CONTACT,
    MEMBER,
    MODERATORS,
    OWNER,
    POSTS_AN_HOUR,
    SPEAKERS,
    WARDEN,
    capacities,
    refuse_founder,
    refuse_open_grid_group,
)
from services.residents.usecases.members import enter, refuse_crowd
from shared.contracts.actor import Actor
from shared.contracts.residents.groups import (
    GROUP_AREA_UNKNOWN,
    GROUP_DISSOLVED,
    NO_SUCH_POST,
    TOO_MANY_POSTS,
    ChangeGroup,
    CountGroups,
    DissolveGroup,
    FoundGroup,
    GetGroup,
    GroupAnswered,
    GroupDissolved,
    GroupFigures,
    GroupFounded,
    GroupPage,
    GroupPostPage,
    GroupPostView,
    GroupView,
    ListGroupPosts,
    ListGroups,
    MemberRole,
    MemberState,
    PostKind,
    PostToGroup,
    RecordPage,
    RemoveGroupPost,
    ShowGroupRecord,
)
from shared.kernel.errors import FORBIDDEN
from shared.kernel.paging import decode_cursor, encode_cursor

HOUR = timedelta(hours=1)


def found_group(store: Any, actor: Actor, command: FoundGroup) -> GroupView:
    refuse_founder(actor, command.kind, command.area, command.door)
    if not store.area_is_known(command.area):
        raise GROUP_AREA_UNKNOWN("/area", area=command.area)
    refuse_crowd(store, actor.account)
    group = store.new_group(
        kind=command.kind, area=command.area, name=command.name, about=command.about, door=command.door,
        capacity=command.capacity,
    )  # fmt: skip
    store.save(group)
    founder = store.new_member(group, actor.account, actor.person, command.called)
    founder.role = MemberRole.OWNER
    enter(store, actor, group, founder)
    store.record_in_group(group.id, actor.account, "found", None, None)
    store.announce(GroupFounded(group=group.id, kind=group.kind, area=group.area), group.id, group.version, group.area)
    return store.group_view(group, founder)


def change_group(store: Any, actor: Actor, command: ChangeGroup) -> GroupView:
    group, mine = moderated(store, actor, command.group_id)
    store.refuse_stale(group.version)
    refuse_open_grid_group(group.kind, group.area, command.door)
    group.name, group.about = command.name, command.about
    group.door, group.capacity = command.door, command.capacity
    store.save(group)
    store.record_in_group(group.id, actor.account, "change", None, None)
    return store.group_view(group, mine)


def get_group(store: Any, actor: Actor, command: GetGroup) -> GroupView:
    group = store.get_group(command.group_id)
    return store.group_view(group, store.find_member(group.id, actor.account))


def list_groups(store: Any, actor: Actor, command: ListGroups) -> GroupPage:
    found = store.find_groups(
        area=command.area, kind=command.kind, account=actor.account if command.mine else None,
        before=position(command.cursor), limit=command.limit + 1,
    )  # fmt: skip
    shown = found[: command.limit]
    return GroupPage(
        items=[store.group_view(group, store.find_member(group.id, actor.account)) for group in shown],
        next=onward(found, command.limit),
    )


def dissolve_group(store: Any, actor: Actor, command: DissolveGroup) -> GroupView:
    group, mine = moderated(store, actor, command.group_id)
    store.refuse_stale(group.version)
    group.dissolved = True
    group.volunteer = None
    store.save(group)
    contact = store.find_contact(group.id)
    if contact is not None:
        contact.role, contact.state, contact.since = MemberRole.MEMBER, MemberState.LEFT, store.now
        store.save(contact)
    store.record_in_group(group.id, actor.account, "dissolve", None, command.reason)
    store.announce(
        GroupDissolved(group=group.id, kind=group.kind, area=group.area), group.id, group.version, group.area
    )
    return store.group_view(group, mine)


def post_to_group(store: Any, actor: Actor, command: PostToGroup) -> GroupPostView:
    group, mine, held = standing(store, actor, command.group_id)
    refuse_dissolved(group)
    needed = SPEAKERS if command.kind == PostKind.NOTICE else SPEAKERS | {MEMBER}
    if not needed & held:
        raise FORBIDDEN("/kind")
    if store.count_posts(group.id, actor.account, store.now - HOUR) >= POSTS_AN_HOUR:
        raise TOO_MANY_POSTS(limit=POSTS_AN_HOUR)
    question = store.find_post(group.id, command.answers) if command.answers is not None else None
    if command.answers is not None and question is None:
        raise NO_SUCH_POST("/answers", post=command.answers)
    kind = PostKind.ANSWER if command.answers and command.kind == PostKind.MESSAGE else command.kind
    called = mine.called if mine is not None and held & {MEMBER, OWNER, CONTACT} else actor.name or "网格工作人员"
    post = store.new_post(
        group=group.id, kind=kind, author=actor.account, called=called, text=command.text, answers=command.answers
    )
    store.save(post)
    if kind == PostKind.ANSWER and CONTACT in held and question is not None and question.author != actor.account:
        news = GroupAnswered(
            group=group.id, kind=group.kind, area=group.area, account=actor.account, question=question.id
        )
        store.announce(news, subject=post.id, version=post.version, area=group.area)
    return store.post_view(post, moderating=False)


def list_group_posts(store: Any, actor: Actor, command: ListGroupPosts) -> GroupPostPage:
    group, _, held = standing(store, actor, command.group_id)
    if not held:
        raise FORBIDDEN()
    moderating = bool(held & MODERATORS)
    found = store.find_posts(
        group.id, notices=command.notices, removed=moderating, before=position(command.cursor), limit=command.limit + 1
    )
    return GroupPostPage(
        items=[store.post_view(post, moderating) for post in found[: command.limit]], next=onward(found, command.limit)
    )


def remove_group_post(store: Any, actor: Actor, command: RemoveGroupPost) -> GroupPostView:
    group, _, held = standing(store, actor, command.group_id)
    refuse_dissolved(group)
    post = store.get_post(group.id, command.post_id)
    own = post.author == actor.account and MEMBER in held
    if not own and not held & MODERATORS:
        raise FORBIDDEN()
    if not post.removed:
        post.removed, post.removed_for = True, command.reason
        store.save(post)
        store.record_in_group(group.id, actor.account, "remove_post", post.id, command.reason)
    return store.post_view(post, bool(held & MODERATORS))


def show_group_record(store: Any, actor: Actor, command: ShowGroupRecord) -> RecordPage:
    group, _, held = standing(store, actor, command.group_id)
    if not held & MODERATORS:
        raise FORBIDDEN()
    found = store.find_records(group.id, position(command.cursor), command.limit + 1)
    return RecordPage(
        items=[store.record_entry(entry) for entry in found[: command.limit]], next=onward(found, command.limit)
    )


def count_groups(store: Any, _actor: Actor, command: CountGroups) -> GroupFigures:
    return store.group_figures(command.area)


def standing(store: Any, actor: Actor, group_id: str) -> tuple[Any, Any, frozenset[str]]:
    """The group, the actor's own row in it, and in what capacities the actor stands to it."""
    group = store.get_group(group_id)
    mine = store.find_member(group.id, actor.account)
    role = mine.role if mine is not None and mine.state == MemberState.MEMBER else None
    return group, mine, capacities(actor, group.area, role)


def moderated(store: Any, actor: Actor, group_id: str) -> tuple[Any, Any]:
    group, mine, held = standing(store, actor, group_id)
    if not held & {OWNER, WARDEN}:
        raise FORBIDDEN()
    refuse_dissolved(group)
    return group, mine


def refuse_dissolved(group: Any) -> None:
    if group.dissolved:
        raise GROUP_DISSOLVED()


def position(cursor: str | None) -> str | None:
    return decode_cursor(cursor, str)[0] if cursor else None


def onward(found: list[Any], limit: int) -> str | None:
    return encode_cursor(found[limit - 1].id) if len(found) > limit else None
