"""Finding, keeping and showing rounds."""

from datetime import datetime
from typing import Any

from services.tickets.documents.bookings import Booking
from services.tickets.documents.home_services import HomeService
from services.tickets.documents.rounds import Round, RoundEntry, Slot
from services.tickets.domain.hosting import HOST
from services.tickets.domain.rounds import ROUND, add_up
from services.tickets.store.home_services import reaching
from services.tickets.store.inside import newest
from services.tickets.store.slots import SlotStore
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.rounds import RoundBrief, RoundState, RoundStep, RoundTotals, RoundView, SlotView
from shared.kernel.errors import NOT_FOUND

SHOWN = ("id", "service", "name", "name_en", "area", "state", "day", "last_day", "opens_at", "price_fen", "minutes",
         "done_at", "series", "version")  # fmt: skip


class RoundStore(SlotStore):
    documents = (Round, *SlotStore.documents)

    def new_round(self, service: HomeService, opens_at: datetime, **fields: Any) -> Round:
        return Round(
            id=self.new_id(), service=service.id, name=service.name, name_en=service.name_en, opens_at=opens_at,
            price_fen=service.price_fen, minutes=service.minutes, done_at=service.done_at,
            change_before=service.change_before, **fields,
        )  # fmt: skip

    def get_round(self, round_id: str) -> Round:
        found = self.find_round(round_id)
        if found is None:
            raise NOT_FOUND("/round_id", what="round")
        return found

    def find_round(self, round_id: str) -> Round | None:
        return Round.objects(id=round_id).first()

    def find_rounds(self, *, area: str, state: RoundState | None, service: str | None, before: str | None,
                    limit: int) -> list[Round]:  # fmt: skip
        query = reaching(area) | ({"state": state} if state else {}) | ({"service": service} if service else {})
        return list(Round.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def record_round(self, round_: Round, action: str, target: str, by: str, reason: str | None = None) -> None:
        round_.state = target
        round_.history.append(RoundEntry(action=action, by=by, at=self.now, reason=reason))

    def states_in(self, round_id: str) -> dict[str, int]:
        """How many of its bookings are in each state."""
        stages = [{"$match": {"round": round_id}}, {"$group": {"_id": "$state", "count": {"$sum": 1}}}]
        return {row["_id"]: row["count"] for row in Booking.objects.aggregate(stages)}

    def add_up_round(self, round_id: str) -> RoundTotals:
        bookings = Booking._get_collection().find({"round": round_id}, {"state": 1, "stars": 1, "report": 1})
        return add_up(sum(Slot.objects(round=round_id).scalar("capacity")), bookings)

    def settle_bookings(self, round_id: str) -> None:
        """Whoever changes one from now on adds the round up anew."""
        Booking._get_collection().update_many({"round": round_id}, {"$set": {"settled": True}})

    def round_view(self, round_: Round, host: bool) -> RoundView:
        moves = ROUND.open_to(round_.state, frozenset({HOST} if host else ()))
        return RoundView(
            **_shown(round_),
            slots=[
                SlotView(
                    number=slot.number, starts_at=slot.starts_at, ends_at=slot.ends_at, closes_at=slot.closes_at,
                    capacity=slot.capacity, free=slot.capacity - slot.taken, waiting=slot.waiting,
                )
                for slot in self.slots_of(round_.id)
            ],
            totals=RoundTotals.model_validate(round_.totals) if round_.totals else None,
            history=[RoundStep(action=entry.action, at=entry.at, reason=entry.reason) for entry in round_.history],
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in moves],
        )  # fmt: skip

    def round_briefs(self, rounds: list[Round]) -> list[RoundBrief]:
        sums = {"capacity": {"$sum": "$capacity"}, "taken": {"$sum": "$taken"}}
        stages = [{"$match": {"round": {"$in": [each.id for each in rounds]}}}, {"$group": {"_id": "$round"} | sums}]
        room = {row["_id"]: row for row in Slot.objects.aggregate(stages)}
        return [
            RoundBrief(
                **_shown(each), capacity=room[each.id]["capacity"],
                free=room[each.id]["capacity"] - room[each.id]["taken"],
            )
            for each in rounds
        ]  # fmt: skip


def _shown(round_: Round) -> dict[str, Any]:
    return {name: getattr(round_, name) for name in SHOWN}
