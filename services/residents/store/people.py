"""Finding and keeping people; sealing and masking what identifies them."""

from datetime import date, datetime, time
from typing import Any

from services.residents.documents.admission import LikenessWeights, TunedLikeness
from services.residents.documents.areas import Area
from services.residents.documents.people import Person
from services.residents.domain.likeness import Likeness, Traits, best, likeness, near_dates
from services.residents.domain.masking import mask_paper, mask_phone
from services.residents.domain.papers import known_by
from shared.contracts.model import Point
from shared.contracts.residents.admission import LikenessRules
from shared.contracts.residents.areas import AreaKind
from shared.contracts.residents.people import Paper, PersonState
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import blind, seal, unseal
from shared.storage.work import Work

PAPER = "person-paper"
PHONE = "person-phone"
COMPARED_FIELDS = ("name", "birth_date", "paper_kind", "paper", "phone")
COMPARED = 2000
"""The most people that one is compared with; near birth dates and one phone give some hundreds in a town of a million."""


class PersonStore(Work):
    documents = (Person, TunedLikeness)

    def new_person(self, **fields: Any) -> Person:
        return Person(id=self.new_id(), state=PersonState.LIVING_HERE, registered_at=self.now, **fields)

    def find_person(self, person_id: str) -> Person | None:
        return Person.objects(id=person_id).first()

    def get_person(self, person_id: str, pointer: str = "/person_id") -> Person:
        """Refuses with `not_found`, also when all that identifies the person has been erased."""
        person = self.find_person(person_id)
        if person is None or person.state == PersonState.ERASED:
            raise NOT_FOUND(pointer, what="person")
        return person

    def find_account_holder(self, account: str) -> Person | None:
        return Person.objects(account=account).first()

    def find_by_paper(self, paper: Paper) -> Person | None:
        return Person.objects(paper_mark=blind(known_by(paper), PAPER)).first()

    def seal_paper(self, document: Any, paper: Paper) -> None:
        document.paper_kind = paper.kind
        document.paper = seal(paper.number, PAPER)
        document.paper_mark = blind(known_by(paper), PAPER)
        document.paper_shown = mask_paper(paper.number)

    def seal_phone(self, document: Any, phone: str | None) -> None:
        document.phone = seal(phone, PHONE) if phone else None
        document.phone_mark = blind(phone, PHONE) if phone else None
        document.phone_shown = mask_phone(phone) if phone else None

    def copy_numbers(self, source: Any, target: Any) -> None:
        """Sealed as they are: the same purpose opens them."""
        for name in ("paper_kind", "paper", "paper_mark", "paper_shown", "phone", "phone_mark", "phone_shown"):
            setattr(target, name, getattr(source, name))

    def paper_of(self, document: Any) -> str | None:
        return unseal(document.paper, PAPER) if document.paper else None

    def paper_in(self, document: Any) -> Paper:
        return Paper(kind=document.paper_kind, number=unseal(document.paper, PAPER))

    def phone_of(self, document: Any) -> str | None:
        return unseal(document.phone, PHONE) if document.phone else None

    def traits_of(self, document: Any) -> Traits:
        paper = known_by(self.paper_in(document)) if document.paper else None
        return Traits(document.name, document.birth_date, paper, self.phone_of(document))

    def candidates(self, document: Any, rules: LikenessRules, skip: str | None = None) -> list[tuple[Person, Likeness]]:
        """Registered people who may be the one in `document` (a person or an application), likest first.

        Those compared are read as they are stored: building a document of each would cost more than comparing.
        """
        days = [midnight(day) for day in near_dates(document.birth_date)]
        blocks: list[dict[str, Any]] = [{"birth_date": {"$in": days}}]
        for mark in ("paper_mark", "phone_mark"):
            if getattr(document, mark):
                blocks.append({mark: getattr(document, mark)})
        near = {"$or": blocks, "_id": {"$ne": skip}, "state": {"$ne": PersonState.ERASED.value}}
        rows = Person._get_collection().find(near, COMPARED_FIELDS).limit(COMPARED)
        traits = self.traits_of(document)
        found = best(((row["_id"], likeness(traits, traits_in(row), rules)) for row in rows), rules)
        people = Person.objects.in_bulk([who for who, _ in found])
        return [(people[who], like) for who, like in found]

    def likeness_rules(self, district: str) -> LikenessRules:
        tuned = self.find_tuned_likeness(district)
        if tuned is None:
            return LikenessRules()
        return LikenessRules(**{name: tuned.rules[name] for name in LikenessRules.model_fields})

    def find_tuned_likeness(self, district: str) -> TunedLikeness | None:
        return TunedLikeness.objects(district=district).first()

    def tune_likeness(self, district: str, rules: LikenessRules) -> TunedLikeness:
        tuned = self.find_tuned_likeness(district) or TunedLikeness(district=district)
        if tuned.version is not None:
            self.refuse_stale(tuned.version)
        tuned.rules = LikenessWeights(**rules.model_dump(include=set(LikenessRules.model_fields)))
        self.save(tuned)
        return tuned

    def is_grid(self, path: str) -> bool:
        return Area.objects(path=path, kind=AreaKind.GRID, until=None).only("path").first() is not None

    def grid_at(self, point: Point) -> str | None:
        """The path of the grid that the point lies in."""
        place = {"type": "Point", "coordinates": [point.longitude, point.latitude]}
        inside = {"kind": AreaKind.GRID, "until": None, "outline": {"$geoIntersects": {"$geometry": place}}}
        grid = Area.objects(__raw__=inside).only("path").first()
        return grid.path if grid else None


def midnight(day: date) -> datetime:
    """As the database keeps days."""
    return datetime.combine(day, time())


def traits_in(row: dict[str, Any]) -> Traits:
    """What somebody is compared by, from a stored row."""
    paper = f"{row['paper_kind']}:{unseal(row['paper'], PAPER)}" if row.get("paper") else None
    return Traits(
        row["name"], row["birth_date"].date(), paper, unseal(row["phone"], PHONE) if row.get("phone") else None
    )
