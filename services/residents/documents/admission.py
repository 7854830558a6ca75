"""Applications for admission with their history, and what districts have tuned."""

from mongoengine import (
    DateField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.residents.admission import AdmissionState, LikenessReason, SameOrNot
from shared.contracts.residents.households import Relation
from shared.contracts.residents.people import PaperKind, Sex


class AdmissionStepDocument(EmbeddedDocument):
    action = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    target = EnumField(AdmissionState, required=True)
    note = StringField()


class Decision(EmbeddedDocument):
    """What somebody said of a candidate, and how like the two were when it was said."""

    person = StringField(required=True)
    decision = EnumField(SameOrNot, required=True)
    score = IntField(required=True)
    reasons = ListField(EnumField(LikenessReason))
    by = StringField(required=True)
    at = DateTimeField(required=True)
    note = StringField()


class Admission(Document):
    meta = {
        "db_alias": "residents",
        "collection": "admissions",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["account"], "unique": True, "name": "one_open", "partialFilterExpression": {"state": "new"}},
            ("account", "id"),
            ("area", "state", "id"),
        ],
    }
    id = StringField(primary_key=True)
    state = EnumField(AdmissionState, required=True)
    account = StringField(required=True)
    area = StringField(required=True)
    name = StringField(required=True)
    sex = EnumField(Sex, required=True)
    birth_date = DateField(required=True)
    paper_kind = EnumField(PaperKind, required=True)
    paper = StringField()
    paper_mark = StringField()
    paper_shown = StringField(required=True)
    phone = StringField()
    phone_mark = StringField()
    phone_shown = StringField()
    building = StringField()
    room = StringField()
    relation = EnumField(Relation)
    suspects = IntField(required=True)
    decisions = EmbeddedDocumentListField(Decision)
    person = StringField()
    reason = StringField()
    history = EmbeddedDocumentListField(AdmissionStepDocument)
    applied_at = DateTimeField(required=True)
    version = IntField()


class LikenessWeights(EmbeddedDocument):
    name = IntField(required=True)
    birth_date = IntField(required=True)
    phone = IntField(required=True)
    paper = IntField(required=True)
    threshold = IntField(required=True)


class TunedLikeness(Document):
    meta = {"db_alias": "residents", "collection": "likeness_rules", "auto_create_index": False}
    district = StringField(primary_key=True)
    rules = EmbeddedDocumentField(LikenessWeights, required=True)
    version = IntField()
