"""Finding by a part of a name. Chinese has no spaces between words, so names are indexed by single and paired signs."""

from collections.abc import Iterable


def grams(texts: Iterable[str]) -> list[str]:
    """What a name is found by: each of its signs and each pair of neighbours, in lower case, without spaces."""
    found: set[str] = set()
    for text in texts:
        signs = folded(text)
        found.update(signs)
        found.update(signs[at : at + 2] for at in range(len(signs) - 1))
    return sorted(found)


def needles(text: str) -> list[str]:
    """The pairs (or the one sign) that all must be among a name's grams."""
    signs = folded(text)
    return sorted({signs[at : at + 2] for at in range(len(signs) - 1)}) if len(signs) > 1 else list(signs)


def matches(text: str, names: Iterable[str]) -> bool:
    """Whether one of the names has the text in it: pairs alone would take `abab` for `baba`."""
    return any(folded(text) in folded(name) for name in names)


def folded(text: str) -> str:
    return "".join(text.casefold().split())
