"""Which households a town has: their composition, and the ages that fit together.

The shares are set so that the whole has about 2.65 people to a household, 18-19 % of people aged 65 or over and 13 %
under 15, much as the 2020 census found in cities that age.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from typing import Literal, NamedTuple

__all__ = ["COMPOSITIONS", "Composition", "Kin", "Role", "composition", "kin"]

Role = Literal["head", "spouse", "child", "parent", "child_in_law", "grandchild"]


class Composition(NamedTuple):
    """Share of all households, age range of the head in years, share of men among the heads, the others' roles."""

    share: float
    youngest: int
    oldest: int
    men: float
    others: tuple[Role, ...]

    @property
    def size(self) -> int:
        return 1 + len(self.others)


class Kin(NamedTuple):
    """A member before she has a name: role, sex and age in years (with its fraction)."""

    role: Role
    woman: bool
    age: float


COMPOSITIONS = (
    Composition(0.065, 21, 44, 0.55, ()),
    Composition(0.055, 45, 64, 0.55, ()),
    Composition(0.080, 65, 93, 0.32, ()),
    Composition(0.060, 23, 42, 0.75, ("spouse",)),
    Composition(0.080, 48, 64, 0.75, ("spouse",)),
    Composition(0.130, 64, 88, 0.75, ("spouse",)),
    Composition(0.030, 30, 52, 0.25, ("child",)),
    Composition(0.025, 42, 62, 0.50, ("parent",)),
    Composition(0.090, 25, 44, 0.75, ("spouse", "child")),
    Composition(0.135, 45, 60, 0.75, ("spouse", "child")),
    Composition(0.110, 29, 52, 0.75, ("spouse", "child", "child")),
    Composition(0.040, 32, 55, 0.75, ("spouse", "child", "parent")),
    Composition(0.030, 32, 52, 0.75, ("spouse", "child", "parent", "parent")),
    Composition(0.035, 58, 74, 0.70, ("spouse", "child", "child_in_law", "grandchild")),
    Composition(0.020, 32, 52, 0.75, ("spouse", "child", "child", "parent", "parent")),
    Composition(0.015, 60, 76, 0.70, ("spouse", "child", "child_in_law", "grandchild", "grandchild")),
)
_BOYS = 0.52
_CUMULATIVE = tuple(accumulate(composition.share for composition in COMPOSITIONS))


def composition(draw: Callable[[], float]) -> Composition:
    """A composition by its share; `draw` gives numbers in [0, 1)."""
    return COMPOSITIONS[bisect(_CUMULATIVE, draw() * _CUMULATIVE[-1], hi=len(_CUMULATIVE) - 1)]


def kin(draw: Callable[[], float], kind: Composition) -> list[Kin]:
    """The members of one household, the head first, with ages that fit: all are parents or married from 20 on only."""
    age = kind.youngest + (kind.oldest - kind.youngest) * draw()
    head = Kin("head", draw() >= kind.men, age)
    members = [head]
    mother = age
    child = partner = parent = head  # until there is one
    for role in kind.others:
        if role == "spouse":
            older = draw() * 6 - (2 if head.woman else 4)
            member = Kin(role, not head.woman, _from(draw, 21, age + older))
            mother = min(age, member.age)
        elif role == "child" and child is head:
            member = child = Kin(role, draw() >= _BOYS, _born_to(draw, mother, early="grandchild" in kind.others))
        elif role == "child":
            member = child = Kin(role, draw() >= _BOYS, _younger(draw, child.age))
        elif role == "child_in_law":
            member = partner = Kin(role, not child.woman, _from(draw, 21, child.age + draw() * 5 - 2.5))
        elif role == "grandchild":
            member = Kin(role, draw() >= _BOYS, _born_to(draw, min(child.age, partner.age), early=True))
        elif parent is head:
            # A parent who lives alone with the children is the mother more often than not.
            member = parent = Kin(role, draw() < 0.7, age + 21 + draw() * 9)
        else:
            member = Kin(role, not parent.woman, _from(draw, age + 20, parent.age + draw() * 6 - 3))
        members.append(member)
    return members


def _from(draw: Callable[[], float], least: float, age: float) -> float:
    """The age, or one shortly above the least; spread, so that no day of birth gets them all."""
    return age if age >= least else least + 2 * draw()


def _born_to(draw: Callable[[], float], mother: float, early: bool) -> float:
    """Age of a child whose mother was 20 to 35 (`early`: to 28) at its birth."""
    latest = min(28 if early else 35, mother)
    return mother - 20 - (latest - 20) * draw()


def _younger(draw: Callable[[], float], older: float) -> float:
    """Age of the next child, where it can be one and a half to six and a half years younger."""
    return older - 1.5 - 5 * draw() if older > 6.5 else older * draw()
