"""Taking many households over at once: a few bulk writes instead of documents one by one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from services.residents.documents.areas import Area
from services.residents.documents.households import Household, Membership
from services.residents.documents.people import Person
from services.residents.domain.masking import mask_paper, mask_phone
from services.residents.store.households import numbers_below
from services.residents.store.people import PAPER, PHONE, midnight
from shared.contracts.residents.areas import AreaKind
from shared.contracts.residents.households import (
    HouseholdLoaded,
    LoadedHousehold,
    LoadedMember,
    LoadedResident,
    Relation,
)
from shared.contracts.residents.people import PaperKind, PersonState
from shared.storage.sealing import blind, seal
from shared.storage.work import Work


class LoadingStore(Work):
    documents = ()

    def unknown_grids(self, paths: Iterable[str]) -> set[str]:
        wanted = set(paths)
        return wanted - set(Area.objects(path__in=sorted(wanted), kind=AreaKind.GRID).scalar("path"))

    def dwellings_used(self, homes: Sequence[LoadedHousehold]) -> dict[tuple[str, str], tuple[int, bool]]:
        """How many households each of the dwellings has had, and whether one lives there now."""
        buildings = sorted({home.building for home in homes})
        numbers = {"$or": [{"number": numbers_below(building)} for building in buildings]}
        before = Counter(
            row["number"].rpartition("/")[0] for row in Household._get_collection().find(numbers, {"number": 1})
        )
        lived_in = {"building": {"$in": buildings}, "current": True}
        lives = {
            (row["building"], row["room"])
            for row in Household._get_collection().find(lived_in, {"building": 1, "room": 1})
        }
        places = {(home.building, home.dwelling) for home in homes}
        return {place: (before["/".join(place)], place in lives) for place in places}

    def fingerprint_card(self, number: str) -> str:
        return blind(f"{PaperKind.IDENTITY_CARD}:{number}", PAPER)

    def known_cards(self, fingerprints: Iterable[str]) -> set[str]:
        rows = Person._get_collection().find({"paper_mark": {"$in": list(fingerprints)}}, {"paper_mark": 1})
        return {row["paper_mark"] for row in rows}

    def insert_households(self, homes: Sequence[tuple[LoadedHousehold, int, Sequence[str]]]) -> list[HouseholdLoaded]:
        """With each home goes how many its dwelling has had before, and the fingerprints of its members' cards.

        Says what was made of them.
        """
        households, people, stays, told = [], [], [], []
        for home, before, fingerprints in homes:
            household = self._household(home, before)
            households.append(household)
            members = []
            for who, fingerprint in zip(home.members, fingerprints, strict=True):
                person = self._person(who, fingerprint, home.grid)
                people.append(person)
                stays.append(self._stay(household["_id"], person["_id"], who, home))
                members.append(LoadedMember(person=person["_id"], birth_date=who.birth_date))
            told.append(
                HouseholdLoaded(household=household["_id"], area=home.grid, head=members[0].person, members=members)
            )
        for document, rows in ((Household, households), (Person, people), (Membership, stays)):
            document._get_collection().insert_many(rows, ordered=False)
        return told

    def _household(self, home: LoadedHousehold, before: int) -> dict[str, Any]:
        return {
            "_id": self.new_id(), "number": f"{home.building}/{home.dwelling}/{before + 1}",
            "building": home.building, "room": home.dwelling, "area": home.grid, "opened_on": midnight(home.moved_in), "current": True, "version": 1,
        }  # fmt: skip

    def _person(self, who: LoadedResident, fingerprint: str, grid: str) -> dict[str, Any]:
        person = {
            "_id": self.new_id(), "name": who.name, "sex": who.sex.value, "birth_date": midnight(who.birth_date),
            "paper_kind": PaperKind.IDENTITY_CARD.value, "paper": seal(who.identity_number, PAPER),
            "paper_mark": fingerprint, "paper_shown": mask_paper(who.identity_number),
            "state": PersonState.LIVING_HERE.value, "area": grid, "registered_at": self.now, "version": 1,
        }  # fmt: skip
        if who.phone is not None:
            person |= {
                "phone": seal(who.phone, PHONE), "phone_mark": blind(who.phone, PHONE), "phone_shown": mask_phone(who.phone),
            }  # fmt: skip
        return person

    def _stay(self, household: str, person: str, who: LoadedResident, home: LoadedHousehold) -> dict[str, Any]:
        return {
            "_id": self.new_id(), "household": household, "person": person, "relation": Relation(who.role).value,
            "since": midnight(max(home.moved_in, who.birth_date)), "current": True, "recorded_at": self.now, "version": 1,
        }  # fmt: skip
