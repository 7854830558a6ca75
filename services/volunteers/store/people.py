"""Finding and keeping volunteers."""

from typing import Any

from services.volunteers.documents.people import Confirmation, FreeSlot, Volunteer
from services.volunteers.domain.age import age
from services.volunteers.domain.areas import chain
from services.volunteers.domain.availability import minutes, time_of
from services.volunteers.domain.standing_in import signs_in
from shared.contracts.actor import Actor
from shared.contracts.model import Point
from shared.contracts.volunteers.duty import RollRow
from shared.contracts.volunteers.people import NOT_ENROLLED, ListVolunteers, Skill, Slot, VolunteerFields, VolunteerView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class PeopleStore(Work):
    documents = (Volunteer,)

    def find_volunteer_of(self, account: str) -> Volunteer | None:
        return Volunteer.objects(account=account).first()

    def find_volunteer_by_person(self, person: str) -> Volunteer | None:
        return Volunteer.objects(person=person).first()

    def accounts_of_persons(self, persons: list[str]) -> dict[str, str]:
        """Who is not a volunteer is left out."""
        return dict(Volunteer.objects(person__in=persons).scalar("person", "account")) if persons else {}

    def ids_of(self, actor: Actor) -> set[str]:
        """Who the actor is as a volunteer, by this account or by another one of the same person."""
        same: list[dict[str, Any]] = [{"account": actor.account}]
        if actor.person is not None:
            same.append({"person": actor.person})
        return {volunteer.id for volunteer in Volunteer.objects(__raw__={"$or": same}).only("id")}

    def own_volunteer(self, account: str) -> Volunteer:
        volunteer = self.find_volunteer_of(account)
        if volunteer is None:
            raise NOT_ENROLLED()
        self.refuse_stale(volunteer.version)
        return volunteer

    def find_volunteer(self, volunteer_id: str) -> Volunteer | None:
        return Volunteer.objects(id=volunteer_id).first()

    def get_volunteer(self, volunteer_id: str) -> Volunteer:
        volunteer = Volunteer.objects(id=volunteer_id).first()
        if volunteer is None:
            raise NOT_FOUND("/volunteer_id", what="volunteer")
        self.refuse_stale(volunteer.version)
        return volunteer

    def put_volunteer(self, actor: Actor, fields: VolunteerFields) -> Volunteer:
        return self.put_volunteer_of(actor.account, actor.person, fields)

    def put_volunteer_of(self, account: str, person: str | None, fields: VolunteerFields) -> Volunteer:
        volunteer = self.find_volunteer_of(account)
        if volunteer is None:
            volunteer = Volunteer(id=self.new_id(), account=account, person=person, enrolled_at=self.now)
        else:
            self.refuse_stale(volunteer.version)
            volunteer.person = person or volunteer.person
        volunteer.within = chain(fields.area)
        volunteer.place = [fields.point.longitude, fields.point.latitude] if fields.point else None
        volunteer.slots = [
            FreeSlot(weekday=s.weekday, since=minutes(s.since), until=minutes(s.until)) for s in fields.slots
        ]
        for name in ("area", "radius", "birth_year", "occupation", "skills", "wishes"):
            setattr(volunteer, name, getattr(fields, name))
        volunteer.confirmations = [each for each in volunteer.confirmations if each.skill in fields.skills]
        self.save(volunteer)
        return volunteer

    def volunteers_of(self, accounts: list[str]) -> dict[str, Volunteer]:
        return {volunteer.account: volunteer for volunteer in Volunteer.objects(account__in=accounts)}

    def accounts_of(self, volunteer_ids: list[str]) -> list[str]:
        return list(Volunteer.objects(id__in=volunteer_ids).scalar("account"))

    def areas_of(self, volunteer_ids: list[str]) -> dict[str, str]:
        """Where each of them lives; who is unknown is left out."""
        return dict(Volunteer.objects(id__in=volunteer_ids).scalar("id", "area"))

    def add_volunteers(self, area: str, rows: list[RollRow]) -> list[Volunteer]:
        """Volunteers who have not spoken for themselves yet, stored in one request."""
        added = [
            Volunteer(
                id=self.new_id(), account=row.account, enrolled_at=self.now, area=area, within=chain(area),
                radius=VolunteerFields.model_fields["radius"].default, birth_year=row.birth_year,
                occupation=row.occupation, skills=row.skills, version=1,
            )
            for row in rows
        ]  # fmt: skip
        if added:
            Volunteer._get_collection().insert_many([volunteer.to_mongo() for volunteer in added])
        return added

    def confirm_skill(self, volunteer: Volunteer, skill: Skill, by: str, evidence: str) -> None:
        """What was said of the skill before is replaced."""
        volunteer.confirmations = [each for each in volunteer.confirmations if each.skill != skill]
        volunteer.confirmations.append(Confirmation(skill=skill, by=by, at=self.now, evidence=evidence))
        self.save(volunteer)

    def find_volunteers(self, asked: ListVolunteers, before: str | None, limit: int) -> list[Any]:
        query: dict[str, Any] = {"within": asked.area}
        if asked.person is not None:
            query["person"] = asked.person
        if asked.skill is not None:
            query["confirmations.skill" if asked.confirmed else "skills"] = asked.skill
        elif asked.confirmed:
            query["confirmations.0"] = {"$exists": True}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Volunteer.objects(__raw__=query).order_by("-id").limit(limit))

    def forget_volunteer(self, account: str) -> None:
        Volunteer.objects(account=account).delete()

    def volunteer_view(self, volunteer: Volunteer, person: str | None = None) -> VolunteerView:
        """`person`: who they are in the register, for the eyes of staff."""
        place = volunteer.place
        longitude, latitude = (place["coordinates"] if isinstance(place, dict) else place) if place else (None, None)
        return VolunteerView(
            id=volunteer.id, person=person, area=volunteer.area, radius=volunteer.radius, birth_year=volunteer.birth_year,
            age=age(volunteer.birth_year, self.now),
            point=Point(longitude=longitude, latitude=latitude) if place else None, occupation=volunteer.occupation,
            skills=list(volunteer.skills), wishes=list(volunteer.wishes),
            slots=[Slot(weekday=s.weekday, since=time_of(s.since), until=time_of(s.until)) for s in volunteer.slots],
            confirmed=sorted({each.skill for each in volunteer.confirmations}), resting_until=volunteer.resting_until,
            signs_in=signs_in(volunteer.account), enrolled_at=volunteer.enrolled_at, version=volunteer.version,
        )  # fmt: skip
