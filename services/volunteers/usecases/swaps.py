"""Swapping idle things, from the offer to the hand-over."""

from typing import Any

from services.volunteers.domain.swaps import (
    CLOCK,
    DEAL,
    HOLDING,
    ITEM,
    OWNER,
    STATION,
    SWAP,
    capacities,
    refuse_many_asks,
    refuse_many_items,
    refuse_taken,
)
from services.volunteers.usecases.pages import beyond, page
from services.volunteers.usecases.photos import hide_photos, show_photos
from services.volunteers.usecases.points import refuse_outside
from services.volunteers.usecases.register import is_same_person
from shared.contracts.actor import OFFICE, Actor
from shared.contracts.volunteers.swaps import (
    ASKED_BEFORE,
    NO_STATION,
    OWN_ITEM,
    OWN_SWAP,
    AgreeToSwap,
    AskForIdleItem,
    CallOffSwap,
    ConfirmSwap,
    DeclineSwap,
    GetIdleItem,
    GetSwap,
    GetSwapStation,
    HandOverSwap,
    IdleItemPage,
    IdleItemState,
    IdleItemView,
    ListIdleItems,
    ListMyIdleItems,
    ListMySwaps,
    ListStationSwaps,
    OfferIdleItem,
    SetSwapStation,
    SwapPage,
    SwapState,
    SwapStationView,
    SwapView,
    ThingsSwapped,
    WithdrawIdleItem,
)
from shared.kernel.errors import FORBIDDEN, NOT_FOUND


def set_swap_station(store: Any, actor: Actor, command: SetSwapStation) -> SwapStationView:
    refuse_outside(actor, command.area)
    return store.station_view(store.put_station(command.area, command.name, command.place))


def get_swap_station(store: Any, _actor: Actor, command: GetSwapStation) -> SwapStationView:
    station = store.find_station(command.area)
    if station is None:
        raise NOT_FOUND("/area", what="swap station")
    return store.station_view(station)


def list_station_swaps(store: Any, actor: Actor, command: ListStationSwaps) -> SwapPage:
    refuse_outside(actor, command.area)
    found = store.find_swaps_at(command.area, beyond(command), command.limit + 1)
    return SwapPage(**page(found, command.limit, lambda each: store.swap_view(each, actor.account)))


def offer_idle_item(store: Any, actor: Actor, command: OfferIdleItem) -> IdleItemView:
    if store.find_station(command.area) is None:
        raise NO_STATION("/area", area=command.area)
    refuse_many_items(store.count_on_offer(actor.account))
    item = store.add_idle_item(actor.account, command)
    if item.photos:
        show_photos(store, item, item.photos, item.area, account=actor.account, everybody=True)
    return store.item_view(item, actor.account)


def list_idle_items(store: Any, actor: Actor, command: ListIdleItems) -> IdleItemPage:
    found = store.find_idle_items(command.area, beyond(command), command.limit + 1)
    return IdleItemPage(**page(found, command.limit, lambda each: store.item_view(each, actor.account)))


def list_my_idle_items(store: Any, actor: Actor, command: ListMyIdleItems) -> IdleItemPage:
    found = store.find_idle_items_of(actor.account, beyond(command), command.limit + 1)
    return IdleItemPage(**page(found, command.limit, lambda each: store.item_view(each, actor.account)))


def get_idle_item(store: Any, actor: Actor, command: GetIdleItem) -> IdleItemView:
    return store.item_view(store.get_idle_item(command.item_id), actor.account)


def withdraw_idle_item(store: Any, actor: Actor, command: WithdrawIdleItem) -> IdleItemView:
    """By its owner, or by staff of the station where it does not belong on offer."""
    item = store.get_idle_item(command.item_id)
    store.refuse_stale(item.version)
    if item.owner == actor.account:
        capacity = OWNER
    elif actor.has(*OFFICE) and actor.covers(item.area):
        capacity = STATION
    else:
        raise FORBIDDEN(action="withdraw")
    end_item(store, item, "withdraw", capacity)
    return store.item_view(item, actor.account)


def expire_item(store: Any, item_id: str) -> None:
    """The timer's part: nobody has wanted it for a long time."""
    item = store.get_idle_item(item_id)
    if item.state is IdleItemState.ON_OFFER and item.expires_at <= store.now:
        end_item(store, item, "expire", CLOCK)


def end_item(store: Any, item: Any, action: str, capacity: str) -> None:
    """It is gone with its photos, and whoever has asked for it or offered it in exchange need not wait."""
    hide_photos(store, item, item.area)
    move_item(store, item, action, capacity)
    for swap in store.asks_for(item.id):
        store.move_swap(swap, SwapState(DEAL.decide(swap.state, "expire", {CLOCK}).target))


def move_item(store: Any, item: Any, action: str, capacity: str = SWAP) -> None:
    item.state = IdleItemState(ITEM.decide(item.state, action, {capacity}).target)
    store.save(item)


def ask_for_idle_item(store: Any, actor: Actor, command: AskForIdleItem) -> SwapView:
    item = store.get_idle_item(command.item_id)
    if item.owner == actor.account:
        raise OWN_ITEM("/item_id")
    refuse_taken(item.state, "/item_id")
    exchange = own_item(store, actor, command.in_exchange) if command.in_exchange is not None else None
    if store.has_asked(item.id, actor.account):
        raise ASKED_BEFORE("/item_id")
    refuse_many_asks(*store.count_asks(item.id, actor.account))
    store.save(item)  # so that who takes it off the market at this moment knows of the question
    return store.swap_view(store.add_swap(item, actor.account, exchange, command.contact), actor.account)


def own_item(store: Any, actor: Actor, item_id: str) -> Any:
    item = store.get_idle_item(item_id, "/in_exchange")
    if item.owner != actor.account:
        raise NOT_FOUND("/in_exchange", what="idle item")
    refuse_taken(item.state, "/in_exchange")
    return item


def list_my_swaps(store: Any, actor: Actor, command: ListMySwaps) -> SwapPage:
    found = store.find_swaps_of(actor.account, beyond(command), command.limit + 1)
    return SwapPage(**page(found, command.limit, lambda each: store.swap_view(each, actor.account)))


def get_swap(store: Any, actor: Actor, command: GetSwap) -> SwapView:
    swap, _ = own_swap(store, actor, command.swap_id)
    return store.swap_view(swap, actor.account)


def agree_to_swap(store: Any, actor: Actor, command: AgreeToSwap) -> SwapView:
    """Both items are reserved, each for this swap alone; other questions wait, in case it comes to nothing."""
    swap, held = own_swap(store, actor, command.swap_id)
    store.refuse_stale(swap.version)
    move = DEAL.decide(swap.state, "agree", held)
    for item, pointer in items_of(store, swap):
        refuse_taken(item.state, pointer)
        move_item(store, item, "reserve")
    store.note_owner_contact(swap, command.contact)
    store.move_swap(swap, SwapState(move.target))
    return store.swap_view(swap, actor.account)


def decline_swap(store: Any, actor: Actor, command: DeclineSwap) -> SwapView:
    return _ended(store, actor, command.swap_id, "decline")


def call_off_swap(store: Any, actor: Actor, command: CallOffSwap) -> SwapView:
    return _ended(store, actor, command.swap_id, "call_off")


def confirm_swap(store: Any, actor: Actor, command: ConfirmSwap) -> SwapView:
    swap, held = own_swap(store, actor, command.swap_id)
    store.refuse_stale(swap.version)
    state = SwapState(DEAL.decide(swap.state, "confirm", held).target)
    swap.confirmed_by.append(actor.account)
    _settle(store, swap, state)
    return store.swap_view(swap, actor.account)


def hand_over_swap(store: Any, actor: Actor, command: HandOverSwap) -> SwapView:
    swap = store.get_swap(command.swap_id)
    if not actor.covers(swap.area):
        raise NOT_FOUND("/swap_id", what="swap")
    if any(is_same_person(store, actor, party) for party in swap.parties):
        raise OWN_SWAP("/swap_id")
    store.refuse_stale(swap.version)
    _settle(store, swap, SwapState(DEAL.decide(swap.state, "hand_over", {STATION}).target))
    return store.swap_view(swap, actor.account)


def expire_swap(store: Any, swap_id: str) -> None:
    """The timer's part: no answer, or no hand-over in time."""
    swap = store.get_swap(swap_id)
    if swap.due_at is not None and swap.due_at <= store.now:
        _end(store, swap, "expire", {CLOCK})


def own_swap(store: Any, actor: Actor, swap_id: str) -> tuple[Any, set[str]]:
    """A swap and the actor's capacities; for who has no part in it there is none."""
    swap = store.get_swap(swap_id)
    held = capacities(actor.account, swap.owner, swap.asker, swap.confirmed_by)
    if not held:
        raise NOT_FOUND("/swap_id", what="swap")
    return swap, held


def items_of(store: Any, swap: Any) -> list[tuple[Any, str]]:
    found = [(store.get_idle_item(swap.item), "/swap_id")]
    return [*found, (store.get_idle_item(swap.in_exchange), "/swap_id")] if swap.in_exchange else found


def forget_swapper(store: Any, account: str) -> None:
    """What a forgotten person offers is withdrawn, their swaps end, and nothing says that these were theirs."""
    for swap in store.swaps_of(account):
        if swap.state not in DEAL.terminal:
            _end(store, swap, "expire", {CLOCK})
        store.unname_swap(swap, account)
        store.save(swap)
    for item in store.idle_items_of(account):
        if item.state is IdleItemState.ON_OFFER:
            end_item(store, item, "withdraw", OWNER)
        item.owner = None
        store.save(item)


def _ended(store: Any, actor: Actor, swap_id: str, action: str) -> SwapView:
    swap, held = own_swap(store, actor, swap_id)
    store.refuse_stale(swap.version)
    _end(store, swap, action, held)
    return store.swap_view(swap, actor.account)


def _end(store: Any, swap: Any, action: str, held: set[str]) -> None:
    """It came to nothing: what was reserved for it is on offer again."""
    state = SwapState(DEAL.decide(swap.state, action, held).target)
    if swap.state in HOLDING:
        for item, _ in items_of(store, swap):
            move_item(store, item, "free")
    store.move_swap(swap, state)


def _settle(store: Any, swap: Any, state: SwapState) -> None:
    store.move_swap(swap, state)
    if state is SwapState.DONE:
        items = items_of(store, swap)
        for item, _ in items:
            end_item(store, item, "swap", SWAP)
        news = ThingsSwapped(area=swap.area, things=len(items))
        store.announce(news, subject=swap.id, version=swap.version, area=swap.area)
