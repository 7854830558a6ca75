"""Keeping how volunteers stand in the ranking of an area and period."""

from collections.abc import Mapping
from dataclasses import asdict

from pymongo import UpdateOne

from services.volunteers.documents.growth import GrowthStanding
from services.volunteers.domain.growth import Facts, Standing
from shared.storage.work import Work


class GrowthStandingStore(Work):
    documents = (GrowthStanding,)

    def add_to_standings(self, gained: Mapping[Standing, tuple[Facts, int]]) -> None:
        """Facts, and by how much they change the index."""
        rows = [
            UpdateOne(
                {"_id": ":".join(standing)},
                {
                    "$setOnInsert": dict(zip(("area", "period", "volunteer"), standing, strict=True)),
                    "$inc": asdict(facts) | {"index": change, "version": 1},
                },
                upsert=True,
            )
            for standing, (facts, change) in gained.items()
        ]
        if rows:
            GrowthStanding._get_collection().bulk_write(rows)

    def find_standing(self, area: str, period: str, volunteer: str) -> Facts:
        kept = GrowthStanding.objects(id=f"{area}:{period}:{volunteer}").first()
        return Facts(kept.deeds, kept.sessions, kept.answers, kept.ratings, kept.shifts) if kept else Facts()

    def count_above(self, area: str, period: str, index: int) -> int:
        return GrowthStanding.objects(area=area, period=period, index__gt=index).count()
