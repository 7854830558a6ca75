"""Tickets with their clocks and their history."""

from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    EnumField,
    IntField,
    ListField,
    PointField,
    StringField,
)

from shared.contracts.tickets.catalogue import Colour, TicketClass, Track
from shared.contracts.tickets.matters import Channel, ReferralState, TicketState


class HistoryStep(EmbeddedDocument):
    action = StringField(required=True)
    by = StringField(required=True)
    at = DateTimeField(required=True)
    source = EnumField(TicketState)
    target = EnumField(TicketState, required=True)
    desk = StringField()
    note = StringField()
    held = BooleanField()


class PauseInterval(EmbeddedDocument):
    since = DateTimeField(required=True)
    until = DateTimeField()
    reason = StringField(required=True)


class Handling(EmbeddedDocument):
    """Somebody had it in hand from then on."""

    account = StringField(required=True)
    name = StringField()
    since = DateTimeField(required=True)


class TrackStep(EmbeddedDocument):
    at = DateTimeField(required=True)
    by = StringField(required=True)
    before = EnumField(Track, required=True)
    after = EnumField(Track, required=True)
    reason = StringField(required=True)


class Grading(EmbeddedDocument):
    """`rules` fired; with `by` a person has overridden them, or lifted that, for a reason."""

    at = DateTimeField(required=True)
    colour = EnumField(Colour, required=True)
    rules = ListField(StringField())
    by = StringField()
    lifted = BooleanField(default=False)
    reason = StringField()


class Ticket(Document):
    """`within`: the area and all above it. `live`: something is still owed. `check_at`: when time alone moves it next.
    `grade_at`: when time alone next changes its colour. `repeats`: earlier matters of the category at the spot.

    `handlers`: who had it in hand, in order. `lead`: who was named to lead it. `units`: accounts that have a task of it.
    `outside_clients`: accounts of the outside desk that has it now. `flagged_at`: last flagged as overdue at the top.
    `barred`: staff whose work the citizen did not agree with. `on_duty`: reporting it was the reporter's work. `contact`: sealed. `origin`: what it was filed from.
    `merged`: numbers of what was merged into it. `own_since`: its citizen clock without these.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "tickets",
        "auto_create_index": False,
        "index_background": False,
        "indexes": [
            {"fields": ["number"], "unique": True},
            ("reporter", "-id"),
            {"fields": ["reporter_person", "-id"], "partialFilterExpression": {"reporter_person": {"$exists": True}}},
            {"fields": ["filed_by", "-id"], "partialFilterExpression": {"filed_by": {"$exists": True}}},
            ("within", "-id"),
            ("within", "state", "-id"),
            {"fields": ["within", "on_board", "-id"], "partialFilterExpression": {"on_board": True}},
            {"fields": ["desk", "due", "id"], "partialFilterExpression": {"live": True}},
            {"fields": ["handler", "due", "id"], "partialFilterExpression": {"live": True}},
            "changed_at",
            {"fields": ["check_at"], "partialFilterExpression": {"check_at": {"$exists": True}}},
            {"fields": ["merged_into"], "partialFilterExpression": {"merged_into": {"$exists": True}}},
            {"fields": ["category", "category_revision"], "partialFilterExpression": {"live": True}},
            {"fields": ["grade_at"], "partialFilterExpression": {"grade_at": {"$exists": True}}},
            {"fields": ["category", "(place"], "partialFilterExpression": {"live": False}},
            {"fields": ["outside_desk"], "partialFilterExpression": {"state": "outside"}},
            "photos",
            "proof",
            {"fields": [("place", "2dsphere")], "partialFilterExpression": {"live": True}},
        ],
    }
    id = StringField(primary_key=True)
    number = StringField(required=True)
    state = EnumField(TicketState, required=True)
    live = BooleanField(default=True)
    held = BooleanField(default=False)
    on_board = BooleanField(default=True)

    category = StringField(required=True)
    category_revision = IntField(required=True)
    ticket_class = EnumField(TicketClass, required=True)
    track = EnumField(Track, required=True)
    text = StringField(required=True)
    matter = StringField()
    measure = StringField()
    extra = DictField()
    channel = EnumField(Channel, required=True)
    origin = StringField()
    photos = ListField(StringField())
    proof = ListField(StringField())

    place = PointField(auto_index=False)
    address = StringField()
    building = StringField()
    area = StringField(required=True)
    within = ListField(StringField(), required=True)
    backstop = BooleanField(default=False)

    reporter = StringField()
    reporter_person = StringField()
    filed_by = StringField()
    on_duty = BooleanField(default=False)
    contact = StringField()
    vulnerable = BooleanField(default=False)
    supporters = IntField(default=0)

    desk = StringField(required=True)
    handler = StringField()
    responsible = StringField()
    lead = StringField()
    handlers = EmbeddedDocumentListField(Handling)
    track_changes = EmbeddedDocumentListField(TrackStep)
    units = ListField(StringField())
    outside_desk = StringField()
    outside_state = EnumField(ReferralState)
    outside_reference = StringField()
    outside_clients = ListField(StringField())
    unit = StringField()
    barred = ListField(StringField())
    against = StringField()

    opened_at = DateTimeField(required=True)
    citizen_since = DateTimeField(required=True)
    state_since = DateTimeField(required=True)
    changed_at = DateTimeField()
    reacted_at = DateTimeField()
    done_at = DateTimeField()
    closed_at = DateTimeField()
    confirm_by = DateTimeField()
    reaction_due = DateTimeField(required=True)
    promised_at = DateTimeField()
    state_due = DateTimeField()
    due = DateTimeField()
    check_at = DateTimeField()
    flagged_at = DateTimeField()
    pauses = EmbeddedDocumentListField(PauseInterval)

    colour = EnumField(Colour, required=True)
    overridden = BooleanField(default=False)
    repeats = IntField(default=0)
    grade_at = DateTimeField()
    gradings = EmbeddedDocumentListField(Grading)
    merged_into = StringField()
    merged = ListField(StringField())
    own_since = DateTimeField()
    reopened = IntField(default=0)
    note = StringField()
    stars = IntField()
    comment = StringField()
    history = EmbeddedDocumentListField(HistoryStep)
    version = IntField()


class Rating(Document):
    """What one of those who reported a matter says of how it was settled: once per person and matter."""

    meta = {
        "db_alias": "tickets",
        "collection": "ticket_ratings",
        "auto_create_index": False,
        "indexes": ["ticket", "account", ("within", "at"), "at"],
    }
    id = StringField(primary_key=True)
    ticket = StringField(required=True)
    within = ListField(StringField())
    account = StringField(required=True)
    stars = IntField(required=True)
    solved = BooleanField(required=True)
    responded = BooleanField(required=True)
    comment = StringField()
    at = DateTimeField(required=True)
    version = IntField()
