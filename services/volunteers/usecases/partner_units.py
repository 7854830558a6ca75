"""Registering partner units and who acts for them."""

from typing import Any

from services.volunteers.usecases.posts import before, onward, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.partner_units import (
    OWN_UNIT,
    GetPartnerUnit,
    ListPartnerUnits,
    NameWorkers,
    PartnerUnitPage,
    PartnerUnitView,
    RegisterUnit,
)
from shared.kernel.errors import NOT_FOUND


def register_unit(store: Any, actor: Actor, command: RegisterUnit) -> PartnerUnitView:
    refuse_outside(actor, command.area, "/area")
    _refuse_oneself(actor, command.workers)
    return store.unit_view(store.register_unit(actor, command), actor)


def name_workers(store: Any, actor: Actor, command: NameWorkers) -> PartnerUnitView:
    unit = store.get_unit(command.unit_id)
    if not actor.covers(unit.area):
        raise NOT_FOUND("/unit_id", what="partner unit")
    store.refuse_stale(unit.version)
    _refuse_oneself(actor, command.workers)
    store.name_workers(unit, command.workers)
    return store.unit_view(unit, actor)


def _refuse_oneself(actor: Actor, workers: list[str]) -> None:
    if actor.account in workers:
        raise OWN_UNIT(f"/workers/{workers.index(actor.account)}")


def get_partner_unit(store: Any, actor: Actor, command: GetPartnerUnit) -> PartnerUnitView:
    return store.unit_view(store.get_unit(command.unit_id), actor)


def list_partner_units(store: Any, actor: Actor, command: ListPartnerUnits) -> PartnerUnitPage:
    found = store.find_units(command.area, before(command), command.limit + 1)
    shown = found[: command.limit]
    return PartnerUnitPage(items=[store.unit_view(unit, actor) for unit in shown], next=onward(found, command.limit))
