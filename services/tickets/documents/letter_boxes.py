"""Letter boxes and what was in them. Days are those of Shanghai, as ISO text."""

from mongoengine import (
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    IntField,
    PointField,
    StringField,
)


class RoundSchedule(EmbeddedDocument):
    """Holds from `from_day` on, until the one after it does. `by` and `at`: who said so, and when."""

    rule = StringField(required=True)
    begins = StringField(required=True)
    from_day = StringField(required=True)
    grace_days = IntField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)


class LetterBox(Document):
    """`judged_to`: missed rounds that closed up to that day have been announced; `judge_on`: when to look again."""

    meta = {
        "db_alias": "tickets",
        "collection": "letter_boxes",
        "auto_create_index": False,
        "indexes": [("area", "-id"), "keeper", {"fields": ["judge_on"], "sparse": True}],
    }
    id = StringField(primary_key=True)
    name = StringField(required=True)
    area = StringField(required=True)
    place = PointField(required=True, auto_index=False)
    spot = StringField(required=True)
    keeper = StringField(required=True)
    keeper_title = StringField(required=True)
    schedules = EmbeddedDocumentListField(RoundSchedule)
    judged_to = StringField(required=True)
    judge_on = StringField()
    taken_down_on = StringField()
    reason = StringField()
    version = IntField()


class FiledMatter(EmbeddedDocument):
    ticket = StringField(required=True)
    number = StringField(required=True)


class Emptying(Document):
    meta = {
        "db_alias": "tickets",
        "collection": "letter_box_emptyings",
        "auto_create_index": False,
        "indexes": [("box", "-id"), ("box", "day"), ("area", "day"), "by"],
    }
    id = StringField(primary_key=True)
    box = StringField(required=True)
    area = StringField(required=True)
    emptied_at = DateTimeField(required=True)
    day = StringField(required=True)
    written_at = DateTimeField(required=True)
    by = StringField(required=True)
    letters = IntField(required=True)
    filed = EmbeddedDocumentListField(FiledMatter)
    note = StringField()
    version = IntField()
