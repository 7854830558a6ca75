"""Imports and their rows. Rows are sealed and go a week after the last thing that was done with them."""

from mongoengine import DateTimeField, DictField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.residents.imports import ImportState, TableKind


class Import(Document):
    """`content` is the sealed file, kept until it is read; `chunks` how many parts it was read into, `chunk` the next."""

    meta = {
        "db_alias": "residents",
        "collection": "imports",
        "auto_create_index": False,
        "indexes": [
            ("account", "-id"),
            "state",
        ],
    }
    id = StringField(primary_key=True)
    account = StringField(required=True)
    areas = ListField(StringField())
    filename = StringField(required=True)
    state = EnumField(ImportState, required=True)
    content = StringField()
    kind = EnumField(TableKind)
    encoding = StringField()
    rows = IntField(required=True, default=0)
    chunks = IntField(required=True, default=0)
    chunk = IntField(required=True, default=0)
    checked = IntField(required=True, default=0)
    applied = IntField(required=True, default=0)
    added = IntField(required=True, default=0)
    known = IntField(required=True, default=0)
    rejected = IntField(required=True, default=0)
    problem = StringField()
    problem_zh = StringField()
    uploaded_at = DateTimeField(required=True)
    finished_at = DateTimeField()
    version = IntField()

    @property
    def unread(self) -> bool:
        return self.state == ImportState.UPLOADED


class ImportChunk(Document):
    """About forty rows, whole dwellings together. Findings name no value, so they lie open."""

    meta = {
        "db_alias": "residents",
        "collection": "import_chunks",
        "auto_create_index": False,
        "indexes": [
            {"fields": ["import_id", "number"], "unique": True},
            {"fields": ["expires_at"], "expireAfterSeconds": 0},
        ],
    }
    id = StringField(primary_key=True)
    import_id = StringField(required=True)
    number = IntField(required=True)
    sealed = StringField(required=True)
    findings = ListField(DictField())
    expires_at = DateTimeField(required=True)
    version = IntField()
