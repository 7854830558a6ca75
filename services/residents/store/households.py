"""Finding and keeping households and their members."""

from datetime import date
from typing import Any

from services.residents.documents.households import Household, Membership
from shared.contracts.residents.households import HouseholdChanged, Relation
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class HouseholdStore(Work):
    documents = (Household, Membership)

    def get_household(self, household_id: str) -> Household:
        household = Household.objects(id=household_id).first()
        if household is None:
            raise NOT_FOUND("/household_id", what="household")
        return household

    def household_in(self, building: str, room: str) -> Household | None:
        """Who lives there now."""
        return Household.objects(building=building, room=room, current=True).first()

    def open_household(self, building: str, room: str, area: str, on: date) -> Household:
        household = Household(
            id=self.new_id(), number="", building=building, room=room, area=area, opened_on=on, current=True
        )
        household.number = household.id[:12] + household.id[-4:]
        return household

    def members_of(self, household: str) -> list[Membership]:
        """Who belongs to it now, in the order of arrival."""
        return list(Membership.objects(household=household, current=True).order_by("since", "id"))

    def stay_of(self, person: str) -> Membership | None:
        """The household that somebody belongs to now."""
        return Membership.objects(person=person, current=True).first()

    def add_member(self, household: str, person: str, relation: Relation, since: date) -> Membership:
        stay = Membership(
            id=self.new_id(), household=household, person=person, relation=relation, since=since, current=True,
            recorded_at=self.now,
        )  # fmt: skip
        self.save(stay)
        return stay

    def announce_household(self, household: Any) -> None:
        members = self.members_of(household.id)
        head = next((stay.person for stay in members if stay.relation == Relation.HEAD), None)
        news = HouseholdChanged(
            household=household.id, area=household.area, head=head, members=[stay.person for stay in members]
        )
        self.announce(news, subject=household.id, version=household.version, area=household.area)
