"""What matching looks at, and what it writes: many documents at once, each only as it was looked at."""

from collections.abc import Iterable
from typing import Any

from pymongo import ReplaceOne

from services.volunteers.documents.needs import MatchingWeights, Need, Project, Resource
from services.volunteers.domain.fitting import Offered, Wanted
from services.volunteers.domain.half_hours import half_hours_of, touched, within
from services.volunteers.store.resources import ResourceStore
from shared.contracts.volunteers.matching import Weights, WeightsView
from shared.kernel.errors import CONFLICT

ONLY = "weights"


class MatchingStore(ResourceStore):
    documents = (MatchingWeights,)

    def weights(self) -> MatchingWeights:
        return MatchingWeights.objects(id=ONLY).first() or MatchingWeights(id=ONLY, **Weights().model_dump())

    def set_weights(self, fields: Weights) -> MatchingWeights:
        kept = self.weights()
        self.refuse_stale(kept.version or 1)
        for name in Weights.model_fields:
            setattr(kept, name, getattr(fields, name))
        self.save(kept)
        return kept

    def weights_view(self, kept: MatchingWeights) -> WeightsView:
        return WeightsView(version=kept.version or 1, **{name: getattr(kept, name) for name in Weights.model_fields})

    def wanted(self, need: Need) -> Wanted:
        week = touched(need.starts_at, need.ends_at) if need.starts_at is not None else None
        return Wanted(
            need.id,
            need.kind,
            need.skill,
            need.area,
            place_of(need),
            week,
            length=None if need.minutes is None else half_hours_of(need.minutes),
            count=need.remaining,
            priority=need.priority,
        )

    def offered(self, resource: Resource) -> Offered:
        return Offered(
            resource.id, resource.kind, frozenset(resource.skills), resource.area, place_of(resource), resource.reach,
            within(self.slots_of(resource)), resource.left, resource.confirmed_by is not None, resource.done,
            resource.dropped, resource.given,
        )  # fmt: skip

    def save_all(self, documents: Iterable[Any]) -> None:
        """As `save` does each, but in one request; refuses with `conflict` when one of them was changed meanwhile."""
        by_kind: dict[type, list[ReplaceOne[Any]]] = {}
        for document in documents:
            seen, document.version = document.version, document.version + 1
            row = ReplaceOne({"_id": document.id, "version": seen}, document.to_mongo())
            by_kind.setdefault(type(document), []).append(row)
        for kind, rows in by_kind.items():
            done = kind._get_collection().bulk_write(rows, ordered=True)  # type: ignore[attr-defined]
            if done.matched_count != len(rows):
                raise CONFLICT()

    def add_projects(self, projects: list[Project]) -> None:
        if projects:
            Project._get_collection().insert_many([project.to_mongo() for project in projects])


def place_of(document: Any) -> tuple[float, float] | None:
    return None if document.longitude is None else (document.longitude, document.latitude)
