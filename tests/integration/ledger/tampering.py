"""Edits of the stored past, past the book: any field of any document changed, documents or removed."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from pymongo.errors import DuplicateKeyError

from tests.integration.ledger.bookkeeping import COLLECTIONS, House

Path = tuple[str | int, ...]


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a document that holds a plain value, or an empty one."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    nested = [leaf for key, child in children for leaf in leaves(child, (*path, key))]
    yield from nested or [path]


def another(value: Any, chance: Random) -> Any:
    """Something else in a value's place."""
    if isinstance(value, bool) or value is None:
        return "something"
    if isinstance(value, int):
        return chance.choice([value + 1, value - 1, -value - 1, str(value), float(value) + 0.5, float(value), None])
    if isinstance(value, str):
        return chance.choice([value + "x", value[:-1] if value else "y", value.swapcase() + "z", None, 7])
    if isinstance(value, datetime):
        return chance.choice([value + timedelta(milliseconds=1), value - timedelta(days=1), value.isoformat(), None])
    return "something"


def edit(house: House, chance: Random) -> tuple[str, Callable[[], None]] | None:
    """Makes one edit; what it was, and how to take it back. None when there is nothing to edit."""
    stored = [
        (name, document) for name, documents in house.stored().items() if name in COLLECTIONS for document in documents
    ]
    if not stored:
        return None
    name, document = chance.choice(stored)
    collection = house.collections[f"ledger_{name}"]
    kind = chance.choice(["change", "change", "change", "add", "drop", "remove"])
    if kind == "remove":
        collection.delete_one({"_id": document["_id"]})
        return f"removed {name} {document['_id']}", lambda: collection.insert_one(document)
    changed, path = _changed(document, kind, chance)
    if not put(collection, changed):
        return None
    what = f"{kind} {name} {document['_id']} at {path}: {_at(changed, path)!r}"
    return what, lambda: collection.replace_one({"_id": document["_id"]}, document)


def put(collection: Any, document: dict[str, Any]) -> bool:
    """False where the database itself refuses, since two entries would be in one place of a chain."""
    try:
        collection.replace_one({"_id": document["_id"]}, document)
    except DuplicateKeyError:
        return False
    return True


def _changed(document: dict[str, Any], kind: str, chance: Random) -> tuple[dict[str, Any], Path]:
    if kind == "add":
        return {**document, "extra": chance.choice([1, "x", None])}, ("extra",)
    path = chance.choice(places(document))
    if kind == "drop":
        copy = _copied(document)
        del _at(copy, path[:-1])[path[-1]]
        return copy, path[:-1]
    return changed_at(document, path, chance), path


def places(document: dict[str, Any]) -> list[Path]:
    """All places of a document that can be changed: its `_id` cannot."""
    return [leaf for leaf in leaves(document) if leaf != ("_id",)]


def changed_at(document: dict[str, Any], path: Path, chance: Random) -> dict[str, Any]:
    copy = _copied(document)
    holder = _at(copy, path[:-1])
    holder[path[-1]] = another(holder[path[-1]], chance)
    return copy


def _at(document: Any, path: Path) -> Any:
    for key in path:
        document = document[key]
    return document


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_copied(child) for child in value]
    return value
