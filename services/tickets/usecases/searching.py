"""Synonyms, and what was searched for in vain."""

from typing import Any

from services.tickets.domain.asking import without_numbers
from services.tickets.domain.first_synonyms import FIRST_SYNONYMS
from services.tickets.usecases.pages import beyond
from shared.contracts.actor import Actor
from shared.contracts.model import Done
from shared.contracts.tickets.searching import (
    DropSynonyms,
    ListSynonyms,
    ListUnanswered,
    LoadSynonyms,
    PutSynonyms,
    SearchLoaded,
    SettleUnanswered,
    Sought,
    SynonymPage,
    SynonymView,
    UnansweredPage,
)
from shared.kernel.errors import NOT_FOUND
from shared.kernel.paging import decode_cursor, encode_cursor


def put_synonyms(store: Any, _actor: Actor, command: PutSynonyms) -> SynonymView:
    known = store.find_synonyms(command.code)
    if known:
        store.refuse_stale(known.version)
    return store.synonym_view(store.keep_synonyms(known, command.code, command.words))


def load_synonyms(store: Any, _actor: Actor, command: LoadSynonyms) -> SearchLoaded:
    for group in command.groups:
        store.keep_synonyms(store.find_synonyms(group.code), group.code, group.words)
    return SearchLoaded(loaded=len(command.groups))


def seed_synonyms(store: Any, _actor: Actor) -> None:
    """Adds what of the first list is not there; what the office has changed or dropped stays as it is."""
    for code, words in FIRST_SYNONYMS.items():
        if store.find_synonyms(code) is None:
            store.keep_synonyms(None, code, words)


def drop_synonyms(store: Any, _actor: Actor, command: DropSynonyms) -> Done:
    group = store.find_synonyms(command.code)
    if group is None or not group.words:
        raise NOT_FOUND("/code", what="synonym")
    store.keep_synonyms(group, command.code, ())
    return Done()


def list_synonyms(store: Any, _actor: Actor, command: ListSynonyms) -> SynonymPage:
    found = store.list_synonyms(beyond(command.cursor), command.limit + 1)
    shown = [store.synonym_view(group) for group in found[: command.limit]]
    more = len(found) > command.limit
    return SynonymPage(items=shown, next=encode_cursor(found[command.limit - 1].code) if more else None)


def list_unanswered(store: Any, _actor: Actor, command: ListUnanswered) -> UnansweredPage:
    after = decode_cursor(command.cursor, int, str) if command.cursor else None
    found = store.find_unanswered(command.sought, after, command.limit + 1)
    shown = [store.unanswered_view(row) for row in found[: command.limit]]
    last = found[command.limit - 1] if len(found) > command.limit else None
    return UnansweredPage(items=shown, next=encode_cursor(last.times, last.id) if last else None)


def settle_unanswered(store: Any, _actor: Actor, command: SettleUnanswered) -> Done:
    store.strike_unanswered(command.unanswered_id)
    return Done()


def note_unanswered(store: Any, sought: Sought, text: str) -> None:
    """Somebody searched in vain; numbers that could tell who are struck out."""
    store.count_unanswered(sought, without_numbers(" ".join(text.split())))


def count_terms(store: Any) -> None:
    """Timer: takes what came and went into the counts of words."""
    store.count_terms()


def page_of(ranked: list[Any], cursor: str | None, limit: int) -> tuple[list[Any], str | None]:
    """A page of hits, which are counted from the best; a cursor beyond the last shows none."""
    first = decode_cursor(cursor, int)[0] if cursor else 0
    first = min(max(first, 0), len(ranked))
    more = len(ranked) > first + limit
    return ranked[first : first + limit], encode_cursor(first + limit) if more else None
