"""Elections: the roll says who has taken a paper, the urns hold papers with their choices, and nothing joins the two.

The roll holds the blinded paper and knows nothing of the number in it. An urn's ballots lie in the order of their random
numbers and bear no time; all urns of an election are made when it opens.
"""

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
    StringField,
)

from shared.contracts.tickets.elections import ElectionState
from shared.contracts.tickets.votes import VoteBasis


class ElectionCandidate(EmbeddedDocument):
    name = StringField(required=True)
    note = StringField()


class Election(Document):
    """`sealed_key` signs papers and is gone after closing; `sealed_seed` decides ties and is published then."""

    meta = {
        "db_alias": "tickets",
        "collection": "elections",
        "auto_create_index": False,
        "indexes": [("area", "-id"), ("state", "closes_at")],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    office = StringField(required=True)
    seats = IntField(required=True)
    candidates = EmbeddedDocumentListField(ElectionCandidate)
    basis = EnumField(VoteBasis, required=True)
    min_choices = IntField(required=True)
    max_choices = IntField(required=True)
    closes_at = DateTimeField(required=True)
    state = EnumField(ElectionState, required=True)
    opened_at = DateTimeField(required=True)
    closed_at = DateTimeField()
    roll_size = IntField(required=True)
    modulus = StringField(required=True)
    sealed_key = StringField()
    sealed_seed = StringField(required=True)
    lot_commitment = StringField(required=True)
    result = DictField()
    version = IntField()


class ElectionVoter(Document):
    """One name of the frozen roll, and whether its paper was taken; not when."""

    meta = {
        "db_alias": "tickets",
        "collection": "election_roll",
        "auto_create_index": False,
        "indexes": [{"fields": ["election", "voter"], "unique": True}, ("accounts", "election"), ("election", "taken")],
    }
    id = StringField(primary_key=True)
    election = StringField(required=True)
    voter = StringField(required=True)
    accounts = ListField(StringField())
    taken = BooleanField(required=True)
    blinded = StringField()
    version = IntField()


class UrnBallot(EmbeddedDocument):
    paper = StringField(required=True)
    choices = ListField(IntField())


class Urn(Document):
    """The ballots whose numbers begin alike. Many urns, so that those who vote at once do not wait for each other."""

    meta = {"db_alias": "tickets", "collection": "election_urns", "auto_create_index": False, "indexes": ["election"]}
    id = StringField(primary_key=True)
    election = StringField(required=True)
    ballots = EmbeddedDocumentListField(UrnBallot)
    closed = BooleanField(required=True)
