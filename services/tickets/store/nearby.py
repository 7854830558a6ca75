"""Finding open matters near a place."""

from collections.abc import Sequence
from typing import Any

from services.tickets.documents.matters import Ticket
from shared.storage.work import Work

CANDIDATES = 200
"""Of how many matters at most the order is settled: distance in whole metres first, then age."""
Place = Sequence[float]


class NearbyStore(Work):
    documents = ()

    def find_near(self, place: Place, metres: int, public: bool, **query: Any) -> list[dict[str, Any]]:
        """Stored tickets with `metres`, the nearest first and of the equally near the newest.

        public: only what anybody near by may see: on the board, not held back, and no complaint about a member of staff.
        """
        if metres <= 0:
            return []
        found = list(Ticket._get_collection().aggregate(near_stages(place, metres, public, query)))
        found.sort(key=lambda row: row["_id"], reverse=True)
        return sorted(found, key=lambda row: round(row["metres"]))


def near_stages(place: Place, metres: int, public: bool, query: dict[str, Any]) -> list[dict[str, Any]]:
    """The partial index over what is live answers this: `live` must stand in the query."""
    seen = {"on_board": True, "held": {"$ne": True}, "against": None} if public else {}
    near = {"type": "Point", "coordinates": list(place)}
    stage = {"near": near, "key": "place", "distanceField": "metres", "maxDistance": metres, "spherical": True,
             "query": {"live": True, **seen, **query}}  # fmt: skip
    return [{"$geoNear": stage}, {"$limit": CANDIDATES}]
