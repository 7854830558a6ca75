"""Members of groups: ask, admit, refuse, leave, remove, own, and the volunteer who is posted to a group."""

from typing import Any

from services.residents.domain.groups import (
    GROUPS_OF_ONE,
    MEMBERSHIP,
    MODERATORS,
    OPEN_DOOR,
    OWNERS,
    SELF,
    capacities,
    refuse_stranger,
)
from services.residents.usecases.duty import refuse_outside
from shared.contracts.actor import SYSTEM, Actor
from shared.contracts.residents.group_members import (
    GROUP_FULL,
    LAST_OWNER,
    TOO_MANY_OWNERS,
    VOLUNTEER_ELSEWHERE,
    AdmitMember,
    GroupMemberLeft,
    GroupVolunteerPosted,
    JoinGroup,
    LeaveGroup,
    ListMembers,
    MemberPage,
    MemberView,
    PostVolunteer,
    RecallVolunteer,
    RefuseMember,
    RemoveMember,
    SetOwner,
)
from shared.contracts.residents.groups import (
    GROUP_DISSOLVED,
    TOO_MANY_GROUPS,
    Door,
    GroupMemberJoined,
    GroupView,
    MemberNews,
    MemberRole,
    MemberState,
)
from shared.contracts.residents.people import PersonMoved
from shared.kernel.errors import FORBIDDEN, NOT_FOUND
from shared.kernel.paging import decode_cursor, encode_cursor


def join_group(store: Any, actor: Actor, command: JoinGroup) -> MemberView:
    group = existing(store, command.group_id)
    refuse_stranger(group.kind, group.area, actor.person, store.home_of(actor.person) if actor.person else None)
    refuse_crowd(store, actor.account)
    member = store.find_member(group.id, actor.account)
    invited_back = member is None or member.state != MemberState.REMOVED
    if member is None:
        member = store.new_member(group, actor.account, actor.person, command.called)
    else:
        MEMBERSHIP.decide(member.state, "ask", {SELF})
        member.state, member.role, member.since, member.reason = MemberState.ASKED, MemberRole.MEMBER, store.now, None
    member.person, member.called, member.greeting = actor.person, command.called, command.greeting
    if group.door == Door.OPEN and invited_back:
        MEMBERSHIP.decide(member.state, "admit", {OPEN_DOOR})
        enter(store, actor, group, member)
    else:
        store.save(member)
    return store.member_view(member)


def admit_member(store: Any, actor: Actor, command: AdmitMember) -> MemberView:
    group, member = decided(store, actor, command, "admit")
    refuse_stranger(group.kind, group.area, member.person, store.home_of(member.person) if member.person else None)
    enter(store, actor, group, member)
    return store.member_view(member)


def refuse_member(store: Any, actor: Actor, command: RefuseMember) -> MemberView:
    group, member = decided(store, actor, command, "refuse")
    member.state, member.reason, member.since = MemberState.REFUSED, command.reason, store.now
    store.save(member)
    store.record_in_group(group.id, actor.account, "refuse", member.id, command.reason)
    return store.member_view(member)


def leave_group(store: Any, actor: Actor, command: LeaveGroup) -> MemberView:
    group = existing(store, command.group_id)
    member = store.find_member(group.id, actor.account)
    if member is None:
        raise NOT_FOUND("/group_id", what="membership")
    store.refuse_stale(member.version)
    MEMBERSHIP.decide(member.state, "leave", {SELF})
    refuse_last_owner(store, group, member)
    depart(store, actor, group, member, MemberState.LEFT, None)
    return store.member_view(member)


def remove_member(store: Any, actor: Actor, command: RemoveMember) -> MemberView:
    group, member = decided(store, actor, command, "remove")
    refuse_last_owner(store, group, member)
    depart(store, actor, group, member, MemberState.REMOVED, command.reason)
    return store.member_view(member)


def set_owner(store: Any, actor: Actor, command: SetOwner) -> MemberView:
    group = existing(store, command.group_id)
    refuse_outsider(store, actor, group)
    member = store.get_member(group.id, command.member_id)
    if member.state != MemberState.MEMBER or member.role == MemberRole.CONTACT:
        raise FORBIDDEN("/member_id")
    if command.owner and member.role != MemberRole.OWNER and store.count_owners(group.id) >= OWNERS:
        raise TOO_MANY_OWNERS(limit=OWNERS)
    if not command.owner:
        refuse_last_owner(store, group, member)
    member.role = MemberRole.OWNER if command.owner else MemberRole.MEMBER
    store.save(member)
    store.record_in_group(group.id, actor.account, "make_owner" if command.owner else "unmake_owner", member.id, None)
    return store.member_view(member)


def list_members(store: Any, actor: Actor, command: ListMembers) -> MemberPage:
    """Members see members; who has asked, was refused or removed is seen by those who decide on it."""
    group = store.get_group(command.group_id)
    held = held_by(store, actor, group)
    if not held or (command.state != MemberState.MEMBER and not held & MODERATORS):
        raise FORBIDDEN("/state" if held else None)
    after = decode_cursor(command.cursor, str)[0] if command.cursor else None
    found = store.find_members(group.id, command.state, after, command.limit + 1)
    onward = encode_cursor(found[command.limit - 1].id) if len(found) > command.limit else None
    return MemberPage(items=[store.member_view(member) for member in found[: command.limit]], next=onward)


def post_volunteer(store: Any, actor: Actor, command: PostVolunteer) -> MemberView:
    group = existing(store, command.group_id)
    refuse_outside(actor, group.area, "/group_id")
    elsewhere = store.group_of_contact(command.volunteer)
    if elsewhere not in (None, group.id):
        raise VOLUNTEER_ELSEWHERE("/volunteer")
    before = store.find_contact(group.id)
    if before is not None and before.account != command.volunteer:
        depart(store, actor, group, before, MemberState.LEFT, None)
    member = store.find_member(group.id, command.volunteer)
    member = member or store.new_member(group, command.volunteer, None, command.called)
    seated = member.state == MemberState.MEMBER
    member.called, member.role = command.called, MemberRole.CONTACT
    member.state, member.since = MemberState.MEMBER, store.now
    if not seated:
        take_seat(store, group)
    store.save(member)
    group.volunteer = command.volunteer
    store.save(group)
    store.record_in_group(group.id, actor.account, "post_volunteer", member.id, None)
    announce(store, group, member, GroupVolunteerPosted)
    return store.member_view(member)


def recall_volunteer(store: Any, actor: Actor, command: RecallVolunteer) -> GroupView:
    group = existing(store, command.group_id)
    refuse_outside(actor, group.area, "/group_id")
    contact = store.find_contact(group.id)
    if contact is None:
        raise NOT_FOUND("/group_id", what="volunteer")
    depart(store, actor, group, contact, MemberState.LEFT, None)
    group.volunteer = None
    store.save(group)
    return store.group_view(group, store.find_member(group.id, actor.account))


def leave_former_grid(store: Any, delivered: Any) -> None:
    """Reaction: somebody lives elsewhere, and leaves the real-name groups of other grids, owned ones too.

    A grid that has ended itself keeps its group: its neighbours have not moved, the border has.
    """
    moved: PersonMoved = delivered.data
    if moved.account is None:
        return
    for group, member in store.grid_memberships_of(moved.account):
        if group.area != moved.area and store.area_is_known(group.area):
            depart(store, SYSTEM, group, member, MemberState.REMOVED, "moved")


def enter(store: Any, actor: Actor, group: Any, member: Any) -> None:
    """Makes somebody a member, which takes a seat."""
    take_seat(store, group)
    member.state, member.since, member.reason = MemberState.MEMBER, store.now, None
    store.save(member)
    store.record_in_group(group.id, actor.account, "admit", member.id, None)
    announce(store, group, member, GroupMemberJoined)


def depart(store: Any, actor: Actor, group: Any, member: Any, state: MemberState, reason: str | None) -> None:
    seated, role = member.state == MemberState.MEMBER, member.role
    member.state, member.role, member.reason, member.since = state, MemberRole.MEMBER, reason, store.now
    store.save(member)
    store.record_in_group(
        group.id, actor.account, "remove" if state == MemberState.REMOVED else "leave", member.id, reason
    )
    if seated:
        store.free_seat(group)
        announce(store, group, member, GroupMemberLeft, role=role, removed=state == MemberState.REMOVED)


def take_seat(store: Any, group: Any) -> None:
    if not store.take_seat(group):
        raise GROUP_FULL(capacity=group.capacity)


def existing(store: Any, group_id: str) -> Any:
    group = store.get_group(group_id)
    if group.dissolved:
        raise GROUP_DISSOLVED()
    return group


def held_by(store: Any, actor: Actor, group: Any) -> frozenset[str]:
    mine = store.find_member(group.id, actor.account)
    return capacities(actor, group.area, mine.role if mine is not None and mine.state == MemberState.MEMBER else None)


def refuse_outsider(store: Any, actor: Actor, group: Any) -> None:
    if not held_by(store, actor, group) & MODERATORS:
        raise FORBIDDEN()


def decided(store: Any, actor: Actor, command: Any, action: str) -> tuple[Any, Any]:
    """Group and member, once the action is found to be open to this actor."""
    group = existing(store, command.group_id)
    refuse_outsider(store, actor, group)
    member = store.get_member(group.id, command.member_id)
    MEMBERSHIP.decide(member.state, action, held_by(store, actor, group))
    return group, member


def refuse_crowd(store: Any, account: str) -> None:
    if len(store.memberships_of(account)) >= GROUPS_OF_ONE:
        raise TOO_MANY_GROUPS(limit=GROUPS_OF_ONE)


def refuse_last_owner(store: Any, group: Any, member: Any) -> None:
    if member.role == MemberRole.OWNER and member.state == MemberState.MEMBER and store.count_owners(group.id) <= 1:
        raise LAST_OWNER()


def announce(store: Any, group: Any, member: Any, event: type[MemberNews], **more: Any) -> None:
    fields = {"role": member.role} | more
    news = event(group=group.id, kind=group.kind, area=group.area, account=member.account, **fields)
    store.announce(news, subject=member.id, version=member.version, area=group.area)
