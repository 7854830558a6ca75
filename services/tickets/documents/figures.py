"""Kept counters."""

from mongoengine import DictField, Document, IntField, StringField


class FigureMark(Document):
    """A ticket has changed and is to be counted anew. Only ever inserted and deleted, so that writers never collide."""

    meta = {"db_alias": "tickets", "collection": "figure_marks", "auto_create_index": False, "indexes": []}
    id = StringField(primary_key=True)
    ticket = StringField(required=True)


class Counted(Document):
    """What of a ticket is in the cells of a generation."""

    meta = {
        "db_alias": "tickets",
        "collection": "figure_counted",
        "auto_create_index": False,
        "indexes": [("generation", "facts.areas", "facts.day")],
    }
    id = StringField(primary_key=True)
    generation = IntField(required=True)
    facts = DictField(required=True)


class FigureCell(Document):
    """`parent`: the area above. `period`: a month or a day."""

    meta = {
        "db_alias": "tickets",
        "collection": "figure_cells",
        "auto_create_index": False,
        "indexes": [("generation", "area", "period"), ("generation", "parent", "period")],
    }
    id = StringField(primary_key=True)
    generation = IntField(required=True)
    area = StringField(required=True)
    parent = StringField(required=True)
    period = StringField(required=True)
    category = StringField(required=True)
    channel = StringField(required=True)
    colour = StringField(required=True)
    unit = StringField()
    counts = DictField()


class FigureState(Document):
    """Which generation of cells answers, and which one is being built, up to which ticket."""

    meta = {"db_alias": "tickets", "collection": "figure_state", "auto_create_index": False, "indexes": []}
    id = StringField(primary_key=True)
    generation = IntField(required=True, default=1)
    building = IntField()
    built_to = StringField()
    version = IntField()
