"""Recording what units and teams did, and deciding on it."""

from typing import Any

from services.volunteers.domain.agreements import DELIVERY, STAFF_OF_AREA, refuse_bad_deliveries
from services.volunteers.usecases.activities import leads
from services.volunteers.usecases.agreements import seen, today
from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.agreements import AgreementState
from shared.contracts.volunteers.attendance import DAY_TO_COME
from shared.contracts.volunteers.deliveries import (
    NOT_IN_FORCE,
    OWN_DELIVERY,
    REASON_MISPLACED,
    DecideDeliveries,
    DeliveryConfirmed,
    DeliveryFigures,
    DeliveryList,
    DeliveryPage,
    DeliveryState,
    ListDeliveries,
    RecordDeliveries,
    RecordTeamDeliveries,
    ShowDeliveryFigures,
)
from shared.contracts.volunteers.partner_units import NOT_FOR_UNIT
from shared.kernel.errors import FORBIDDEN, NOT_FOUND


def record_deliveries(store: Any, actor: Actor, command: RecordDeliveries) -> DeliveryList:
    """Also after the agreement has ended, for days on which it was in force."""
    agreement, unit = seen(store, actor, command.agreement_id)
    if actor.account not in unit.workers:
        raise NOT_FOR_UNIT()
    if agreement.state not in (AgreementState.RUNNING, AgreementState.ENDED):
        raise NOT_IN_FORCE()
    term = agreement.valid_from, agreement.valid_until
    refuse_bad_deliveries(command.deliveries, len(agreement.promises), *term, today(store))
    kept = [store.new_delivery(agreement, told, actor.account) for told in command.deliveries]
    store.add_all(kept)
    store.save(agreement)
    return DeliveryList(items=[store.delivery_view(each) for each in kept])


def record_team_deliveries(store: Any, actor: Actor, command: RecordTeamDeliveries) -> DeliveryList:
    team = store.find_team(command.team_id)
    if team is None:
        raise NOT_FOUND("/team_id", what="team")
    if not leads(store, actor, team.area, team.id):
        raise FORBIDDEN()
    for place, told in enumerate(command.deliveries):
        if told.day > today(store):
            raise DAY_TO_COME(f"/deliveries/{place}/day")
    kept = [store.new_team_delivery(team, told, actor.account) for told in command.deliveries]
    store.add_all(kept)
    return DeliveryList(items=[store.delivery_view(each) for each in kept])


def decide_deliveries(store: Any, actor: Actor, command: DecideDeliveries) -> DeliveryList:
    if command.confirm == (command.reason is not None):
        raise REASON_MISPLACED("/reason")
    found = store.find_deliveries_by_id(command.deliveries)
    own = _Own(store, actor)
    agreements: dict[str, Any] = {}
    for place, delivery_id in enumerate(command.deliveries):
        delivery = found.get(delivery_id)
        if delivery is None or not actor.covers(delivery.area):
            raise NOT_FOUND(f"/deliveries/{place}", what="delivery")
        if own.holds(delivery):
            raise OWN_DELIVERY(f"/deliveries/{place}")
        move = DELIVERY.decide(delivery.state, "confirm" if command.confirm else "decline", {STAFF_OF_AREA})
        delivery.state, delivery.reason = DeliveryState(move.target), command.reason
        delivery.decided_by, delivery.decided_at = actor.account, store.now
        if delivery.agreement is not None:
            if delivery.agreement not in agreements:
                agreements[delivery.agreement] = store.find_agreement(delivery.agreement)
            _count(agreements[delivery.agreement], delivery, command.confirm)
    store.save_all([*found.values(), *agreements.values()])
    if command.confirm:
        for delivery in found.values():
            _announce(store, delivery)
    return DeliveryList(items=[store.delivery_view(found[each]) for each in command.deliveries])


def _count(agreement: Any, delivery: Any, confirmed: bool) -> None:
    promise = agreement.promises[delivery.project - 1]
    promise.waiting -= delivery.quantity
    promise.delivered += delivery.quantity if confirmed else 0


class _Own:
    """Whether a delivery is of a unit or team to which the actor belongs; each is looked up once."""

    def __init__(self, store: Any, actor: Actor) -> None:
        self._store, self._account = store, actor.account
        self._volunteers = store.ids_of(actor)
        self._known: dict[str, bool] = {}

    def holds(self, delivery: Any) -> bool:
        giver = delivery.unit or delivery.team
        if giver not in self._known:
            self._known[giver] = self._in_unit(giver) if delivery.unit else self._in_team(giver)
        return delivery.by == self._account or self._known[giver]

    def _in_unit(self, unit_id: str) -> bool:
        return self._account in self._store.get_unit(unit_id).known

    def _in_team(self, team_id: str) -> bool:
        team = self._store.find_team(team_id)
        return team is not None and bool(self._store.members_among(team, list(self._volunteers)))


def _announce(store: Any, delivery: Any) -> None:
    news = DeliveryConfirmed(
        area=delivery.area, kind=delivery.kind, served=delivery.served, agreement_id=delivery.agreement,
        team_id=delivery.team,
    )  # fmt: skip
    store.announce(news, subject=delivery.id, version=delivery.version, area=delivery.area)


def list_deliveries(store: Any, actor: Actor, command: ListDeliveries) -> DeliveryPage:
    refuse_outside(actor, command.area, "/area")
    found = store.find_deliveries(
        command.area, command.state, command.agreement_id, command.team_id, before(command), command.limit + 1
    )
    shown = found[: command.limit]
    return DeliveryPage(items=[store.delivery_view(each) for each in shown], next=onward(found, command.limit))


def show_delivery_figures(store: Any, actor: Actor, command: ShowDeliveryFigures) -> DeliveryFigures:
    refuse_outside(actor, command.area, "/area")
    return store.count_deliveries(command.area, command.since, command.until)
