"""Finding and keeping the fields that districts add."""

from typing import Any

from services.residents.documents.extra import ExtraField, ExtraFields
from services.residents.documents.people import Person
from shared.contracts.residents.people import ExtraFieldsView, FieldRule
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class ExtraStore(Work):
    documents = (ExtraFields,)

    def extra_fields_of(self, district: str) -> list[FieldRule]:
        known = ExtraFields.objects(district=district).first()
        return rules_in(known) if known else []

    def set_extra_fields(self, district: str, rules: list[FieldRule]) -> ExtraFields:
        known = ExtraFields.objects(district=district).first() or ExtraFields(district=district)
        if known.version is not None:
            self.refuse_stale(known.version)
        known.fields_added = [ExtraField(**rule.model_dump()) for rule in rules]
        self.save(known)
        return known

    def get_extra_fields(self, district: str) -> ExtraFields:
        known = ExtraFields.objects(district=district).first()
        if known is None:
            raise NOT_FOUND("/district", what="field")
        return known

    def extra_taken(self, person: Person, field: str, value: Any) -> bool:
        """Whether somebody else of the same district has this value."""
        district = person.area[:6]
        same = {f"extra.{field}": value, "_id": {"$ne": person.id}, "area": {"$gte": district, "$lt": district + "/"}}
        return Person.objects(__raw__=same).only("id").first() is not None

    def extra_fields_view(self, known: ExtraFields) -> ExtraFieldsView:
        return ExtraFieldsView(district=known.district, fields=rules_in(known), version=known.version)


def rules_in(known: ExtraFields) -> list[FieldRule]:
    return [
        FieldRule(
            name=f.name, title=f.title, json_schema=f.json_schema, required=bool(f.required), unique=bool(f.unique)
        )
        for f in known.fields_added
    ]
