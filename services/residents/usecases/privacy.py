"""Consents, unmasking with a reason, and who looked at me."""

from typing import Any

from services.residents.domain.viewing import may_open
from services.residents.usecases.people import myself
from shared.contracts.actor import Actor
from shared.contracts.residents.privacy import (
    NOT_CONSENTED,
    NOTHING_SEALED,
    ConsentChanged,
    ConsentsView,
    ConsentView,
    GiveConsent,
    ListConsents,
    ListLooks,
    LookKind,
    LooksPage,
    Reveal,
    RevealedView,
    Sealed,
    WithdrawConsent,
)
from shared.kernel.errors import NOT_FOUND
from shared.kernel.paging import decode_cursor, encode_cursor


def give_consent(store: Any, actor: Actor, command: GiveConsent) -> ConsentView:
    """Agreeing again to the same text changes nothing; a newer text ends the older consent."""
    standing = store.standing_consent(actor.account, command.purpose)
    if standing is not None and standing.text_version == command.text_version:
        return store.consent_view(standing)
    if standing is not None:
        standing.withdrawn_at = store.now
        store.save(standing)
    given = store.give_consent(actor.account, command.purpose, command.text_version)
    announce_consent(store, actor, given)
    return store.consent_view(given)


def withdraw_consent(store: Any, actor: Actor, command: WithdrawConsent) -> ConsentView:
    standing = store.standing_consent(actor.account, command.purpose)
    if standing is None:
        raise NOT_CONSENTED("/purpose")
    standing.withdrawn_at = store.now
    store.save(standing)
    announce_consent(store, actor, standing)
    return store.consent_view(standing)


def announce_consent(store: Any, actor: Actor, consent: Any) -> None:
    given = consent.withdrawn_at is None
    news = ConsentChanged(account=actor.account, person=actor.person, purpose=consent.purpose, given=given)
    store.announce(news, subject=consent.id, version=consent.version, area=None)


def list_consents(store: Any, actor: Actor, _command: ListConsents) -> ConsentsView:
    return ConsentsView(items=[store.consent_view(consent) for consent in store.consents_of(actor.account)])


def reveal(store: Any, actor: Actor, command: Reveal) -> RevealedView:
    person = store.get_person(command.person_id)
    if not may_open(actor, person.area):
        raise NOT_FOUND("/person_id", what="person")
    openers = {Sealed.PAPER: store.paper_of, Sealed.PHONE: store.phone_of}
    shown = {field: openers[field](person) for field in Sealed if field in command.fields}
    if all(value is None for value in shown.values()):
        raise NOTHING_SEALED("/fields")
    store.record_look(person, actor, LookKind.REVEAL, command.reason, command.note, shown)
    return RevealedView(person=person.id, **shown)


def list_looks(store: Any, actor: Actor, command: ListLooks) -> LooksPage:
    before = decode_cursor(command.cursor, str)[0] if command.cursor else None
    looks = store.looks_at(myself(store, actor).id, before, command.limit + 1)
    return LooksPage(
        items=[store.look_view(look) for look in looks[: command.limit]],
        next=encode_cursor(looks[command.limit - 1].id) if len(looks) > command.limit else None,
    )
