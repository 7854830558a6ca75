"""Seeded draws that several parts of the town share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from random import Random

__all__ = ["share_out", "stream"]


def stream(seed: int, subject: str) -> Random:
    """The random stream of one subject, so that changing one part of the town leaves the others as they were."""
    return Random(f"{seed}/{subject}")


def share_out(rng: Random, total: int, parts: int, least: int, most: Sequence[int]) -> list[int]:
    """Split `total` unevenly into `parts` numbers, each of `least` to its own `most`; they add up exactly.

    Raises ValueError when the bounds cannot hold the total.
    """
    if not least * parts <= total <= sum(most):
        raise ValueError(f"{total} does not fit into {parts} parts of at least {least}")
    counts = [least] * parts
    appetite = [rng.uniform(0.3, 1.7) for _ in range(parts)]
    open_parts, bounds = list(range(parts)), list(accumulate(appetite))
    left = total - least * parts
    while left:
        part = rng.choices(open_parts, cum_weights=bounds)[0]
        if counts[part] < most[part]:
            counts[part] += 1
            left -= 1
        else:
            open_parts.remove(part)
            bounds = list(accumulate(appetite[candidate] for candidate in open_parts))
    return counts
