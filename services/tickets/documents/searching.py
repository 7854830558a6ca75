"""What is searched by: words of entries, how often each word is used, synonyms, and searches in vain."""

from mongoengine import DateTimeField, DictField, Document, EnumField, IntField, ListField, StringField

from shared.contracts.tickets.searching import Sought


class SearchRow(Document):
    """One per entry: the key is what is sought and the entry's id.

    counts: how often each word stands in it; terms: those words, and those of the titles once more, marked.
    since and until are days as ISO text; area is empty for what holds everywhere.
    """

    meta = {
        "db_alias": "tickets",
        "collection": "search_rows",
        "auto_create_index": False,
        "indexes": [("sought", "terms")],
    }
    id = StringField(primary_key=True)
    sought = EnumField(Sought, required=True)
    key = StringField(required=True)
    topic = StringField()
    area = StringField()
    since = StringField(required=True)
    until = StringField(required=True)
    terms = ListField(StringField())
    counts = DictField()
    length = IntField(required=True)
    titles = ListField(StringField())
    text = StringField()


class TermCount(Document):
    """In how many entries a word stands: the key is what is sought and the word; without a word, how many entries there are."""

    meta = {"db_alias": "tickets", "collection": "search_terms", "auto_create_index": False}
    id = StringField(primary_key=True)
    entries = IntField(required=True)


class TermChange(Document):
    """By how much the counts of words change with entries that came or went; taken into the counts soon after.

    So those who publish at the same moment do not wait for each other's words.
    """

    meta = {"db_alias": "tickets", "collection": "search_term_changes", "auto_create_index": False}
    id = StringField(primary_key=True)
    sought = EnumField(Sought, required=True)
    terms = ListField(StringField())
    changes = ListField(IntField())


class Synonyms(Document):
    """`plain` are the words as they are compared. A group that was dropped stays without words, so that it is not added again."""

    meta = {"db_alias": "tickets", "collection": "synonyms", "auto_create_index": False, "indexes": ["plain"]}
    code = StringField(primary_key=True)
    words = ListField(StringField())
    plain = ListField(StringField())
    version = IntField()


class Unanswered(Document):
    meta = {
        "db_alias": "tickets",
        "collection": "unanswered",
        "auto_create_index": False,
        "indexes": [("sought", "-times", "id")],
    }
    id = StringField(primary_key=True)
    sought = EnumField(Sought, required=True)
    text = StringField(required=True)
    times = IntField(required=True)
    first_at = DateTimeField(required=True)
    last_at = DateTimeField(required=True)
