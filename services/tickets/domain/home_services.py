"""The rules of the catalogue of home services."""

from collections.abc import Sequence
from datetime import date

from services.tickets.domain.hosting import HOST
from services.tickets.domain.slots import lay_out
from shared.contracts.tickets.home_services import (
    NEVER_OPEN,
    NOT_OFFERED,
    TIMES_TWICE,
    HomeServiceFields,
    OfferState,
    SlotTime,
)
from shared.contracts.tickets.rounds import Layout
from shared.kernel.machine import Machine, Move

HOME_SERVICE = Machine(
    name="home-service",
    states=tuple(OfferState),
    initial=OfferState.OFFERED,
    terminal=frozenset(),
    moves=(
        Move("change", (OfferState.OFFERED,), OfferState.OFFERED, frozenset({HOST})),
        Move("withdraw", (OfferState.OFFERED,), OfferState.WITHDRAWN, frozenset({HOST}), needs=("reason",)),
        Move("offer", (OfferState.WITHDRAWN,), OfferState.OFFERED, frozenset({HOST})),
    ),
)


def refuse_wrong_offer(offer: HomeServiceFields) -> None:
    """Refuses sign-up that ends before it opens, and two slots at the same minute."""
    if offer.opens_before <= offer.closes_before:
        raise NEVER_OPEN("/closes_before")
    if offer.gather and offer.gather.plan:
        refuse_same_times(offer.gather.plan.day, "/gather/plan/day")
        refuse_too_many(offer, offer.gather.plan.day, offer.gather.households)


def refuse_too_many(offer: HomeServiceFields, day: list[SlotTime], households: int) -> None:
    """A round that is planned by itself can be laid out on any day."""
    layout = Layout(first_day=date(2000, 1, 1), day=day, households=households)
    lay_out(layout, offer.minutes, offer.capacity, "/gather/plan/day")


def refuse_same_times(day: Sequence[SlotTime], pointer: str) -> None:
    if len({time.at for time in day}) < len(day):
        raise TIMES_TWICE(pointer)


def refuse_withdrawn(state: str, reason: str | None) -> None:
    if state != OfferState.OFFERED:
        raise NOT_OFFERED(why=reason or "-")
