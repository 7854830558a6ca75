"""Likeness: how much somebody resembles somebody who is registered, and by what."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # names are no phrases; saves 40 MB in every replica

from pypinyin import lazy_pinyin

from shared.contracts.residents.admission import LikenessReason as Reason
from shared.contracts.residents.admission import LikenessRules

CERTAIN = 100
ALMOST = 0.6
"""Likeness of two papers that differ as one does that was copied wrongly; two that differ otherwise are not alike."""


@dataclass(frozen=True)
class Traits:
    """What people are compared by. `paper` is kind and number; None where nobody knows."""

    name: str
    birth_date: date
    paper: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Likeness:
    """`score` is 0 to 100."""

    score: int
    reasons: tuple[Reason, ...]


@lru_cache(maxsize=50_000)
def sound_of(name: str) -> str:
    """The name's syllables without tones, by which homophones are found: `wang xiu ying`."""
    return " ".join(lazy_pinyin(name)).lower()


def likeness(one: Traits, other: Traits, rules: LikenessRules) -> Likeness:
    """The weighted mean of what both sides have; the same paper is certain, whatever else differs."""
    if one.paper is not None and one.paper == other.paper:
        return Likeness(CERTAIN, (Reason.SAME_PAPER,))
    parts = [(rules.name, *_names(one.name, other.name)), (rules.birth_date, *_dates(one.birth_date, other.birth_date))]
    if one.phone is not None and other.phone is not None:
        same = one.phone == other.phone
        parts.append((rules.phone, float(same), Reason.SAME_PHONE if same else None))
    if _comparable(one.paper, other.paper):
        parts.append((rules.paper, *_papers(str(one.paper), str(other.paper))))
    weight = sum(part[0] for part in parts)
    score = sum(part[0] * part[1] for part in parts) / weight if weight else 0.0
    # Certainty is for papers alone: everything else may be chance.
    return Likeness(min(round(score * 100), CERTAIN - 1), tuple(part[2] for part in parts if part[2] is not None))


def near_dates(born: date) -> list[date]:
    """Birth dates that are easily written for this one: a day, a month or a year off, day and month changed over."""
    near = {born + timedelta(days=days) for days in (-1, 0, 1, -10, 10)}
    near |= {changed for years in (-10, -1, 1, 10) if (changed := _on(born.year + years, born.month, born.day))}
    near |= {changed for months in (-1, 1) if (changed := _on(born.year, born.month + months, born.day))}
    swapped = _on(born.year, born.day, born.month)
    return sorted(near | ({swapped} if swapped else set()))


def distance(one: str, other: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours that lead from one text to the other."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def one_slip(one: str, other: str) -> bool:
    """Whether one character was miswritten, or two neighbours swapped; a cheap look, for it is taken at everybody near."""
    if len(one) != len(other):
        return False
    apart = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) != 2:
        return len(apart) < 2
    first, second = apart
    return second == first + 1 and one[first] == other[second] and one[second] == other[first]


def closeness(one: str, other: str) -> float:
    """1 for the same text, 0 for texts that have nothing in common."""
    return 1 - distance(one, other) / max(len(one), len(other), 1)


def best(found: Iterable[tuple[str, Likeness]], rules: LikenessRules) -> list[tuple[str, Likeness]]:
    """Those that reach the threshold, likest first."""
    enough = [(who, like) for who, like in found if like.score >= rules.threshold]
    return sorted(enough, key=lambda entry: (-entry[1].score, entry[0]))


def _names(one: str, other: str) -> tuple[float, Reason | None]:
    if one == other:
        return 1.0, Reason.SAME_NAME
    sound, other_sound = sound_of(one), sound_of(other)
    if sound == other_sound:
        return 0.95, Reason.NAME_SOUNDS_THE_SAME
    close = max(closeness(one, other), 0.9 * closeness(sound, other_sound))
    return close, Reason.SIMILAR_NAME if close >= 0.6 else None


def _dates(one: date, other: date) -> tuple[float, Reason | None]:
    if one == other:
        return 1.0, Reason.SAME_BIRTH_DATE
    if other in near_dates(one) or one in near_dates(other):
        return 0.75, Reason.CLOSE_BIRTH_DATE
    return 0.0, None


def _comparable(one: str | None, other: str | None) -> bool:
    """Somebody may hold papers of two kinds; only two of the same kind say something."""
    return one is not None and other is not None and one.partition(":")[0] == other.partition(":")[0]


def _papers(one: str, other: str) -> tuple[float, Reason | None]:
    """A slip changes one digit or swaps two, and with them perhaps the check digit."""
    if one_slip(one[:-1], other[:-1]):
        return ALMOST, Reason.PAPER_ALMOST_THE_SAME
    return 0.0, None


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
