"""Leases: one replica at a time does a thing. Time is the database server's, so that no replica's clock matters."""

from typing import Any

from pymongo import MongoClient, ReturnDocument
from pymongo.errors import DuplicateKeyError


class Leases:
    def __init__(self, client: MongoClient[Any], database: str, holder: str) -> None:
        self._leases = client[database]["leases"]
        self._holder = holder

    def hold(self, name: str, seconds: float) -> bool:
        """Takes or renews the lease `name` for `seconds`; False while somebody else holds it."""
        until = {"$add": ["$$NOW", int(seconds * 1000)]}
        open_to_me = {"$or": [{"$eq": ["$holder", self._holder]}, {"$lte": ["$until", "$$NOW"]}]}
        taken = {
            "holder": {"$cond": [open_to_me, self._holder, "$holder"]},
            "until": {"$cond": [open_to_me, until, "$until"]},
        }
        try:
            lease: Any = self._leases.find_one_and_update(
                {"_id": name}, [{"$set": taken}], upsert=True, return_document=ReturnDocument.AFTER
            )
        except DuplicateKeyError:
            return False
        return lease["holder"] == self._holder
