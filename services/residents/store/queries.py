"""Parts of queries and of writes that several stores of this service use."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import ReplaceOne

from services.residents.domain.names import folded, grams, needles


def inside(path: str) -> dict[str, str]:
    """Paths that are `path` or lie below it."""
    return {"$gte": path, "$lt": path + "/"}


def valid_at(moment: datetime | None) -> dict[str, Any]:
    """What is valid at the moment, or now."""
    if moment is None:
        return {"until": None}
    return {"since": {"$lte": moment}, "$or": [{"until": None}, {"until": {"$gt": moment}}]}


def named_like(text: str) -> dict[str, Any]:
    """The grams' index finds candidates, the expression keeps those that have the text in one piece."""
    return {"grams": {"$all": needles(text)}, "folded": {"$regex": re.escape(folded(text))}}


def index_names(document: Any, names: Sequence[str]) -> None:
    document.grams, document.folded = grams(names), [folded(name) for name in names]


def all_of(*parts: dict[str, Any]) -> dict[str, Any]:
    """One query that wants all parts; empty parts want nothing."""
    wanted = [part for part in parts if part]
    return {"$and": wanted} if wanted else {}


def geo_point(longitude: float, latitude: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [longitude, latitude]}


def place_of(stored: Any) -> tuple[float, float]:
    """Longitude and latitude of a stored point, which is a list before and a GeoJSON object after it was saved."""
    longitude, latitude = stored["coordinates"] if isinstance(stored, dict) else stored
    return longitude, latitude


def rings_in(stored: Any) -> list[list[tuple[float, float]]]:
    """The rings of a stored polygon, which is a list or a GeoJSON object like a point."""
    rings = stored["coordinates"] if isinstance(stored, dict) else stored
    return [[(longitude, latitude) for longitude, latitude in ring] for ring in rings]


def put_all(documents: Sequence[Any]) -> None:
    """Inserts or replaces many documents of one kind and raises their versions.

    To be called in a transaction, which fails as a whole when somebody else writes one of them.
    """
    if not documents:
        return
    rows = []
    for document in documents:
        document.version = (document.version or 0) + 1
        document.validate()
        rows.append(ReplaceOne({"_id": document.pk}, document.to_mongo(), upsert=True))
    type(documents[0])._get_collection().bulk_write(rows, ordered=False)
