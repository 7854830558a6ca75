"""How an agreement moves, how long it may hold, and what becomes of a delivery."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from shared.contracts.volunteers.agreements import BAD_TERM, UNIT_UNSIGNED, AgreementState
from shared.contracts.volunteers.attendance import DAY_TO_COME
from shared.contracts.volunteers.deliveries import NO_SUCH_PROMISE, OUTSIDE_TERM, Delivered, DeliveryState
from shared.kernel.clock import SHANGHAI
from shared.kernel.machine import Machine, Move

UNIT, OFFICE, CALENDAR, STAFF_OF_AREA = "unit", "office", "calendar", "staff_of_area"
LONGEST = timedelta(days=5 * 366)


def _unit_signed(signed: bool) -> None:
    if not signed:
        raise UNIT_UNSIGNED()


AGREEMENT = Machine(
    "agreement",
    states=tuple(AgreementState),
    initial=AgreementState.DRAFT,
    terminal=frozenset({AgreementState.ENDED, AgreementState.TERMINATED}),
    moves=(
        Move("amend", (AgreementState.DRAFT,), AgreementState.DRAFT, frozenset({OFFICE}), needs=("promises",)),
        Move("sign", (AgreementState.DRAFT,), AgreementState.DRAFT, frozenset({UNIT})),
        Move(
            "countersign", (AgreementState.DRAFT,), AgreementState.SIGNED, frozenset({OFFICE}),
            needs=("paper", "signed_on"), guard=_unit_signed,
        ),
        Move("begin", (AgreementState.SIGNED,), AgreementState.RUNNING, frozenset({CALENDAR})),
        Move("end", (AgreementState.RUNNING,), AgreementState.ENDED, frozenset({CALENDAR})),
        Move(
            "terminate", (AgreementState.DRAFT, AgreementState.SIGNED, AgreementState.RUNNING),
            AgreementState.TERMINATED, frozenset({OFFICE, UNIT}), needs=("reason",),
        ),
    ),
)  # fmt: skip
DELIVERY = Machine(
    "delivery",
    states=tuple(DeliveryState),
    initial=DeliveryState.RECORDED,
    terminal=frozenset({DeliveryState.CONFIRMED, DeliveryState.DECLINED}),
    moves=(
        Move("confirm", (DeliveryState.RECORDED,), DeliveryState.CONFIRMED, frozenset({STAFF_OF_AREA})),
        Move("decline", (DeliveryState.RECORDED,), DeliveryState.DECLINED, frozenset({STAFF_OF_AREA}), ("reason",)),
    ),
)
BY_CALENDAR = {AgreementState.SIGNED: "begin", AgreementState.RUNNING: "end"}


def refuse_bad_term(since: date, until: date, today: date) -> None:
    if not max(since, today) <= until <= since + LONGEST:
        raise BAD_TERM("/valid_until")


def due_at(state: AgreementState, since: date, until: date) -> datetime | None:
    """When the calendar moves it next: as its first day begins, and when its last is over, in Shanghai."""
    day = {AgreementState.SIGNED: since, AgreementState.RUNNING: until + timedelta(days=1)}.get(state)
    return datetime.combine(day, time(), SHANGHAI) if day is not None else None


def percent(delivered: int, promised: int) -> int:
    """Whole percents; above 100 where more was delivered than promised."""
    return 100 * delivered // promised


def refuse_bad_deliveries(told: Sequence[Delivered], promises: int, since: date, until: date, today: date) -> None:
    for place, each in enumerate(told):
        if each.project > promises:
            raise NO_SUCH_PROMISE(f"/deliveries/{place}/project", promises=promises)
        if not since <= each.day <= until:
            raise OUTSIDE_TERM(f"/deliveries/{place}/day", since=since.isoformat(), until=until.isoformat())
        if each.day > today:
            raise DAY_TO_COME(f"/deliveries/{place}/day")
