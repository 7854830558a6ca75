"""Short guides: publish, revise, withdraw, find, read, vote."""

from collections.abc import Callable
from typing import Any

from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.policies import decide, readable, refuse_outside
from services.tickets.usecases.searching import page_of
from shared.contracts.actor import Actor
from shared.contracts.tickets.guides import (
    GetGuide,
    GuideFields,
    GuidePage,
    GuideView,
    GuideVoteView,
    ListGuides,
    PublishGuide,
    RateGuide,
    ReadGuide,
    ReadsView,
    RepublishGuide,
    ReviseGuide,
    SearchGuides,
    WithdrawGuide,
)
from shared.contracts.tickets.items import NO_SUCH_ITEM
from shared.contracts.tickets.searching import Sought


def publish_guide(store: Any, actor: Actor, command: PublishGuide) -> GuideView:
    refuse_outside(actor, command.area)
    refuse_unknown_items(store, command.items)
    return store.guide_view(store.add_publications(Sought.GUIDE, [GuideFields(**command.model_dump())])[0], actor)


def revise_guide(store: Any, actor: Actor, command: ReviseGuide) -> GuideView:
    fields = GuideFields(**command.model_dump(exclude={"guide_id"}))
    guide, _ = decide(store, actor, Sought.GUIDE, command.guide_id, "revise")
    refuse_outside(actor, fields.area)
    refuse_unknown_items(store, fields.items)
    store.revise_publication(Sought.GUIDE, guide, fields)
    return store.guide_view(guide, actor)


def withdraw_guide(store: Any, actor: Actor, command: WithdrawGuide) -> GuideView:
    guide, target = decide(store, actor, Sought.GUIDE, command.guide_id, "withdraw")
    store.show_or_hide(Sought.GUIDE, guide, target)
    return store.guide_view(guide, actor)


def republish_guide(store: Any, actor: Actor, command: RepublishGuide) -> GuideView:
    guide, target = decide(store, actor, Sought.GUIDE, command.guide_id, "republish")
    store.show_or_hide(Sought.GUIDE, guide, target)
    return store.guide_view(guide, actor)


def get_guide(store: Any, actor: Actor, command: GetGuide) -> GuideView:
    guide = readable(store, actor, Sought.GUIDE, command.guide_id)
    return store.guide_view(store.past_edition(guide, command.edition), actor)


def list_guides(store: Any, actor: Actor, command: ListGuides) -> GuidePage:
    found = store.find_publications(
        Sought.GUIDE, command.topic, command.area, command.item, beyond(command.cursor), command.limit + 1
    )
    shown = [store.guide_view(guide, actor) for guide in found[: command.limit]]
    return GuidePage(items=shown, next=following(found, command.limit))


def search_guides(store: Any, actor: Actor, command: SearchGuides, in_vain: Callable[[Sought], None]) -> GuidePage:
    """`in_vain` is told when nothing was found."""
    _, ranked = store.search_entries(Sought.GUIDE, command.q, command.topic, command.area)
    if not ranked and command.cursor is None:
        in_vain(Sought.GUIDE)
    hits, more = page_of(ranked, command.cursor, command.limit)
    found = store.publications(Sought.GUIDE, [each.key for each in hits])
    return GuidePage(items=[store.guide_view(guide, actor) for guide in found], next=more)


def read_guide(store: Any, actor: Actor, command: ReadGuide) -> ReadsView:
    guide = readable(store, actor, Sought.GUIDE, command.guide_id)
    store.count_reading(guide)
    return ReadsView(guide=guide.id, edition=guide.edition)


def rate_guide(store: Any, actor: Actor, command: RateGuide) -> GuideVoteView:
    guide = readable(store, actor, Sought.GUIDE, command.guide_id)
    store.vote_on_guide(guide, actor.account, command.helpful)
    return GuideVoteView(guide=guide.id, helpful=command.helpful)


def refuse_unknown_items(store: Any, codes: list[str]) -> None:
    known = store.items_by_code(codes)
    for place, code in enumerate(codes):
        if code not in known:
            raise NO_SUCH_ITEM(f"/items/{place}", item=code)
