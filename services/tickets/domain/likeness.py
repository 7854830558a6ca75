"""How much two matters are alike, in points that can be explained."""

from collections import Counter

from shared.contracts.tickets.merging import Likeness

WORDS, DISTANCE, CATEGORY = 50, 30, 20


def likeness(text: str, other: str, same_category: bool, metres: float | None, reach: float) -> Likeness:
    """`reach`: from how many metres on distance speaks for nothing any more. Where nobody knows it, it never does."""
    near = 0.0 if metres is None or reach <= 0 else max(0.0, 1 - metres / reach)
    return Likeness(
        words=round(WORDS * same_words(text, other)), distance=round(DISTANCE * near), category=CATEGORY * same_category
    )


def score(found: Likeness) -> int:
    return found.words + found.distance + found.category


def same_words(text: str, other: str) -> float:
    """Share of pairs of neighbouring characters that two texts have in common (Dice), which suits Chinese and English."""
    one, two = _pairs(text), _pairs(other)
    if not one or not two:
        return float(_letters(text) == _letters(other) != "")
    return 2 * (one & two).total() / (one.total() + two.total())


def _pairs(text: str) -> Counter[str]:
    letters = _letters(text)
    return Counter(letters[at : at + 2] for at in range(len(letters) - 1))


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
