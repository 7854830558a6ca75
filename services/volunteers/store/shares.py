"""What of a collection is somebody's, and how it is told to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.storage.sealing import unseal

COPIED = 1000
"""So many of the newest rows of each kind are told."""

Row = dict[str, Any]
Somebody = Mapping[str, list[str]]
"""Under which names somebody is known here: by `account`, `person`, and the ids of what is theirs."""


@dataclass(frozen=True)
class Share:
    """What a copy tells of the rows of a collection in which `by` is one of somebody's names of the kind `who`.

    `tells`: fields, dotted where they are inside of others. `sealed`: of these, what they were sealed for. `mine`: of a list
    inside of the row, by which field the entries that are theirs are told from those of others, which stay out.
    `finish` puts right what depends on more than a field.
    """

    name: str
    document: Any
    by: str
    who: str
    tells: str
    sealed: Mapping[str, str] = field(default_factory=dict)
    mine: Mapping[str, str] = field(default_factory=dict)
    finish: Callable[[Row, Somebody, datetime], None] | None = None


def told_of(share: Share, somebody: Somebody, now: datetime) -> list[Row]:
    """The newest first."""
    if not somebody[share.who]:
        return []
    shown = dict.fromkeys(["_id", *share.tells.split(), *(f"{rows}.{key}" for rows, key in share.mine.items())], 1)
    found = share.document._get_collection().find(
        {share.by: {"$in": somebody[share.who]}}, shown, sort=[("_id", -1)], limit=COPIED
    )
    told = []
    for row in found:
        for rows, key in share.mine.items():
            row[rows] = [entry for entry in row.get(rows, ()) if entry.pop(key, None) in somebody[share.who]]
        if share.mine and not any(row[rows] for rows in share.mine):
            continue
        for path, purpose in share.sealed.items():
            _open(row, path.split("."), purpose)
        if share.finish is not None:
            share.finish(row, somebody, now)
        row["id"] = row.pop("_id")
        told.append(row)
    return told


def _open(row: Any, path: list[str], purpose: str) -> None:
    if isinstance(row, list):
        for entry in row:
            _open(entry, path, purpose)
    elif isinstance(row, dict) and row.get(path[0]) is not None:
        if path[1:]:
            _open(row[path[0]], path[1:], purpose)
        else:
            row[path[0]] = unseal(row[path[0]], purpose)
