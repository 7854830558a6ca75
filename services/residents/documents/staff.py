"""Staff and their appointments. Days are ISO texts, which sort as days do."""

from mongoengine import (
    BooleanField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.residents.staff import Phase, PostCode


class Appointment(EmbeddedDocument):
    post = EnumField(PostCode, required=True)
    grade = IntField()
    areas = ListField(StringField())
    buildings = ListField(StringField())
    since = StringField(required=True)
    until = StringField()
    phase = EnumField(Phase, required=True)
    reason = StringField()
    by = StringField()


class StaffMember(Document):
    """`due` is the next day on which an appointment begins or ends, for the timer that sees to it."""

    meta = {
        "db_alias": "residents",
        "collection": "staff",
        "auto_create_index": False,
        "indexes": ["appointments.areas", "appointments.buildings", "due"],
    }
    staff_number = StringField(primary_key=True)
    name = StringField(required=True)
    sealed_phone = StringField()
    serving = BooleanField(required=True)
    appointments = EmbeddedDocumentListField(Appointment)
    due = StringField()
    version = IntField()
