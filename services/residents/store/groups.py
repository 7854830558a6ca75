"""Finding and keeping groups, members, posts and the record of what was done."""

from datetime import datetime
from typing import Any

from services.residents.documents.areas import Area
from services.residents.documents.groups import Group, GroupMember, GroupPost, GroupRecord
from services.residents.documents.people import Person
from services.residents.domain.tree import parent_of
from services.residents.store.queries import inside
from shared.contracts.residents.group_members import MemberView
from shared.contracts.residents.groups import (
    GroupFigures,
    GroupKind,
    GroupKindCount,
    GroupPostView,
    GroupView,
    MemberRole,
    MemberState,
    PostKind,
    RecordEntry,
)
from shared.contracts.residents.people import PersonState
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

BELONGING = (MemberState.ASKED, MemberState.MEMBER)


class GroupStore(Work):
    documents = (Group, GroupMember, GroupPost, GroupRecord)

    def new_group(self, **fields: Any) -> Group:
        return Group(id=self.new_id(), founded_at=self.now, members=0, dissolved=False, **fields)

    def get_group(self, group_id: str) -> Group:
        group = Group.objects(id=group_id).first()
        if group is None:
            raise NOT_FOUND("/group_id", what="group")
        return group

    def area_is_known(self, path: str) -> bool:
        return Area.objects(path=path, until=None).only("path").first() is not None

    def home_of(self, person: str) -> str | None:
        """The grid that the resident lives in."""
        found = Person.objects(id=person, state=PersonState.LIVING_HERE).only("area").first()
        return found.area if found else None

    def find_groups(self, *, area: str | None, kind: GroupKind | None, account: str | None,
                    before: str | None, limit: int) -> list[Group]:  # fmt: skip
        """Newest first, without the dissolved; with `account`, those that it belongs to or has asked."""
        query: dict[str, Any] = {"dissolved": False}
        if area is not None:
            query["area"] = inside(area)
        if kind is not None:
            query["kind"] = kind
        ids: dict[str, Any] = {}
        if account is not None:
            ids["$in"] = list(GroupMember.objects(account=account, state__in=BELONGING).scalar("group"))
        if before is not None:
            ids["$lt"] = before
        if ids:
            query["_id"] = ids
        return list(Group.objects(__raw__=query).order_by("-id").limit(limit))

    def new_member(self, group: Group, account: str, person: str | None, called: str) -> GroupMember:
        return GroupMember(
            id=self.new_id(), group=group.id, account=account, person=person, called=called, role=MemberRole.MEMBER,
            state=MemberState.ASKED, since=self.now,
        )  # fmt: skip

    def find_member(self, group_id: str, account: str) -> GroupMember | None:
        return GroupMember.objects(group=group_id, account=account).first()

    def get_member(self, group_id: str, member_id: str) -> GroupMember:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        member = GroupMember.objects(id=member_id, group=group_id).first()
        if member is None:
            raise NOT_FOUND("/member_id", what="member")
        self.refuse_stale(member.version)
        return member

    def memberships_of(self, account: str) -> list[GroupMember]:
        return list(GroupMember.objects(account=account, state__in=BELONGING))

    def grid_memberships_of(self, account: str) -> list[tuple[Group, GroupMember]]:
        """Real-name groups of grids that the account belongs to or has asked."""
        held = {member.group: member for member in self.memberships_of(account)}
        return [(group, held[group.id]) for group in Group.objects(id__in=list(held), kind=GroupKind.GRID)]

    def find_members(self, group_id: str, state: MemberState, after: str | None, limit: int) -> list[GroupMember]:
        query: dict[str, Any] = {"group": group_id, "state": state}
        if after is not None:
            query["_id"] = {"$gt": after}
        return list(GroupMember.objects(__raw__=query).order_by("id").limit(limit))

    def count_owners(self, group_id: str) -> int:
        return GroupMember.objects(group=group_id, role=MemberRole.OWNER, state=MemberState.MEMBER).count()

    def find_contact(self, group_id: str) -> GroupMember | None:
        return GroupMember.objects(group=group_id, role=MemberRole.CONTACT, state=MemberState.MEMBER).first()

    def group_of_contact(self, account: str) -> str | None:
        posted = (
            GroupMember.objects(account=account, role=MemberRole.CONTACT, state=MemberState.MEMBER)
            .only("group")
            .first()
        )
        return posted.group if posted else None

    def take_seat(self, group: Group) -> bool:
        """Counts one member more, unless the group is full; the database decides between those who come together."""
        raised = Group.objects(__raw__={"_id": group.id, "members": {"$lt": group.capacity}}).update_one(inc__members=1)
        group.members += raised
        return bool(raised)

    def free_seat(self, group: Group) -> None:
        group.members -= Group.objects(__raw__={"_id": group.id, "members": {"$gt": 0}}).update_one(inc__members=-1)

    def new_post(self, **fields: Any) -> GroupPost:
        return GroupPost(id=self.new_id(), at=self.now, removed=False, **fields)

    def get_post(self, group_id: str, post_id: str) -> GroupPost:
        post = self.find_post(group_id, post_id)
        if post is None:
            raise NOT_FOUND("/post_id", what="post")
        self.refuse_stale(post.version)
        return post

    def find_post(self, group_id: str, post_id: str) -> GroupPost | None:
        return GroupPost.objects(id=post_id, group=group_id).first()

    def count_posts(self, group_id: str, author: str, since: datetime) -> int:
        return GroupPost.objects(group=group_id, author=author, at__gt=since).count()

    def find_posts(
        self, group_id: str, *, notices: bool, removed: bool, before: str | None, limit: int
    ) -> list[GroupPost]:
        """Newest first; the removed only when asked for."""
        query: dict[str, Any] = {"group": group_id}
        if notices:
            query["kind"] = PostKind.NOTICE
        if not removed:
            query["removed"] = False
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(GroupPost.objects(__raw__=query).order_by("-id").limit(limit))

    def record_in_group(self, group_id: str, by: str, action: str, subject: str | None, reason: str | None) -> None:
        GroupRecord(
            id=self.new_id(), group=group_id, at=self.now, by=by, action=action, subject=subject, reason=reason
        ).save(force_insert=True)

    def find_records(self, group_id: str, before: str | None, limit: int) -> list[GroupRecord]:
        query: dict[str, Any] = {"group": group_id}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(GroupRecord.objects(__raw__=query).order_by("-id").limit(limit))

    def group_figures(self, area: str) -> GroupFigures:
        """A group of a grid counts for its grid's community; one of a street or district for no community."""
        kinds = {kind: [0, 0] for kind in GroupKind}
        communities = set()
        found = Group.objects(__raw__={"area": inside(area), "dissolved": False}).only("kind", "area", "members")
        for group in found:
            kinds[group.kind][0] += 1
            kinds[group.kind][1] += group.members
            depth = group.area.count(".")
            if depth >= 2:
                communities.add(group.area if depth == 2 else parent_of(group.area))
        return GroupFigures(
            area=area,
            groups=sum(count for count, _ in kinds.values()),
            communities=len(communities),
            members=sum(members for _, members in kinds.values()),
            kinds=[
                GroupKindCount(kind=kind, groups=count, members=members) for kind, (count, members) in kinds.items()
            ],
        )

    def group_view(self, group: Group, mine: GroupMember | None) -> GroupView:
        return GroupView(
            id=group.id, kind=group.kind, area=group.area, name=group.name, about=group.about, door=group.door,
            capacity=group.capacity, members=group.members, dissolved=group.dissolved,
            has_volunteer=group.volunteer is not None, my_state=mine.state if mine else None,
            my_role=mine.role if mine else None, founded_at=group.founded_at, version=group.version,
        )  # fmt: skip

    def member_view(self, member: GroupMember) -> MemberView:
        return MemberView(
            id=member.id, group=member.group, account=member.account, called=member.called, role=member.role,
            state=member.state, real_name=member.person is not None, greeting=member.greeting, since=member.since,
            reason=member.reason, version=member.version,
        )  # fmt: skip

    def post_view(self, post: GroupPost, moderating: bool) -> GroupPostView:
        return GroupPostView(
            id=post.id, group=post.group, kind=post.kind, author=post.author, called=post.called,
            text=post.text if moderating or not post.removed else None, answers=post.answers, at=post.at,
            removed=post.removed, removed_for=post.removed_for, version=post.version,
        )  # fmt: skip

    def record_entry(self, record: GroupRecord) -> RecordEntry:
        return RecordEntry(
            at=record.at, by=record.by, action=record.action, subject=record.subject, reason=record.reason
        )
