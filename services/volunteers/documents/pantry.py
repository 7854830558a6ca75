"""Food pantries: their rules and foods, batches, servings, what each household got, and all movements."""

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

from shared.contracts.volunteers.pantry import BatchState, Period


class Pantry(Document):
    """`id` is the area."""

    meta = {"db_alias": "volunteers", "collection": "pantries", "auto_create_index": False}
    id = StringField(primary_key=True)
    name = StringField(required=True)
    place = StringField(required=True)
    portions = IntField(required=True)
    period = EnumField(Period, required=True)
    soon_days = IntField(required=True)
    version = IntField()


class PantryFood(Document):
    """`id` is area and food."""

    meta = {"db_alias": "volunteers", "collection": "pantry_foods", "auto_create_index": False, "indexes": ["area"]}
    id = StringField(primary_key=True)
    area = StringField(required=True)
    food = StringField(required=True)
    name = StringField(required=True)
    low_stock = IntField(required=True)
    version = IntField()


class FoodBatch(Document):
    """`best_before` is a day in Shanghai, as text. `donor`: an account."""

    meta = {
        "db_alias": "volunteers",
        "collection": "food_batches",
        "auto_create_index": False,
        "indexes": [
            ("area", "state", "food", "best_before"),
            ("area", "-id"),
            ("state", "best_before"),
            {"fields": ["donor"], "sparse": True},
            "within",
        ],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    food = StringField(required=True)
    best_before = StringField(required=True)
    state = EnumField(BatchState, required=True)
    received = IntField(required=True)
    given = IntField(required=True, default=0)
    discarded = IntField(required=True, default=0)
    left = IntField(required=True)
    unit = StringField()
    donor = StringField()
    reason = StringField()
    received_at = DateTimeField(required=True)
    by = StringField(required=True)
    version = IntField()


class ServedPart(EmbeddedDocument):
    batch = StringField(required=True)
    best_before = StringField(required=True)
    portions = IntField(required=True)


class Serving(Document):
    meta = {
        "db_alias": "volunteers",
        "collection": "pantry_servings",
        "auto_create_index": False,
        "indexes": [("area", "-id"), ("within", "day", "household")],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    within = ListField(StringField())
    food = StringField(required=True)
    household = StringField(required=True)
    portions = IntField(required=True)
    batches = EmbeddedDocumentListField(ServedPart)
    by = StringField(required=True)
    day = StringField(required=True)
    at = DateTimeField(required=True)
    version = IntField()


class Allowance(Document):
    """What a household got in a period; `id` is area, period and household."""

    meta = {"db_alias": "volunteers", "collection": "pantry_allowances", "auto_create_index": False}
    id = StringField(primary_key=True)
    portions = IntField(required=True, default=0)
    version = IntField()


class PantryMovement(Document):
    """`portions` received (into the pantry), given or discarded, on a day in Shanghai."""

    meta = {
        "db_alias": "volunteers",
        "collection": "pantry_movements",
        "auto_create_index": False,
        "indexes": [("within", "day", "kind")],
    }
    id = StringField(primary_key=True)
    within = ListField(StringField())
    batch = StringField(required=True)
    kind = StringField(required=True)
    portions = IntField(required=True)
    day = StringField(required=True)
    version = IntField()
