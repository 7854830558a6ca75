"""Votes in the open, and the papers of their rolls."""

from mongoengine import BooleanField, DateTimeField, DictField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.tickets.votes import VoteState


class Vote(Document):
    """`rules` and `result` are the contract's models as plain data."""

    meta = {
        "db_alias": "tickets",
        "collection": "votes",
        "auto_create_index": False,
        "indexes": [("area", "-id"), ("state", "closes_at"), "topic"],
    }
    id = StringField(primary_key=True)
    area = StringField(required=True)
    question = StringField(required=True)
    options = ListField(StringField(), required=True)
    rules = DictField(required=True)
    closes_at = DateTimeField(required=True)
    topic = StringField()
    state = EnumField(VoteState, required=True)
    opened_at = DateTimeField(required=True)
    closed_at = DateTimeField()
    roll_size = IntField(required=True)
    result = DictField()
    version = IntField()


class VotePaper(Document):
    """One name of the frozen roll and what it has chosen, made at opening: there is one per vote and voter, no more.

    Closing writes every paper, so that a vote which comes at the same moment is either counted or refused.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "vote_papers",
        "auto_create_index": False,
        "indexes": [{"fields": ["vote", "voter"], "unique": True}, ("accounts", "vote"), ("vote", "cast")],
    }
    id = StringField(primary_key=True)
    vote = StringField(required=True)
    voter = StringField(required=True)
    accounts = ListField(StringField())
    choices = ListField(IntField())
    cast = BooleanField(required=True)
    closed = BooleanField(required=True)
    by = StringField()
    at = DateTimeField()
    version = IntField()
