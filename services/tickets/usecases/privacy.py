"""Reactions to residents who ask for their data or to be forgotten."""

from typing import Any

from services.tickets.usecases.placing import give_up_bookings
from shared.contracts.residents import ExportRequested, PersonErased
from shared.contracts.tickets.privacy import TicketsCollected


def hand_over_copy(store: Any, delivered: Any) -> None:
    """Reaction: somebody asks for a copy of all their data."""
    asked: ExportRequested = delivered.data
    part = TicketsCollected(export=asked.export, sealed=store.sealed_copy(asked.account, asked.person))
    store.announce(part, subject=asked.export, version=1, area=None)


def forget_reporter(store: Any, delivered: Any) -> None:
    """Reaction: somebody is forgotten."""
    erased: PersonErased = delivered.data
    store.detach_reporter(erased.account, erased.person)
    store.forget_filer(erased.account, erased.person)
    store.forget_asker(erased.account)
    store.forget_guide_reader(erased.account)
    store.forget_photos(erased.account, store.photos_on_matters(erased.account))
    store.forget_deliberator(erased.account)
    store.forget_keeper(erased.account)
    store.forget_visitor(erased.account)
    give_up_bookings(store, erased.account)
    store.forget_customer(erased.account)
    store.forget_texts(erased.account, erased.person)
