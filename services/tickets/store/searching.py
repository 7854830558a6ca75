"""Search: entries by their words, synonyms, and what was searched for in vain.

A search reads the rows of the rarest words only, so that it takes hardly longer among many entries than among few. What comes
or goes notes by how much the words' counts change, in the same transaction; a timer takes the notes into the counts. A new
entry is found at once, since words without a count are looked up as well.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from pymongo import UpdateOne

from services.tickets.documents.searching import SearchRow, Synonyms, TermChange, TermCount, Unanswered
from services.tickets.domain.publishing import lying_above
from services.tickets.domain.ranking import (
    MOST_CANDIDATES,
    Candidate,
    Question,
    Ranked,
    gain,
    lookup,
    parts_of,
    question_of,
    rank,
)
from services.tickets.domain.words import TITLE, counted, runs_of, searchable
from shared.contracts.tickets.searching import Sought, SynonymView, UnansweredView
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

MOST_HITS = 100
CHANGES_AT_ONCE = 100
FIRST, LAST = date.min.isoformat(), date.max.isoformat()


@dataclass(frozen=True)
class Entry:
    """What an entry is found by. Titles weigh more than texts; an empty area holds everywhere."""

    key: str
    titles: Sequence[str]
    texts: Sequence[str]
    topic: str | None = None
    area: str = ""
    since: date | None = None
    until: date | None = None


class SearchStore(Work):
    documents = (SearchRow, TermCount, TermChange, Synonyms, Unanswered)

    def put_entries(self, sought: Sought, entries: Sequence[Entry], fresh: bool = False) -> None:
        """fresh: none of them was there before."""
        if not fresh:
            self.drop_entries(sought, [entry.key for entry in entries])
        rows = [_row(sought, entry) for entry in entries]
        SearchRow._get_collection().insert_many(rows)
        self._note_terms(sought, rows, 1)

    def drop_entries(self, sought: Sought, keys: Iterable[str]) -> None:
        ids = {"_id": {"$in": [_id(sought, key) for key in keys]}}
        rows = list(SearchRow._get_collection().find(ids, {"terms": 1}))
        if rows:
            SearchRow._get_collection().delete_many(ids)
            self._note_terms(sought, rows, -1)

    def search_entries(
        self, sought: Sought, text: str, topic: str | None = None, area: str | None = None, on: date | None = None
    ) -> tuple[Question, list[Ranked]]:
        """The question, and the best hits first: at most a hundred, that hold on the day and in the area."""
        parts = parts_of(text)
        groups = Synonyms.objects(plain__in=parts).scalar("words") if parts else ()
        question = question_of(text, groups)
        frequency = self._frequency(sought, [*question.terms, *(TITLE + term for term in question.terms), ""])
        chosen = lookup(question, frequency)
        if not chosen:
            return question, []
        day = (on or self.now.astimezone(SHANGHAI).date()).isoformat()
        wanted: dict[str, Any] = {
            "sought": sought, "terms": {"$in": chosen}, "since": {"$lte": day}, "until": {"$gte": day},
            **({"topic": topic} if topic else {}), **({"area": {"$in": ["", *lying_above(area)]}} if area else {}),
        }  # fmt: skip
        shown = {"key": 1, "length": 1, **{f"counts.{term}": 1 for term in question.terms}}
        found = SearchRow._get_collection().find(wanted, shown, limit=2 * MOST_CANDIDATES)
        candidates = [Candidate(row["key"], row.get("counts", {}), row["length"]) for row in found]
        ranked = rank(question, candidates, frequency, frequency.get("", 0))[:MOST_HITS]
        return question, self._with_phrase(sought, question, ranked)

    def first_term_change(self) -> str | None:
        found = TermChange._get_collection().find_one({}, {"_id": 1}, sort=[("_id", 1)])
        return found["_id"] if found else None

    def count_terms(self) -> None:
        """Takes what was noted into the counts; for one at a time."""
        noted = list(TermChange._get_collection().find({}, sort=[("_id", 1)], limit=CHANGES_AT_ONCE))
        counts: Counter[str] = Counter()
        for change in noted:
            for term, n in zip(change["terms"], change["changes"], strict=True):
                counts[_id(change["sought"], term)] += n
        changes = [UpdateOne({"_id": key}, {"$inc": {"entries": n}}, upsert=True) for key, n in counts.items() if n]
        if changes:
            TermCount._get_collection().bulk_write(changes, ordered=False)
        TermChange._get_collection().delete_many({"_id": {"$in": [change["_id"] for change in noted]}})

    def find_synonyms(self, code: str) -> Synonyms | None:
        return Synonyms.objects(code=code).first()

    def keep_synonyms(self, known: Synonyms | None, code: str, words: Sequence[str]) -> Synonyms:
        group = known or Synonyms(code=code)
        group.words, group.plain = list(words), [" ".join(runs_of(word)) for word in words]
        self.save(group)
        return group

    def list_synonyms(self, beyond: str | None, limit: int) -> list[Synonyms]:
        query: dict[str, Any] = {"plain": {"$ne": []}} | ({"_id": {"$gt": beyond}} if beyond is not None else {})
        return list(Synonyms.objects(__raw__=query).order_by("code").limit(limit))

    def synonym_view(self, group: Synonyms) -> SynonymView:
        return SynonymView(code=group.code, words=list(group.words), version=group.version)

    def count_unanswered(self, sought: Sought, text: str) -> None:
        key = sha256(f"{sought}|{text}".encode()).hexdigest()[:32]
        Unanswered._get_collection().update_one(
            {"_id": key},
            {
                "$inc": {"times": 1},
                "$set": {"last_at": self.now},
                "$setOnInsert": {"sought": sought, "text": text, "first_at": self.now},
            },
            upsert=True,
        )

    def find_unanswered(self, sought: Sought, beyond: tuple[int, str] | None, limit: int) -> list[Unanswered]:
        query: dict[str, Any] = {"sought": sought}
        if beyond is not None:
            times, key = beyond
            query["$or"] = [{"times": {"$lt": times}}, {"times": times, "_id": {"$gt": key}}]
        return list(Unanswered.objects(__raw__=query).order_by("-times", "id").limit(limit))

    def strike_unanswered(self, unanswered_id: str) -> None:
        if not Unanswered.objects(id=unanswered_id).delete():
            raise NOT_FOUND("/unanswered_id", what="unanswered question")

    def unanswered_view(self, row: Unanswered) -> UnansweredView:
        return UnansweredView(
            id=row.id, sought=row.sought, text=row.text, times=row.times, first_at=row.first_at, last_at=row.last_at
        )

    def _frequency(self, sought: Sought, terms: Iterable[str]) -> dict[str, int]:
        ids = [_id(sought, term) for term in terms]
        rows = TermCount._get_collection().find({"_id": {"$in": ids}})
        return {row["_id"].partition("|")[2]: row["entries"] for row in rows}

    def _note_terms(self, sought: Sought, rows: Sequence[dict[str, Any]], sign: int) -> None:
        counts = Counter(term for row in rows for term in row["terms"])
        counts[""] = len(rows)
        terms = sorted(counts)
        note = {"_id": self.new_id(), "sought": sought, "terms": terms, "changes": [sign * counts[t] for t in terms]}
        TermChange._get_collection().insert_one(note)

    def _with_phrase(self, sought: Sought, question: Question, ranked: Sequence[Ranked]) -> list[Ranked]:
        """Those first that hold the question word for word."""
        ids = [_id(sought, each.key) for each in ranked]
        rows = SearchRow._get_collection().find({"_id": {"$in": ids}}, {"key": 1, "titles": 1, "text": 1})
        gains = {row["key"]: gain(question.phrase, row["titles"], row["text"]) for row in rows}
        raised = [Ranked(each.key, each.score * gains.get(each.key, 1.0), each.covered) for each in ranked]
        return sorted(raised, key=lambda each: (-each.score, each.key))


def _id(sought: Sought, key: str) -> str:
    return f"{sought}|{key}"


def _row(sought: Sought, entry: Entry) -> dict[str, Any]:
    counts = counted(entry.titles, entry.texts)
    return {
        "_id": _id(sought, entry.key), "sought": sought, "key": entry.key, "topic": entry.topic, "area": entry.area,
        "since": entry.since.isoformat() if entry.since else FIRST,
        "until": entry.until.isoformat() if entry.until else LAST,
        "terms": searchable(counts, entry.titles), "counts": dict(counts), "length": sum(counts.values()),
        "titles": list(entry.titles), "text": "\n".join(entry.texts),
    }  # fmt: skip
