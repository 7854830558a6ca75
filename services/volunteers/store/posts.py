"""Finding and keeping posts and deeds."""

from datetime import date
from typing import Any

from services.volunteers.documents.duty import Duty
from services.volunteers.documents.posts import Deed, Post, PostKind
from services.volunteers.domain.areas import chain
from services.volunteers.domain.deeds import DEED, KINDS
from shared.contracts.volunteers.posts import (
    DeedState,
    DeedView,
    KindFigures,
    OfferPost,
    PostFigures,
    PostKindView,
    ToldDeed,
    VolunteerPostView,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class PostStore(Work):
    documents = (PostKind, Post, Deed)

    def free_posts_of(self, volunteer_id: str) -> None:
        """Places that they hold are free again."""
        for post in Post.objects(holders=volunteer_id):
            post.holders.remove(volunteer_id)
            self.save(post)

    def put_post_kind(self, kind: str, name: str, name_en: str) -> PostKindView:
        kept = PostKind.objects(id=kind).first() or PostKind(id=kind)
        kept.name, kept.name_en = name, name_en
        self.save(kept)
        return PostKindView(kind=kind, name=name, name_en=name_en)

    def list_post_kinds(self) -> list[PostKindView]:
        named = KINDS | {kept.id: (kept.name, kept.name_en) for kept in PostKind.objects}
        return [PostKindView(kind=kind, name=name, name_en=english) for kind, (name, english) in named.items()]

    def knows_post_kind(self, kind: str) -> bool:
        return kind in KINDS or PostKind.objects(id=kind).first() is not None

    def add_post(self, offer: OfferPost) -> Post:
        post = Post(
            id=self.new_id(), community=offer.community, within=chain(offer.community), kind=offer.kind,
            title=offer.title, places=offer.places, open=True,
        )  # fmt: skip
        self.save(post)
        return post

    def get_post(self, post_id: str) -> Post:
        post = Post.objects(id=post_id).first()
        if post is None:
            raise NOT_FOUND("/post_id", what="post")
        self.refuse_stale(post.version)
        return post

    def find_posts(self, area: str, kind: str | None, before: str | None, limit: int) -> list[Post]:
        found = Post.objects(within=area)
        found = found.filter(kind=kind) if kind is not None else found
        found = found.filter(id__lt=before) if before is not None else found
        return list(found.order_by("-id").limit(limit))

    def add_deed(self, post: Post, volunteer_id: str, told: ToldDeed) -> Deed:
        deed = Deed(
            id=self.new_id(), post=post.id, volunteer=volunteer_id, community=post.community, within=post.within,
            kind=post.kind, day=told.day.isoformat(), minutes=told.minutes, note=told.note, state=DEED.initial,
        )  # fmt: skip
        self.save(deed)
        return deed

    def blank_deeds_of(self, volunteer_id: str) -> None:
        """What somebody wrote goes; what was done still counts for the community."""
        Deed.objects(volunteer=volunteer_id).update(note="-")

    def find_deeds_by_id(self, ids: list[str]) -> dict[str, Deed]:
        return {deed.id: deed for deed in Deed.objects(id__in=ids)}

    def find_deeds(
        self, before: str | None, limit: int, area: str | None = None, state: DeedState | None = None,
        volunteer_id: str | None = None,
    ) -> list[Deed]:  # fmt: skip
        wanted: dict[str, Any] = {"within": area, "state": state, "volunteer": volunteer_id, "id__lt": before}
        found = Deed.objects(**{name: value for name, value in wanted.items() if value is not None})
        return list(found.order_by("-id").limit(limit))

    def count_posts(self, area: str, since: date | None, until: date | None) -> PostFigures:
        """Deeds from `since` to `until`, both included."""
        per_kind = {"$group": {"_id": "$kind", "count": {"$sum": 1}, "minutes": {"$sum": "$minutes"}}}
        posts = {row["_id"]: row["count"] for row in Post.objects(within=area).aggregate([per_kind])}
        days = {"day__gte": since and since.isoformat(), "day__lte": until and until.isoformat()}
        named = {name: day for name, day in days.items() if day is not None}
        confirmed = Deed.objects(within=area, state=DeedState.CONFIRMED, **named)
        done = {row["_id"]: row for row in confirmed.aggregate([per_kind])}
        return PostFigures(
            area=area, on_duty=Duty.objects(within=area).count(), deeds=sum(row["count"] for row in done.values()),
            minutes=sum(row["minutes"] for row in done.values()),
            kinds=[
                KindFigures(kind=kind, posts=posts.get(kind, 0), deeds=done[kind]["count"] if kind in done else 0)
                for kind in sorted(posts.keys() | done.keys())
            ],
        )  # fmt: skip

    def post_view(self, post: Post, volunteer_id: str | None) -> VolunteerPostView:
        return VolunteerPostView(
            id=post.id, community=post.community, kind=post.kind, title=post.title, places=post.places,
            taken=len(post.holders), open=post.open, mine=volunteer_id in post.holders, version=post.version,
        )  # fmt: skip

    def deed_view(self, deed: Deed) -> DeedView:
        return DeedView(
            id=deed.id, post_id=deed.post, volunteer_id=deed.volunteer, kind=deed.kind, community=deed.community,
            day=date.fromisoformat(deed.day), minutes=deed.minutes, note=deed.note, state=deed.state,
            rating=deed.rating, version=deed.version,
        )  # fmt: skip
