"""What every search shares: highlights, words that mean the same, and questions that found no answer."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from shared.contracts.actor import OFFICE, Role
from shared.contracts.model import Command, Count, Done, Id, Moment, Page, PageQuery, Value, Version, View
from shared.contracts.operation import GET, POST, PUT, Op
from shared.kernel.errors import NOT_FOUND, STALE_VERSION
from shared.kernel.paging import BAD_CURSOR

TopicCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"), Field(examples=["medical_insurance"])]
GroupCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]


def _nothing_unseen(text: str) -> str:
    if not text.isprintable():
        raise ValueError("must hold printable characters only")
    return text


SearchText = Annotated[
    str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True), AfterValidator(_nothing_unseen)
]
Word = Annotated[
    str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True), AfterValidator(_nothing_unseen)
]


class Sought(StrEnum):
    """What is searched."""

    POLICY = "policy"
    GUIDE = "guide"
    WASTE = "waste"


class Span(View):
    """A found part of a text: its first character and the one after its last."""

    start: Count
    end: Count


class Marked(View):
    """A text, and where in it the words that were asked for stand."""

    text: str
    spans: list[Span] = []


class SynonymFields(Value):
    """Words that mean the same, in Chinese, English or both."""

    words: list[Word] = Field(min_length=2, max_length=20)


class PutSynonyms(SynonymFields, Command):
    code: GroupCode


class LoadedSynonyms(SynonymFields):
    code: GroupCode


class LoadSynonyms(Command):
    """Takes many groups over at once."""

    groups: list[LoadedSynonyms] = Field(min_length=1, max_length=500)


class DropSynonyms(Command):
    code: GroupCode


class ListSynonyms(PageQuery):
    pass


class SynonymView(SynonymFields, View):
    code: GroupCode
    version: Version


class SynonymPage(Page[SynonymView]):
    pass


class ListUnanswered(PageQuery):
    sought: Sought = Sought.POLICY


class UnansweredView(View):
    """A question that was searched for in vain, with how often; of who asked nothing is known."""

    id: Id
    sought: Sought
    text: str
    times: Count
    first_at: Moment
    last_at: Moment


class UnansweredPage(Page[UnansweredView]):
    pass


class SettleUnanswered(Command):
    """It has an answer now, or needs none."""

    unanswered_id: Id


class SearchLoaded(View):
    loaded: Count


PUT_SYNONYMS = Op(
    "put_synonyms", PUT("/synonyms/{code}"), PutSynonyms, SynonymView, OFFICE, "Say which words mean the same",
    errors=(STALE_VERSION,),
)  # fmt: skip
LOAD_SYNONYMS = Op(
    "load_synonyms", None, LoadSynonyms, SearchLoaded, frozenset({Role.OPS}), "Take many groups of synonyms over",
    deadline=30,
)  # fmt: skip
DROP_SYNONYMS = Op(
    "drop_synonyms", POST("/synonyms/{code}/drop", 200), DropSynonyms, Done, OFFICE, "Let them not mean the same any more",
    errors=(NOT_FOUND,),
)  # fmt: skip
LIST_SYNONYMS = Op(
    "list_synonyms", GET("/synonyms"), ListSynonyms, SynonymPage, OFFICE, "Words that mean the same", writes=False,
    errors=(BAD_CURSOR,),
)  # fmt: skip
LIST_UNANSWERED = Op(
    "list_unanswered", GET("/unanswered"), ListUnanswered, UnansweredPage, OFFICE,
    "What people searched for in vain, the most wanted first", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
SETTLE_UNANSWERED = Op(
    "settle_unanswered", POST("/unanswered/{unanswered_id}/settle", 200), SettleUnanswered, Done, OFFICE,
    "Strike what has an answer now", errors=(NOT_FOUND,),
)  # fmt: skip

OPERATIONS = (PUT_SYNONYMS, LOAD_SYNONYMS, DROP_SYNONYMS, LIST_SYNONYMS, LIST_UNANSWERED, SETTLE_UNANSWERED)
EVENTS = ()
