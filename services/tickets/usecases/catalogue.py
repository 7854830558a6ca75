"""The catalogue: look, change, retire, and see who changed what."""

from hashlib import sha256
from typing import Any

from services.tickets.domain.extra_fields import refuse_unfit
from services.tickets.domain.first_catalogue import FIRST_CATALOGUE
from shared.contracts.actor import Actor
from shared.contracts.tickets.catalogue import (
    CATALOGUE_FULL,
    Catalogue,
    CatalogueChanged,
    Category,
    CategoryFields,
    CategoryRevisionPage,
    GetCategory,
    ListCategories,
    ListCategoryRevisions,
    PutCategory,
    RetireCategory,
)
from shared.kernel.errors import NOT_ALLOWED_NOW, NOT_FOUND
from shared.kernel.paging import BAD_CURSOR, decode_cursor, encode_cursor

MOST_CATEGORIES = 500
SEEDING = f"first-catalogue|{sha256('|'.join(FIRST_CATALOGUE).encode()).hexdigest()[:16]}"
"""Another key for another first catalogue, so that a new release adds what is new in it."""


def list_categories(store: Any, _actor: Actor, command: ListCategories) -> Catalogue:
    return Catalogue(items=store.find_categories(retired=command.retired))


def get_category(store: Any, _actor: Actor, command: GetCategory) -> Category:
    return known(store, command.code)


def put_category(store: Any, actor: Actor, command: PutCategory) -> Category:
    refuse_unfit(command.extra)
    before = store.find_category(command.code)
    if before is None and store.count_categories() >= MOST_CATEGORIES:
        raise CATALOGUE_FULL("/code", most=MOST_CATEGORIES)
    return keep(store, actor, command.code, fields_of(command), retired=False)


def retire_category(store: Any, actor: Actor, command: RetireCategory) -> Category:
    category = known(store, command.code)
    if category.retired:
        raise NOT_ALLOWED_NOW(action="retire", state="retired", allowed=["put"])
    return keep(store, actor, command.code, fields_of(category), retired=True)


def list_category_revisions(store: Any, _actor: Actor, command: ListCategoryRevisions) -> CategoryRevisionPage:
    known(store, command.code)
    found = store.find_category_changes(command.code, earlier_than(command.cursor), command.limit + 1)
    more = len(found) > command.limit
    return CategoryRevisionPage(
        items=found[: command.limit], next=encode_cursor(found[command.limit - 1].revision) if more else None
    )


def earlier_than(cursor: str | None) -> int | None:
    revision = decode_cursor(cursor, int)[0] if cursor else None
    if revision is not None and abs(revision) >= 2**53:
        raise BAD_CURSOR("/cursor")
    return revision


def seed_catalogue(store: Any, actor: Actor) -> None:
    """Adds what of the first catalogue is not there; what a district has changed or retired stays as it is."""
    for code, fields in FIRST_CATALOGUE.items():
        if store.find_category(code) is None:
            store.keep_category(code, fields, retired=False, by=actor.account)


def category_of(store: Any, ticket: Any) -> Category:
    """What a matter goes by: its category as it is or, once it is settled, as it was then."""
    category = store.find_category(ticket.category)
    if ticket.live or category.revision == ticket.category_revision:
        return category
    return store.find_category_at(ticket.category, ticket.category_revision)


def known(store: Any, code: str) -> Category:
    category = store.find_category(code)
    if category is None:
        raise NOT_FOUND("/code", what="category")
    return category


def keep(store: Any, actor: Actor, code: str, fields: CategoryFields, retired: bool) -> Category:
    category = store.keep_category(code, fields, retired, by=actor.account)
    news = CatalogueChanged(code=code, revision=category.revision, retired=retired)
    store.announce(news, subject=code, version=category.revision, area=None)
    return category


def fields_of(given: CategoryFields) -> CategoryFields:
    return CategoryFields(**{name: getattr(given, name) for name in CategoryFields.model_fields})
