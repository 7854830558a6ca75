"""Indexes by which somebody is found wherever their name stands, so that neither a copy nor forgetting reads whole collections."""

from typing import Any

from services.volunteers.store.copied import IN_OFFICE, SHARES


class FoundBy:
    """It stands among a store's `documents`, so that its indexes are made at start."""

    @staticmethod
    def ensure_indexes() -> None:
        for document, path in {(share.document, share.by) for share in SHARES} | set(IN_OFFICE):
            if path not in _led_to(document):
                document._get_collection().create_index(path, sparse=True, name=f"found_by_{path}")


def _led_to(document: Any) -> set[str]:
    """Fields with which an index of all rows begins."""
    whole = [spec for spec in document._meta["index_specs"] if "partialFilterExpression" not in spec]
    return {"_id"} | {spec["fields"][0][0] for spec in whole}
