"""Tables that are being written, or are ready to be taken away."""

from mongoengine import DateTimeField, Document, EnumField, IntField, StringField

from shared.contracts.tickets.exports import ExportState, Sheet, SheetFormat
from shared.contracts.tickets.figures import FigureRow


class Export(Document):
    """The file is in GridFS under the same id. `since` and `until` are days in Shanghai, as ISO texts."""

    meta = {
        "db_alias": "tickets",
        "collection": "table_exports",
        "auto_create_index": False,
        "indexes": [("state", "id"), "kept_until"],
    }
    id = StringField(primary_key=True)
    account = StringField(required=True)
    sheet = EnumField(Sheet, required=True)
    format = EnumField(SheetFormat, required=True)
    area = StringField(required=True)
    since = StringField(required=True)
    until = StringField(required=True)
    by = EnumField(FigureRow)
    state = EnumField(ExportState, required=True)
    done = IntField(default=0)
    total = IntField(default=0)
    size = IntField(default=0)
    attempts = IntField(default=0)
    asked_at = DateTimeField(required=True)
    kept_until = DateTimeField(required=True)
    version = IntField()
