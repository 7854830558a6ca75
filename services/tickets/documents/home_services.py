"""The catalogue of home services."""

from mongoengine import DictField, Document, EnumField, IntField, StringField

from shared.contracts.tickets.home_services import DoneAt, OfferedBy, OfferState


class HomeService(Document):
    """`asked` counts the households that wait for a round. It is written by each of them, so that the last one of enough
    knows that it is; it does not raise the version. `gather` is the contract's model as plain data.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "home_services",
        "auto_create_index": False,
        "indexes": [("area", "-id")],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    name = StringField(required=True)
    name_en = StringField(required=True)
    description = StringField()
    price_fen = IntField(required=True)
    offered_by = EnumField(OfferedBy, required=True)
    provider = StringField()
    done_at = EnumField(DoneAt, required=True)
    minutes = IntField(required=True)
    capacity = IntField(required=True)
    opens_before = IntField(required=True)
    closes_before = IntField(required=True)
    change_before = IntField(required=True)
    gather = DictField()
    state = EnumField(OfferState, required=True)
    reason = StringField()
    asked = IntField(required=True, default=0)
    version = IntField()
