"""Adding many documents at once."""

from collections.abc import Iterable
from typing import Any

from shared.storage.work import Work


class AddingStore(Work):
    def add_all(self, documents: Iterable[Any]) -> None:
        """New ones, in one request for each kind."""
        by_kind: dict[type, list[Any]] = {}
        for document in documents:
            document.version = 1
            document.validate()
            by_kind.setdefault(type(document), []).append(document.to_mongo())
        for kind, rows in by_kind.items():
            kind._get_collection().insert_many(rows)  # type: ignore[attr-defined]
