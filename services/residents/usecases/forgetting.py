"""A copy of all one's data, and being forgotten."""

from typing import Any

from services.residents.domain.erasing import ERASED, kept_items
from services.residents.usecases.people import myself
from services.residents.usecases.settling import leave
from shared.contracts.actor import Actor
from shared.contracts.residents.changes import ChangeState
from shared.contracts.residents.households import Leaving
from shared.contracts.residents.privacy import (
    NOT_CONFIRMED,
    ErasureView,
    ExportRequested,
    ExportView,
    GetExport,
    PersonErased,
    RequestErasure,
    RequestExport,
)

ASKED = ("identity", "tickets", "volunteers")
"""Services that keep something of residents and answer with their part."""


def request_export(store: Any, actor: Actor, _command: RequestExport) -> ExportView:
    """Whoever has an account may ask, admitted or not."""
    me = store.find_account_holder(actor.account)
    export = store.open_export(actor.account, list(ASKED))
    store.add_part(export, "residents", store.seal_part(store.everything_about(actor.account, me)))
    news = ExportRequested(export=export.id, account=actor.account, person=me.id if me else None)
    store.announce(news, subject=export.id, version=export.version, area=me.area if me else None)
    return store.export_view(export, with_parts=False)


def collect_part(store: Any, delivered: Any) -> None:
    """Reaction: a service has answered. A copy that is gone by then needs no part any more."""
    export = store.find_export(delivered.data.export)
    service = delivered.envelope.type.partition(".")[0]
    if export is not None and service in export.awaited:
        store.add_part(export, service, delivered.data.sealed)


def get_export(store: Any, actor: Actor, command: GetExport) -> ExportView:
    return store.export_view(store.get_export(command.export_id, actor.account), with_parts=True)


def request_erasure(store: Any, actor: Actor, command: RequestErasure) -> ErasureView:
    """A head who leaves others behind hands over first; what is pending is withdrawn."""
    if not command.confirm:
        raise NOT_CONFIRMED("/confirm")
    me = myself(store, actor)
    stay = store.stay_of(me.id)
    if stay is not None:
        leave(store, store.get_household(stay.household), me.id, store.today, Leaving.ERASED, None)
    for change in store.pending_changes_of(me.id):
        store.record_change(change, "withdraw", actor, ChangeState.WITHDRAWN)
        store.save(change)
    kept = kept_items(store.last_entries(me), store.today)
    store.forget_person(me)
    news = PersonErased(person=me.id, account=actor.account, area=me.area)
    store.announce(news, subject=me.id, version=me.version, area=me.area)
    return ErasureView(erased=list(ERASED), kept=kept)
