"""What a text is found by: overlapping pairs of Chinese characters, and the words of other scripts.

Pairs need no dictionary, so that the name of a new subsidy or of a hamlet is found like any other.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
_RUNS = re.compile(f"[{HAN}]+|[a-z0-9]+")
_SPOKEN = re.compile(f"[^{HAN}a-z0-9]+")
LONGEST_WORD = 40
ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("es", "e"), ("s", ""))
SHORTEST_STEM = 3
TITLE = "^"
"""Marks a word that stands in the title."""
IN_TITLE = 3
"""How much more a word in the title counts than one in the text."""


def normalised(text: str) -> str:
    """Half width and lower case; of the same length, so that places in it are places in the text."""
    return "".join(_plain(sign) for sign in text)


@lru_cache(maxsize=20_000)
def _plain(sign: str) -> str:
    folded = unicodedata.normalize("NFKC", sign).casefold()
    return folded if len(folded) == 1 else sign


def runs_of(text: str) -> list[str]:
    """Chinese characters in a row, and words of other scripts."""
    return _RUNS.findall(normalised(text))


def words(text: str, singles: bool = False) -> list[str]:
    """The words of a text, in order. `singles`: each Chinese character for itself as well."""
    found: list[str] = []
    for run in runs_of(text):
        if run[0].isascii():
            found.append(stem(run))
            continue
        found += [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]
        if singles and len(run) > 1:
            found += run
    return found


def stem(word: str) -> str:
    """An English word without its ending, so that `permits` finds `permit`."""
    for ending, instead in ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: len(word) - len(ending)] + instead
    return word[:LONGEST_WORD]


def counted(titles: Iterable[str], texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in an entry; one in a title counts more."""
    counts: Counter[str] = Counter()
    for title in titles:
        for word in words(title, singles=True):
            counts[word] += IN_TITLE
    for text in texts:
        counts.update(words(text))
    return counts


def searchable(counts: Counter[str], titles: Iterable[str]) -> list[str]:
    """What an entry is looked up by: its words, and those of its titles once more, marked."""
    in_titles = {word for title in titles for word in words(title, singles=True)}
    return sorted(counts) + sorted(TITLE + word for word in in_titles)


def spoken(text: str) -> str:
    """The text without spaces and punctuation, for telling whether one phrase stands in another."""
    return _SPOKEN.sub("", normalised(text))
