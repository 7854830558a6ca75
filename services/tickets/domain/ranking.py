"""Which entries answer a question best: BM25 over the entries that share a rare word with it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.tickets.domain.words import TITLE, normalised, runs_of, spoken, words

SATURATION = 1.2
LENGTH_SHARE = 0.75
USUAL_LENGTH = 150
"""Words of an entry of usual length, the title's counted as they weigh."""
SYNONYM = 0.7
"""What a word counts that was not said, but means the same as one that was."""
MOST_CANDIDATES = 800
WHOLE_TITLE, IN_TITLE, IN_TEXT = 2.0, 1.5, 1.15
"""By how much an entry gains that holds the question word for word."""
RELATED = 0.25
ANSWERS = 0.5
"""Shares of what a question says (by how rare its words are): from which on an entry is shown, and is an answer."""
PARTICLES = frozenset("的了吗呢吧啊呀我你您请")
"""Characters that say nothing of what is asked for; pairs that hold one are left out of a question."""
FEWEST_ENTRIES = 1000
"""Among fewer, how rare a word is would say too little."""
MOST_TERMS = 80
MOST_CHARACTERS, MOST_WORDS = 12, 6
"""Of a synonym."""


@dataclass(frozen=True)
class Question:
    """`said` are the words asked for; `meant` those of synonyms, by the words of `said` that they stand for."""

    said: tuple[str, ...]
    meant: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    phrase: str = ""

    @property
    def terms(self) -> tuple[str, ...]:
        others = {word for _, alternative in self.meant for word in alternative}
        return (*self.said, *sorted(others - set(self.said)))[:MOST_TERMS]


@dataclass(frozen=True)
class Candidate:
    """counts: of the question's words in it; length: of all."""

    key: str
    counts: Mapping[str, int]
    length: int


@dataclass(frozen=True)
class Ranked:
    """covered: what share of the question is in the entry, 0 to 1."""

    key: str
    score: float
    covered: float


def question_of(text: str, synonyms: Iterable[Sequence[str]]) -> Question:
    """`synonyms`: groups of words that mean the same, at least those that hold a part of the text."""
    heard = tuple(dict.fromkeys(words(text)))
    said = tuple(word for word in heard if PARTICLES.isdisjoint(word)) or heard
    parts = set(parts_of(text))
    meant = [
        (frozenset(words(word)), frozenset(words(other)))
        for group in synonyms
        for word in group
        if " ".join(runs_of(word)) in parts
        for other in group
        if other != word
    ]
    return Question(said[:MOST_TERMS], tuple(meant), spoken(text))


def parts_of(text: str) -> list[str]:
    """All parts of a question that could be a synonym: some Chinese characters in a row, or some words."""
    runs = runs_of(text)
    found = {
        run[at : at + size]
        for run in runs
        if not run[0].isascii()
        for size in range(1, MOST_CHARACTERS + 1)
        for at in range(len(run) - size + 1)
    }
    return sorted(
        found
        | {" ".join(runs[at : at + size]) for size in range(1, MOST_WORDS + 1) for at in range(len(runs) - size + 1)}
    )


def lookup(question: Question, frequency: Mapping[str, int]) -> list[str]:
    """The rarest words, as many as lead to enough candidates; of a word that is all too common, those with it in the title.

    frequency: in how many entries each word stands, marked ones as well. What is not counted may stand in a new one.
    """
    chosen: list[str] = []
    expected = 0
    for word in sorted(question.terms, key=lambda word: frequency.get(word, 0)):
        common = frequency.get(word, 0) > MOST_CANDIDATES
        if common and expected:
            break
        chosen.append(TITLE + word if common and frequency.get(TITLE + word) else word)
        expected += frequency.get(word, 0)
        if expected >= MOST_CANDIDATES:
            break
    return chosen


def rank(
    question: Question, candidates: Iterable[Candidate], frequency: Mapping[str, int], entries: int
) -> list[Ranked]:
    """Best first; ties by key, so that pages do not overlap."""
    rarity = {word: _rarity(frequency.get(word, 0), entries) for word in question.terms}
    whole = sum(rarity[word] for word in question.said) or 1.0
    said = frozenset(question.said)
    found = []
    for each in candidates:
        score = sum(
            rarity[word] * _weight(count, each.length) * (1.0 if word in said else SYNONYM)
            for word, count in each.counts.items()
            if word in rarity
        )
        present = {word for word in each.counts if word in said}
        for stands, alternative in question.meant:
            if alternative <= each.counts.keys():
                present |= stands & said
        found.append(Ranked(each.key, score, sum(rarity[word] for word in present) / whole))
    return sorted((each for each in found if each.covered >= RELATED), key=lambda each: (-each.score, each.key))


def gain(phrase: str, titles: Iterable[str], text: str) -> float:
    """By what the score of an entry is multiplied when it holds the question word for word."""
    known = [spoken(title) for title in titles]
    if phrase and phrase in known:
        return WHOLE_TITLE
    if len(phrase) > 1 and any(phrase in title for title in known):
        return IN_TITLE
    return IN_TEXT if len(phrase) > 1 and phrase in spoken(text) else 1.0


def spans(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where the words stand in a text: first place and the one after the last, in characters, apart from each other."""
    plain = normalised(text)
    marked = bytearray(len(plain))
    for term in terms:
        at = plain.find(term)
        while at >= 0:
            marked[at : at + len(term)] = b"\1" * len(term)
            at = plain.find(term, at + 1)
    found: list[tuple[int, int]] = []
    for place, mark in enumerate(marked):
        if mark and found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        elif mark:
            found.append((place, place + 1))
    return found


def _rarity(frequency: int, entries: int) -> float:
    """What nobody has written is as rare as what one has."""
    known = max(frequency, 1)
    return math.log(1 + (max(max(entries, FEWEST_ENTRIES) - known, 0) + 0.5) / (known + 0.5))


def _weight(count: int, length: int) -> float:
    return count * (SATURATION + 1) / (count + SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length / USUAL_LENGTH))
