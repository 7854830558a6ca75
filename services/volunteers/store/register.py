"""Keeping what residents' register tells."""

from collections.abc import Iterable

from pymongo import UpdateOne

from services.volunteers.documents.register import KnownAccount, KnownHousehold
from shared.storage.work import Work


class RegisterStore(Work):
    documents = (KnownAccount, KnownHousehold)

    def know_account(self, account: str, person: str) -> None:
        KnownAccount._get_collection().update_one({"_id": account}, {"$set": {"person": person}}, upsert=True)

    def person_behind(self, account: str) -> str | None:
        known = KnownAccount.objects(id=account).first()
        return known.person if known is not None else None

    def persons_behind(self, accounts: Iterable[str]) -> dict[str, str]:
        """Who is not known is left out."""
        return dict(KnownAccount.objects(id__in=list(accounts)).scalar("id", "person"))

    def forget_known(self, account: str, person: str) -> None:
        KnownAccount._get_collection().delete_many({"$or": [{"_id": account}, {"person": person}]})

    def know_households(self, households: Iterable[tuple[str, str | None, int]]) -> None:
        """Each with its area and the version of the news. What is older than what is known changes nothing."""
        rows = []
        for household, area, version in households:
            fresh = {"$gte": [version, {"$ifNull": ["$version", 0]}]}
            kept = {"area": {"$cond": [fresh, area, "$area"]}, "version": {"$cond": [fresh, version, "$version"]}}
            rows.append(UpdateOne({"_id": household}, [{"$set": kept}], upsert=True))
        if rows:
            KnownHousehold._get_collection().bulk_write(rows, ordered=False)

    def area_of_household(self, household: str) -> str | None:
        known = KnownHousehold.objects(id=household).first()
        return known.area if known is not None else None
