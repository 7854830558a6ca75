"""Finding and keeping pantries, foods, batches and servings; each movement of food is written down."""

from datetime import date, timedelta
from typing import Any

from services.volunteers.documents.pantry import (
    Allowance,
    FoodBatch,
    Pantry,
    PantryFood,
    PantryMovement,
    ServedPart,
    Serving,
)
from services.volunteers.domain.pantry import period_of, today
from services.volunteers.domain.points import above
from shared.contracts.volunteers.pantry import (
    NO_PANTRY,
    NO_SUCH_FOOD,
    BatchState,
    FoodBatchView,
    PantryBooks,
    PantryFoodView,
    PantryRule,
    PantryView,
    ReceiveBatch,
    ServedFrom,
    ServePortions,
    ServingView,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

RULE = tuple(PantryRule.model_fields)
KINDS = ("received", "given", "discarded")
UNFINISHED = (BatchState.RECEIVED, BatchState.SHELVED)
MOST_BATCHES = 100
"""As many as one serving has portions: each batch gives one at least."""


class PantryStore(Work):
    documents = (Pantry, PantryFood, FoodBatch, Serving, Allowance, PantryMovement)

    def put_pantry(self, area: str, rule: PantryRule) -> Pantry:
        pantry = Pantry.objects(id=area).first() or Pantry(id=area)
        self.refuse_stale(pantry.version or 0)
        for name in RULE:
            setattr(pantry, name, getattr(rule, name))
        self.save(pantry)
        return pantry

    def get_pantry(self, area: str) -> Pantry:
        pantry = Pantry.objects(id=area).first()
        if pantry is None:
            raise NO_PANTRY("/area", area=area)
        return pantry

    def find_food(self, area: str, food: str) -> PantryFood | None:
        return PantryFood.objects(id=f"{area}:{food}").first()

    def get_food(self, area: str, food: str) -> PantryFood:
        found = self.find_food(area, food)
        if found is None:
            raise NO_SUCH_FOOD("/food", food=food)
        return found

    def count_foods(self, area: str) -> int:
        return PantryFood.objects(area=area).count()

    def put_food(self, area: str, food: str, name: str, low_stock: int) -> PantryFood:
        found = self.find_food(area, food) or PantryFood(id=f"{area}:{food}", area=area, food=food)
        self.refuse_stale(found.version or 0)
        found.name, found.low_stock = name, low_stock
        self.save(found)
        return found

    def foods_of(self, area: str) -> list[PantryFood]:
        return list(PantryFood.objects(area=area).order_by("food"))

    def good_batches(self, area: str, food: str) -> list[FoodBatch]:
        """On the shelf and good today, the oldest first."""
        day = today(self.now).isoformat()
        found = FoodBatch.objects(area=area, state=BatchState.SHELVED, food=food, best_before__gte=day)
        return list(found.order_by("best_before", "id").limit(MOST_BATCHES))

    def on_shelf(self, area: str) -> dict[str, tuple[int, str]]:
        """Of each food that can be given out today: how many portions, and the next best-before date."""
        day = today(self.now).isoformat()
        sums = {"_id": "$food", "left": {"$sum": "$left"}, "next": {"$min": "$best_before"}}
        rows = FoodBatch.objects(area=area, state=BatchState.SHELVED, best_before__gte=day).aggregate(
            [{"$group": sums}]
        )
        return {row["_id"]: (row["left"], row["next"]) for row in rows}

    def add_batch(self, command: ReceiveBatch, by: str) -> FoodBatch:
        batch = FoodBatch(
            id=self.new_id(), area=command.area, within=above(command.area), food=command.food,
            best_before=command.best_before.isoformat(), state=BatchState.RECEIVED, received=command.portions,
            left=command.portions, unit=command.unit, donor=command.donor, received_at=self.now, by=by,
        )  # fmt: skip
        self.save(batch)
        self.note_movement(batch, "received", command.portions)
        return batch

    def note_movement(self, batch: FoodBatch, kind: str, portions: int) -> None:
        if portions:
            day = today(self.now).isoformat()
            self.save(
                PantryMovement(
                    id=self.new_id(), within=batch.within, batch=batch.id, kind=kind, portions=portions, day=day
                )
            )

    def get_batch(self, batch_id: str) -> FoodBatch:
        batch = FoodBatch.objects(id=batch_id).first()
        if batch is None:
            raise NOT_FOUND("/batch_id", what="batch of food")
        return batch

    def find_batches(self, area: str, state: BatchState | None, before: str | None, limit: int) -> list[FoodBatch]:
        query: dict[str, Any] = {"area": area} | ({"state": state} if state is not None else {})
        query |= {"id__lt": before} if before is not None else {}
        return list(FoodBatch.objects(**query).order_by("-id").limit(limit))

    def ending_batches(self, area: str, days: int, limit: int = 200) -> list[FoodBatch]:
        last = (today(self.now) + timedelta(days=days)).isoformat()
        found = FoodBatch.objects(area=area, state__in=UNFINISHED, best_before__lte=last)
        return list(found.order_by("best_before").limit(limit))

    def ended_batches(self, limit: int = 200) -> list[str]:
        due = FoodBatch.objects(state__in=UNFINISHED, best_before__lt=today(self.now).isoformat())
        return [batch.id for batch in due.order_by("best_before").only("id").limit(limit)]

    def allowance(self, pantry: Pantry, household: str) -> Allowance:
        name = f"{pantry.id}:{period_of(pantry.period, today(self.now))}:{household}"
        return Allowance.objects(id=name).first() or Allowance(id=name)

    def add_serving(self, command: ServePortions, parts: list[tuple[FoodBatch, int]], by: str) -> Serving:
        serving = Serving(
            id=self.new_id(), area=command.area, within=above(command.area), food=command.food,
            household=command.household, portions=command.portions, by=by, day=today(self.now).isoformat(), at=self.now,
            batches=[ServedPart(batch=b.id, best_before=b.best_before, portions=taken) for b, taken in parts],
        )  # fmt: skip
        self.save(serving)
        for batch, taken in parts:
            self.note_movement(batch, "given", taken)
            self.save(batch)
        return serving

    def find_servings(self, area: str, before: str | None, limit: int) -> list[Serving]:
        query = {"area": area} | ({"id__lt": before} if before is not None else {})
        return list(Serving.objects(**query).order_by("-id").limit(limit))

    def pantry_books(self, area: str, since: date | None, until: date | None) -> PantryBooks:
        first = since.isoformat() if since else ""
        days = {"$gte": first} | ({"$lte": until.isoformat()} if until else {})
        moved = self._moved({"within": area, "day": days})
        before = self._moved({"within": area, "day": {"$lt": first}})
        opening = before["received"] - before["given"] - before["discarded"]
        served = [{"$match": {"within": area, "day": days}}, {"$group": {"_id": "$household"}}, {"$count": "all"}]
        households = next(iter(Serving.objects.aggregate(served)), {"all": 0})["all"]
        return PantryBooks(
            area=area, opening=opening, **moved, closing=opening + moved["received"] - moved["given"] - moved["discarded"],
            on_shelf=int(FoodBatch.objects(within=area).sum("left")), households=households,
        )  # fmt: skip

    def _moved(self, query: dict[str, Any]) -> dict[str, int]:
        sums = [{"$match": query}, {"$group": {"_id": "$kind", "portions": {"$sum": "$portions"}}}]
        return dict.fromkeys(KINDS, 0) | {row["_id"]: row["portions"] for row in PantryMovement.objects.aggregate(sums)}

    def forget_donor(self, account: str) -> None:
        rows = {"$unset": {"donor": ""}, "$inc": {"version": 1}}
        FoodBatch._get_collection().update_many({"donor": account}, rows)

    def pantry_view(self, pantry: Pantry) -> PantryView:
        return PantryView(
            **{name: getattr(pantry, name) for name in RULE}, area=pantry.id, version=pantry.version
        )  # fmt: skip

    def food_view(self, food: PantryFood, there: dict[str, tuple[int, str]]) -> PantryFoodView:
        left, following = there.get(food.food, (0, None))
        return PantryFoodView(
            food=food.food, name=food.name, on_shelf=left, low_stock=food.low_stock, low=left < food.low_stock,
            next_best_before=date.fromisoformat(following) if following else None, version=food.version,
        )  # fmt: skip

    def batch_view(self, batch: FoodBatch) -> FoodBatchView:
        names = set(FoodBatchView.model_fields) - {"best_before"}
        found = {name: getattr(batch, name) for name in names}
        return FoodBatchView(**found, best_before=date.fromisoformat(batch.best_before))

    def serving_view(self, serving: Serving, left: int | None = None) -> ServingView:
        names = set(ServingView.model_fields) - {"batches", "left"}
        parts = [
            ServedFrom(batch=part.batch, best_before=date.fromisoformat(part.best_before), portions=part.portions)
            for part in serving.batches
        ]
        return ServingView(**{name: getattr(serving, name) for name in names}, batches=parts, left=left)
