"""Planning a round: by the station, by a series, or by itself once enough have asked."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from services.tickets.domain.rounds import ROUND
from services.tickets.domain.slots import SlotPlan, day_of
from services.tickets.usecases.placing import seat_those_asking
from shared.contracts.actor import lies_in
from shared.contracts.tickets.rounds import OPENS_TOO_LATE, OUTSIDE_SERVICE, RoundPlanned


def plan(store: Any, service: Any, area: str, slots: Sequence[SlotPlan], by: str, *, opens_at: datetime | None = None,
         take_waiting: bool = True, series: str | None = None, series_day: date | None = None) -> Any:  # fmt: skip
    """The round, kept and announced; its first places go to those who have asked, unless they are not taken along."""
    first = slots[0].starts_at
    opens_at = opens_at or first - timedelta(minutes=service.opens_before)
    if opens_at >= first:
        raise OPENS_TOO_LATE("/opens_at")
    round_ = store.new_round(
        service, opens_at, area=area, state=ROUND.initial, day=day_of(first).isoformat(),
        last_day=day_of(slots[-1].starts_at).isoformat(), series=series,
        series_day=series_day.isoformat() if series_day else None,
    )  # fmt: skip
    store.record_round(round_, "plan", ROUND.initial, by)
    store.save(round_)
    store.add_slots(round_.id, slots, service.closes_before)
    news = RoundPlanned(**facts(round_), slots=len(slots), capacity=sum(slot.capacity for slot in slots))
    store.announce(news, subject=round_.id, version=round_.version, area=round_.area)
    if take_waiting:
        seat_those_asking(store, service, round_, by)
    return round_


def facts(round_: Any, reason: str | None = None) -> dict[str, Any]:
    """What partners are told of every round."""
    return {
        "round": round_.id, "service": round_.service, "area": round_.area, "state": round_.state, "day": round_.day,
        "last_day": round_.last_day, "reason": reason,
    }  # fmt: skip


def refuse_outside_service(service: Any, area: str) -> None:
    if not lies_in(area, service.area):
        raise OUTSIDE_SERVICE("/area", area=service.area)
