"""Running a food pantry."""

from datetime import date
from typing import Any

from services.volunteers.domain.pantry import (
    BATCH,
    CLOCK,
    DESK,
    ENDED,
    discard,
    give_out,
    refuse_donors,
    refuse_many_foods,
    refuse_over_allowance,
    refuse_past,
    refuse_period,
    refuse_stranger,
    today,
)
from services.volunteers.usecases.pages import beyond, page
from services.volunteers.usecases.points import refuse_outside
from services.volunteers.usecases.register import is_same_person
from shared.contracts.actor import Actor
from shared.contracts.volunteers.pantry import (
    BatchState,
    DiscardBatch,
    FoodBatchPage,
    FoodBatchView,
    FoodDiscarded,
    FoodServed,
    GetBatch,
    GetPantry,
    ListBatches,
    ListServings,
    PantryAlerts,
    PantryBooks,
    PantryFoodView,
    PantryShelf,
    PantryView,
    ReceiveBatch,
    ServePortions,
    ServingPage,
    ServingView,
    SetPantry,
    SetPantryFood,
    ShelveBatch,
    ShowPantryAlerts,
    ShowPantryBooks,
    ShowPantryShelf,
)
from shared.kernel.errors import NOT_FOUND


def set_pantry(store: Any, actor: Actor, command: SetPantry) -> PantryView:
    refuse_outside(actor, command.area)
    return store.pantry_view(store.put_pantry(command.area, command))


def get_pantry(store: Any, _actor: Actor, command: GetPantry) -> PantryView:
    return store.pantry_view(store.get_pantry(command.area))


def set_pantry_food(store: Any, actor: Actor, command: SetPantryFood) -> PantryFoodView:
    refuse_outside(actor, command.area)
    store.get_pantry(command.area)
    if store.find_food(command.area, command.food) is None:
        refuse_many_foods(store.count_foods(command.area))
    food = store.put_food(command.area, command.food, command.name, command.low_stock)
    return store.food_view(food, store.on_shelf(command.area))


def show_pantry_shelf(store: Any, _actor: Actor, command: ShowPantryShelf) -> PantryShelf:
    store.get_pantry(command.area)
    return PantryShelf(area=command.area, items=_foods(store, command.area))


def show_pantry_alerts(store: Any, actor: Actor, command: ShowPantryAlerts) -> PantryAlerts:
    refuse_outside(actor, command.area)
    pantry = store.get_pantry(command.area)
    ending = store.ending_batches(command.area, pantry.soon_days)
    return PantryAlerts(
        area=command.area, low=[food for food in _foods(store, command.area) if food.low],
        ending=[store.batch_view(batch) for batch in ending],
    )  # fmt: skip


def receive_batch(store: Any, actor: Actor, command: ReceiveBatch) -> FoodBatchView:
    refuse_outside(actor, command.area)
    store.get_pantry(command.area)
    store.get_food(command.area, command.food)
    own = command.donor is not None and is_same_person(store, actor, command.donor)
    refuse_donors(command.unit, command.donor, own)
    refuse_past(command.best_before, today(store.now), "/best_before")
    return store.batch_view(store.add_batch(command, actor.account))


def list_batches(store: Any, actor: Actor, command: ListBatches) -> FoodBatchPage:
    refuse_outside(actor, command.area)
    found = store.find_batches(command.area, command.state, beyond(command), command.limit + 1)
    return FoodBatchPage(**page(found, command.limit, store.batch_view))


def get_batch(store: Any, actor: Actor, command: GetBatch) -> FoodBatchView:
    return store.batch_view(kept_batch(store, actor, command.batch_id))


def shelve_batch(store: Any, actor: Actor, command: ShelveBatch) -> FoodBatchView:
    batch = kept_batch(store, actor, command.batch_id)
    store.refuse_stale(batch.version)
    batch.state = BatchState(BATCH.decide(batch.state, "shelve", {DESK}).target)
    refuse_past(date.fromisoformat(batch.best_before), today(store.now))
    store.save(batch)
    return store.batch_view(batch)


def discard_batch(store: Any, actor: Actor, command: DiscardBatch) -> FoodBatchView:
    batch = kept_batch(store, actor, command.batch_id)
    store.refuse_stale(batch.version)
    _discard(store, batch, "discard", DESK, command.reason)
    return store.batch_view(batch)


def end_batch(store: Any, batch_id: str) -> None:
    """The timer's part: its best-before date has passed."""
    batch = store.get_batch(batch_id)
    if batch.state not in BATCH.terminal and batch.best_before < today(store.now).isoformat():
        _discard(store, batch, "end", CLOCK, ENDED)


def serve_portions(store: Any, actor: Actor, command: ServePortions) -> ServingView:
    """What a household got is kept in one row, so that two servings at once cannot both be its last ones."""
    refuse_outside(actor, command.area)
    pantry = store.get_pantry(command.area)
    store.get_food(command.area, command.food)
    refuse_stranger(store.area_of_household(command.household), command.area)
    allowance = store.allowance(pantry, command.household)
    refuse_over_allowance(command.portions, allowance.portions, pantry.portions, pantry.period)
    parts = give_out(store.good_batches(command.area, command.food), command.portions, today(store.now))
    allowance.portions += command.portions
    store.save(allowance)
    serving = store.add_serving(command, parts, actor.account)
    news = FoodServed(area=command.area, food=command.food, portions=command.portions)
    store.announce(news, subject=serving.id, version=serving.version, area=command.area)
    return store.serving_view(serving, pantry.portions - allowance.portions)


def list_servings(store: Any, actor: Actor, command: ListServings) -> ServingPage:
    refuse_outside(actor, command.area)
    found = store.find_servings(command.area, beyond(command), command.limit + 1)
    return ServingPage(**page(found, command.limit, store.serving_view))


def show_pantry_books(store: Any, actor: Actor, command: ShowPantryBooks) -> PantryBooks:
    refuse_outside(actor, command.area)
    refuse_period(command.since, command.until)
    return store.pantry_books(command.area, command.since, command.until)


def kept_batch(store: Any, actor: Actor, batch_id: str) -> Any:
    batch = store.get_batch(batch_id)
    if not actor.covers(batch.area):
        raise NOT_FOUND("/batch_id", what="batch of food")
    return batch


def _foods(store: Any, area: str) -> list[PantryFoodView]:
    there = store.on_shelf(area)
    return [store.food_view(food, there) for food in store.foods_of(area)]


def _discard(store: Any, batch: Any, action: str, capacity: str, reason: str) -> None:
    gone = discard(batch, action, capacity, reason)
    store.note_movement(batch, "discarded", gone)
    store.save(batch)
    news = FoodDiscarded(area=batch.area, food=batch.food, portions=gone, ended=capacity == CLOCK)
    store.announce(news, subject=batch.id, version=batch.version, area=batch.area)
