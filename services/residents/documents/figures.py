"""Figures per area, and the marks that say which have to be counted anew."""

from mongoengine import DateTimeField, DictField, Document, IntField, StringField


class AreaFigures(Document):
    """What is recorded at exactly this path; an area's figures are the sum of those of its path and all below.

    `day` is the local date by which the ages were reckoned.
    """

    meta = {
        "db_alias": "residents",
        "collection": "figures",
        "auto_create_index": False,
        "indexes": ["day"],
    }
    path = StringField(primary_key=True)
    counts = DictField(field=IntField())
    counted_at = DateTimeField(required=True)
    day = StringField(required=True)


class FigureMark(Document):
    """Something at this path has changed. A row of its own for each change, so that busy areas do not queue up."""

    meta = {
        "db_alias": "residents",
        "collection": "figure_marks",
        "auto_create_index": False,
        "indexes": ["path"],
    }
    id = StringField(primary_key=True)
    path = StringField(required=True)
