"""Finding, keeping and showing households and their members."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.residents.documents.households import Household, Membership
from services.residents.documents.people import Person
from services.residents.domain.households import Stay
from services.residents.domain.viewing import name_for
from shared.contracts.actor import Actor
from shared.contracts.residents.households import (
    DwellingAddress,
    HouseholdBrief,
    HouseholdChanged,
    HouseholdView,
    Leaving,
    MemberView,
    Relation,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class HouseholdStore(Work):
    documents = (Household, Membership)

    def get_household(self, household_id: str, pointer: str = "/household_id") -> Household:
        household = Household.objects(id=household_id).first()
        if household is None:
            raise NOT_FOUND(pointer, what="household")
        return household

    def household_in(self, building: str, room: str) -> Household | None:
        """Who lives there now."""
        return Household.objects(building=building, room=room, current=True).first()

    def open_household(self, building: str, room: str, area: str, on: date) -> Household:
        """The third household that ever had a dwelling has a number that ends in /3."""
        before = Household.objects(__raw__={"number": numbers_below(f"{building}/{room}")}).count()
        household = Household(id=self.new_id(), area=area, opened_on=on, current=True)
        household.building, household.room, household.number = building, room, f"{building}/{room}/{before + 1}"
        return household

    def rehouse(self, household: Household, building: str, room: str, area: str) -> None:
        household.building, household.room, household.area = building, room, area
        self.save(household)

    def close_household(self, household: Household, on: date) -> None:
        household.closed_on, household.current = on, None

    def find_households(
        self, areas: Iterable[str], building: str | None, after: str | None, limit: int
    ) -> list[Household]:
        """Those that live in any of `areas`, oldest entries first."""
        query: dict[str, Any] = {"current": True}
        query["$or"] = [{"area": {"$gte": area, "$lt": area + "/"}} for area in areas] or [{"area": None}]
        if building is not None:
            query["building"] = building
        if after is not None:
            query["_id"] = {"$gt": after}
        return list(Household.objects(__raw__=query).order_by("id").limit(limit))

    def members_of(self, household: str) -> list[Membership]:
        """Who belongs to it now, in the order of arrival."""
        return list(Membership.objects(household=household, current=True).order_by("since", "id"))

    def sizes_of(self, households: Iterable[str]) -> dict[str, int]:
        matches = {"$match": {"household": {"$in": list(households)}, "current": True}}
        counted = Membership._get_collection().aggregate([matches, {"$group": {"_id": "$household", "n": {"$sum": 1}}}])
        return {row["_id"]: row["n"] for row in counted}

    def stay_of(self, person: str) -> Membership | None:
        """The household that somebody belongs to now."""
        return Membership.objects(person=person, current=True).first()

    def stays_of(self, person: str) -> list[Stay]:
        """All stays of somebody, in any household."""
        return [stay_in(row) for row in Membership.objects(person=person).order_by("since", "id")]

    def stays_in(self, household: str) -> list[Stay]:
        """Stays of those who belong to a household now."""
        return [stay_in(row) for row in self.members_of(household)]

    def households_of(self, people: Iterable[str]) -> dict[str, str]:
        found = Membership.objects(person__in=list(people), current=True)
        return dict(found.scalar("person", "household"))

    def add_member(self, household: str, person: str, relation: Relation, since: date) -> Membership:
        stay = Membership(
            id=self.new_id(), household=household, person=person, relation=relation, since=since, current=True,
            recorded_at=self.now,
        )  # fmt: skip
        self.save(stay)
        return stay

    def end_stay(self, stay: Membership, on: date, why: Leaving) -> None:
        stay.until, stay.current, stay.ended_by = on, None, why
        self.save(stay)

    def announce_household(self, household: Household) -> None:
        members = self.members_of(household.id)
        head = next((stay.person for stay in members if stay.relation == Relation.HEAD), None)
        news = HouseholdChanged(
            household=household.id, area=household.area, head=head, members=[stay.person for stay in members]
        )
        self.announce(news, subject=household.id, version=household.version, area=household.area)

    def household_view(self, household: Household, actor: Actor, me: str | None = None) -> HouseholdView:
        """`me` is the viewer where the token does not say it yet. Those who live together know each other's names."""
        stays = list(Membership.objects(household=household.id).order_by("since", "id"))
        names = dict(Person.objects(id__in=[stay.person for stay in stays]).scalar("id", "name"))
        own = any(stay.person == (me or actor.person) and stay.current for stay in stays)

        def shown(stay: Membership) -> MemberView:
            name = names.get(stay.person, "*")
            return MemberView(
                person=stay.person, relation=stay.relation, since=stay.since, until=stay.until, ended_by=stay.ended_by,
                name=name if own and stay.current else name_for(actor, stay.person, household.area, name),
            )  # fmt: skip

        return HouseholdView(
            id=household.id, number=household.number, area=household.area, opened_on=household.opened_on,
            dwelling=DwellingAddress(building=household.building, room=household.room), closed_on=household.closed_on,
            members=[shown(stay) for stay in stays if stay.current],
            former=[shown(stay) for stay in stays if not stay.current], version=household.version,
        )  # fmt: skip

    def household_briefs(self, households: list[Household]) -> list[HouseholdBrief]:
        sizes = self.sizes_of(household.id for household in households)
        return [
            HouseholdBrief(
                id=household.id, number=household.number, area=household.area, size=sizes.get(household.id, 0),
                dwelling=DwellingAddress(building=household.building, room=household.room),
            )
            for household in households
        ]  # fmt: skip


def stay_in(row: Membership) -> Stay:
    return Stay(row.person, row.relation, row.since, row.until)


def numbers_below(start: str) -> dict[str, str]:
    """Household numbers that begin with a building's code, or with code and room."""
    return {"$gt": f"{start}/", "$lt": f"{start}0"}
