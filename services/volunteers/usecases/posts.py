"""Claiming posts, telling and confirming deeds."""

from typing import Any

from services.volunteers.domain.deeds import DEED, STAFF_OF_AREA
from services.volunteers.domain.growth import Facts, Gained
from services.volunteers.usecases.growth_standings import keep_standings
from shared.contracts.actor import Actor
from shared.contracts.volunteers.people import NOT_ENROLLED
from shared.contracts.volunteers.posts import (
    DEED_AHEAD,
    NOT_ON_DUTY,
    OWN_DEED,
    POST_CLOSED,
    POST_FULL,
    POST_HELD,
    POST_NOT_HELD,
    RATED_REFUSAL,
    UNKNOWN_KIND,
    ClaimPost,
    ClosePost,
    DecideDeeds,
    DeedConfirmed,
    DeedList,
    DeedPage,
    DeedState,
    GetPost,
    GiveUpPost,
    ListDeeds,
    ListMyDeeds,
    ListPostKinds,
    ListPosts,
    OfferPost,
    PostFigures,
    PostKindList,
    PostKindView,
    PutPostKind,
    ShowPostFigures,
    TellDeeds,
    VolunteerPostPage,
    VolunteerPostView,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor


def put_post_kind(store: Any, actor: Actor, command: PutPostKind) -> PostKindView:
    return store.put_post_kind(command.kind, command.name, command.name_en)


def list_post_kinds(store: Any, actor: Actor, _command: ListPostKinds) -> PostKindList:
    return PostKindList(items=store.list_post_kinds())


def offer_post(store: Any, actor: Actor, command: OfferPost) -> VolunteerPostView:
    refuse_outside(actor, command.community, "/community")
    if not store.knows_post_kind(command.kind):
        raise UNKNOWN_KIND("/kind", kind=command.kind)
    return store.post_view(store.add_post(command), None)


def list_posts(store: Any, actor: Actor, command: ListPosts) -> VolunteerPostPage:
    me = found_id(store, actor)
    found = store.find_posts(command.area, command.kind, before(command), command.limit + 1)
    shown = found[: command.limit]
    return VolunteerPostPage(items=[store.post_view(post, me) for post in shown], next=onward(found, command.limit))


def get_post(store: Any, actor: Actor, command: GetPost) -> VolunteerPostView:
    return store.post_view(store.get_post(command.post_id), found_id(store, actor))


def claim_post(store: Any, actor: Actor, command: ClaimPost) -> VolunteerPostView:
    """Writes the duty too, so that whoever leaves it at the same moment keeps no post."""
    post, me = store.get_post(command.post_id), own_id(store, actor)
    duty = store.find_duty(me)
    if duty is None or duty.community != post.community:
        raise NOT_ON_DUTY(community=post.community)
    if not post.open:
        raise POST_CLOSED()
    if me in post.holders:
        raise POST_HELD()
    if len(post.holders) >= post.places:
        raise POST_FULL(places=post.places)
    post.holders.append(me)
    store.save(post)
    store.save(duty)
    return store.post_view(post, me)


def give_up_post(store: Any, actor: Actor, command: GiveUpPost) -> VolunteerPostView:
    post, me = held(store, actor, command.post_id)
    post.holders.remove(me)
    store.save(post)
    return store.post_view(post, me)


def close_post(store: Any, actor: Actor, command: ClosePost) -> VolunteerPostView:
    post = store.get_post(command.post_id)
    refuse_outside(actor, post.community, "/post_id")
    if not post.open:
        raise POST_CLOSED()
    post.open = False
    store.save(post)
    return store.post_view(post, found_id(store, actor))


def tell_deeds(store: Any, actor: Actor, command: TellDeeds) -> DeedList:
    post, me = held(store, actor, command.post_id)
    today = store.now.astimezone(SHANGHAI).date()
    for place, told in enumerate(command.deeds):
        if told.day > today:
            raise DEED_AHEAD(f"/deeds/{place}/day")
    return DeedList(items=[store.deed_view(store.add_deed(post, me, told)) for told in command.deeds])


def decide_deeds(store: Any, actor: Actor, command: DecideDeeds) -> DeedList:
    """All or none: one deed that is not in order refuses the whole list."""
    if command.rating is not None and not command.confirm:
        raise RATED_REFUSAL("/rating")
    deeds, mine = store.find_deeds_by_id(command.deeds), store.ids_of(actor)
    gained: list[Gained] = []
    for place, deed_id in enumerate(command.deeds):
        deed = deeds.get(deed_id)
        if deed is None or not actor.covers(deed.community):
            raise NOT_FOUND(f"/deeds/{place}", what="deed")
        if deed.volunteer in mine:
            raise OWN_DEED(f"/deeds/{place}")
        move = DEED.decide(deed.state, "confirm" if command.confirm else "decline", {STAFF_OF_AREA})
        deed.state, deed.rating = DeedState(move.target), command.rating
        deed.decided_by, deed.decided_at = actor.account, store.now
        store.save(deed)
        if command.confirm:
            shown = store.deed_view(deed)
            news = DeedConfirmed(community=deed.community, kind=deed.kind, day=shown.day, minutes=deed.minutes)
            store.announce(news, subject=deed.id, version=deed.version, area=deed.community)
            gained.append(Gained(deed.within, shown.day, deed.volunteer, Facts(deeds=1, ratings=deed.rating or 0)))
    keep_standings(store, gained)
    return DeedList(items=[store.deed_view(deeds[deed_id]) for deed_id in command.deeds])


def list_deeds(store: Any, actor: Actor, command: ListDeeds) -> DeedPage:
    refuse_outside(actor, command.area, "/area")
    found = store.find_deeds(before(command), command.limit + 1, area=command.area, state=command.state)
    return deed_page(store, found, command.limit)


def list_my_deeds(store: Any, actor: Actor, command: ListMyDeeds) -> DeedPage:
    found = store.find_deeds(before(command), command.limit + 1, volunteer_id=own_id(store, actor))
    return deed_page(store, found, command.limit)


def show_post_figures(store: Any, actor: Actor, command: ShowPostFigures) -> PostFigures:
    refuse_outside(actor, command.area, "/area")
    return store.count_posts(command.area, command.since, command.until)


def deed_page(store: Any, found: list[Any], limit: int) -> DeedPage:
    return DeedPage(items=[store.deed_view(deed) for deed in found[:limit]], next=onward(found, limit))


def held(store: Any, actor: Actor, post_id: str) -> tuple[Any, str]:
    """A post that the actor holds, and the actor's id as a volunteer."""
    post, me = store.get_post(post_id), own_id(store, actor)
    if me not in post.holders:
        raise POST_NOT_HELD()
    return post, me


def own_id(store: Any, actor: Actor) -> str:
    """The actor's id as a volunteer; refused where they never enrolled."""
    me = found_id(store, actor)
    if me is None:
        raise NOT_ENROLLED()
    return me


def found_id(store: Any, actor: Actor) -> str | None:
    volunteer = store.find_volunteer_of(actor.account)
    return None if volunteer is None else volunteer.id


def refuse_outside(actor: Actor, area: str, pointer: str) -> None:
    if not actor.covers(area):
        raise OUTSIDE_AREA(pointer)


def before(query: Any) -> str | None:
    return decode_cursor(query.cursor, str)[0] if query.cursor is not None else None


def onward(found: list[Any], limit: int) -> str | None:
    """The cursor of the next page, where more was found than is shown."""
    return encode_cursor(found[limit - 1].id) if len(found) > limit else None
