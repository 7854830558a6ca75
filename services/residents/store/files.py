"""Files of people: listing them masked, showing one, and recording who looked."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.residents.documents.areas import Area
from services.residents.documents.people import Person
from services.residents.documents.privacy import Look
from services.residents.domain.ages import age_on
from services.residents.domain.papers import known_by
from services.residents.domain.viewing import marks_on, name_for, office_of
from services.residents.store.people import PAPER, PHONE, PersonStore, midnight
from shared.contracts.actor import Actor
from shared.contracts.residents.people import (
    Mark,
    Paper,
    PaperView,
    PersonBrief,
    PersonChanged,
    PersonState,
    PersonView,
)
from shared.contracts.residents.privacy import LookKind, LookView, Sealed
from shared.kernel.clock import SHANGHAI
from shared.storage.sealing import blind


class FileStore(PersonStore):
    documents = (Look,)

    def find_people(
        self, areas: Iterable[str], conditions: dict[str, Any], before: str | None, limit: int
    ) -> list[Person]:
        """Newest entries first, in any of `areas`; erased people are not found."""
        query: dict[str, Any] = {"state": {"$ne": PersonState.ERASED.value}}
        query["$or"] = [{"area": {"$gte": area, "$lt": area + "/"}} for area in areas] or [{"area": None}]
        query |= conditions
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Person.objects(__raw__=query).order_by("-id").limit(limit))

    def marked(self, mark: str | None, old_before: date) -> dict[str, Any]:
        """Those with a mark, given or by age."""
        if mark == Mark.OVER_80:
            return {"birth_date": {"$lt": midnight(old_before)}}
        return {} if mark is None else {"marks": mark}

    def known_as(self, name: str | None, phone: str | None, paper: Paper | None) -> dict[str, Any]:
        """Those with this name and these numbers, as far as they are given."""
        wanted = {
            "name": name,
            "phone_mark": blind(phone, PHONE) if phone else None,
            "paper_mark": blind(known_by(paper), PAPER) if paper else None,
        }
        return {field: value for field, value in wanted.items() if value is not None}

    def person_briefs(self, people: list[Person], actor: Actor) -> list[PersonBrief]:
        homes = self.households_of(person.id for person in people)
        return [PersonBrief(**self._brief(person, actor), household=homes.get(person.id)) for person in people]

    def person_view(self, person: Person, actor: Actor, own: bool = False) -> PersonView:
        """`own`: the viewer is the person, whatever the token says so far."""
        stay = self.stay_of(person.id)
        facts = self._brief(person, actor) | ({"name": person.name} if own else {})
        paper = PaperView(kind=person.paper_kind, number=person.paper_shown) if person.paper_shown else None
        return PersonView(
            **facts, household=stay.household if stay else None, paper=paper, birth_date=person.birth_date,
            extra=person.extra, has_account=person.account is not None, registered_at=person.registered_at,
            version=person.version,
        )  # fmt: skip

    def announce_person(self, person: Person) -> None:
        stay = self.stay_of(person.id)
        news = PersonChanged(
            person=person.id, area=person.area, birth_date=person.birth_date, household=stay.household if stay else None,
            marks=marks_on(self._day, person.birth_date, person.marks),
        )  # fmt: skip
        self.announce(news, subject=person.id, version=person.version, area=person.area)

    def record_look(self, person: Person, actor: Actor, kind: LookKind, reason: str, note: str | None,
                    fields: Iterable[Sealed] = ()) -> None:  # fmt: skip
        role, path = office_of(actor, person.area)
        area = Area.objects(path=path).only("name").first() if path else None
        look = Look(
            id=self.new_id(), person=person.id, by=actor.account, role=role, office=area.name if area else path or "-",
            office_path=path, kind=kind, fields_shown=list(fields), reason=reason, note=note, at=self.now,
        )  # fmt: skip
        self.save(look)

    def looks_at(self, person: str, before: str | None, limit: int) -> list[Look]:
        query: dict[str, Any] = {"person": person} | ({"_id": {"$lt": before}} if before else {})
        return list(Look.objects(__raw__=query).order_by("-id").limit(limit))

    def look_view(self, look: Look) -> LookView:
        return LookView(
            at=look.at, kind=look.kind, role=look.role, office=look.office, office_path=look.office_path,
            fields=list(look.fields_shown), reason=look.reason, note=look.note,
        )  # fmt: skip

    @property
    def _day(self) -> date:
        return self.now.astimezone(SHANGHAI).date()

    def _brief(self, person: Person, actor: Actor) -> dict[str, Any]:
        return {
            "id": person.id,
            "name": name_for(actor, person.id, person.area, person.name),
            "sex": person.sex,
            "age": age_on(person.birth_date, self._day),
            "state": person.state,
            "area": person.area,
            "phone": person.phone_shown,
            "marks": marks_on(self._day, person.birth_date, person.marks),
        }
