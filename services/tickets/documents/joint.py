"""Joint meetings, and the tasks that they give to units."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    StringField,
)

from shared.contracts.tickets.catalogue import Measure
from shared.contracts.tickets.joint import MeetingState, TaskState


class JointMeeting(Document):
    """`within`: the area and all above it. `day`: that of convening, in Shanghai, as ISO text. `present`: units that came."""

    meta = {
        "db_alias": "tickets",
        "collection": "joint_meetings",
        "auto_create_index": False,
        "indexes": [("ticket", "-id"), ("within", "day")],
    }
    id = StringField(primary_key=True)
    ticket = StringField(required=True)
    number = StringField(required=True)
    area = StringField(required=True)
    within = ListField(StringField(), required=True)
    state = EnumField(MeetingState, required=True)
    leader = StringField(required=True)
    led_by = StringField()
    note = StringField(required=True)
    meets_at = DateTimeField()
    place = StringField()
    day = StringField(required=True)
    convened_at = DateTimeField(required=True)
    held_at = DateTimeField()
    minutes = StringField()
    present = ListField(StringField())
    version = IntField()


class TaskPause(EmbeddedDocument):
    since = DateTimeField(required=True)
    until = DateTimeField()
    reason = StringField(required=True)


class TaskEntry(EmbeddedDocument):
    """`due`: by when it was to be done from then on."""

    action = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    note = StringField()
    due = DateTimeField()


class JointTask(Document):
    """`place`: its number among those of its meeting. `since`: when its clock last started. `check_at`: when time alone
    moves it next. `day`: of giving, in Shanghai.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "joint_tasks",
        "auto_create_index": False,
        "indexes": [
            ("meeting", "place"),
            ("ticket", "state"),
            ("account", "-id"),
            ("within", "-id"),
            ("within", "day", "state"),
            {"fields": ["check_at"], "partialFilterExpression": {"check_at": {"$exists": True}}},
        ],
    }
    id = StringField(primary_key=True)
    ticket = StringField(required=True)
    meeting = StringField(required=True)
    place = IntField(required=True)
    number = StringField(required=True)
    area = StringField(required=True)
    within = ListField(StringField(), required=True)
    against = StringField()
    unit = StringField(required=True)
    task = StringField(required=True)
    account = StringField()
    desk = StringField(required=True)
    state = EnumField(TaskState, required=True)
    minutes = IntField(required=True)
    measure = EnumField(Measure, required=True)
    day = StringField(required=True)
    since = DateTimeField(required=True)
    due = DateTimeField()
    check_at = DateTimeField()
    flagged_at = DateTimeField()
    ended_at = DateTimeField()
    result = StringField()
    pauses = EmbeddedDocumentListField(TaskPause)
    log = EmbeddedDocumentListField(TaskEntry)
    version = IntField()
