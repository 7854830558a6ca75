"""Places in slots: taken and given back, and the line for them.

Each change is one write on the slot, so that of two that come at the same moment one is done anew after the other.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from pymongo import InsertOne, ReturnDocument

from services.tickets.documents.rounds import Slot
from services.tickets.domain.slots import SlotPlan
from shared.storage.work import Work


class SlotStore(Work):
    documents = (Slot,)

    def add_slots(self, round_id: str, plans: Iterable[SlotPlan], closes_before: int) -> None:
        """`closes_before`: minutes before its beginning at which sign-up for a slot ends."""
        slots = [
            Slot(
                id=self.new_id(), round=round_id, number=plan.number, starts_at=plan.starts_at, ends_at=plan.ends_at,
                closes_at=plan.starts_at - timedelta(minutes=closes_before), capacity=plan.capacity, taken=0, waiting=0,
                turn=1, closed=False, version=1,
            )
            for plan in plans
        ]  # fmt: skip
        Slot._get_collection().bulk_write([InsertOne(slot.to_mongo()) for slot in slots])

    def slots_of(self, round_id: str) -> list[Slot]:
        return list(Slot.objects(round=round_id).order_by("number"))

    def slot(self, round_id: str, number: int) -> Slot | None:
        return Slot.objects(round=round_id, number=number).first()

    def take_place(self, slot: Slot) -> bool:
        """False when the slot is full or closed."""
        free = {"_id": slot.id, "closed": False, "$expr": {"$lt": ["$taken", "$capacity"]}}
        return Slot._get_collection().update_one(free, {"$inc": {"taken": 1}}).modified_count == 1

    def give_back(self, slot: Slot) -> None:
        self._count(slot, taken=-1)

    def stand_in_line(self, slot: Slot) -> int:
        """The turn of who stands in line from now on."""
        more = {"$inc": {"waiting": 1, "turn": 1}}
        before: Any = Slot._get_collection().find_one_and_update(
            {"_id": slot.id}, more, return_document=ReturnDocument.BEFORE
        )
        return before["turn"]

    def leave_line(self, slot: Slot) -> None:
        self._count(slot, waiting=-1)

    def set_capacity(self, slot: Slot, capacity: int) -> bool:
        """False when more places are taken than that."""
        roomy = {"_id": slot.id, "taken": {"$lte": capacity}}
        return Slot._get_collection().update_one(roomy, {"$set": {"capacity": capacity}}).matched_count == 1

    def shift_slots(self, slots: Iterable[Slot], by: timedelta) -> None:
        for slot in slots:
            slot.starts_at, slot.ends_at, slot.closes_at = slot.starts_at + by, slot.ends_at + by, slot.closes_at + by
            self.save(slot)

    def close_slots(self, round_id: str) -> None:
        """From now on nobody gets a place or stands in line."""
        Slot._get_collection().update_many({"round": round_id}, {"$set": {"closed": True}})

    def _count(self, slot: Slot, **more: int) -> None:
        Slot._get_collection().update_one({"_id": slot.id}, {"$inc": more})
