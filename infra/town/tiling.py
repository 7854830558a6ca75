"""Cutting a convex polygon by straight lines into pieces of given shares of its area."""

from __future__ import annotations

from math import cos, pi, radians, sin
from random import Random

__all__ = ["Point", "cut", "point_within"]

Point = tuple[float, float]  # longitude, latitude in degrees, WGS84
_Outline = tuple[Point, ...]

_DECIMALS = 7  # about a centimetre
_HALVINGS = 12  # finds a share of the area to a thousandth, which is as even as land needs to be shared
_EAST = cos(radians(40.6))  # a degree of longitude over one of latitude, in metres, at this town


def cut(rng: Random, outline: _Outline, shares: list[float]) -> list[_Outline]:
    """Cut into one piece for each share; neighbours in the list lie next to each other. Corners are shared exactly."""
    if len(shares) == 1:
        return [outline]
    half = _balanced(shares)
    first, second = _halve(rng, outline, sum(shares[:half]) / sum(shares))
    return cut(rng, first, shares[:half]) + cut(rng, second, shares[half:])


def point_within(rng: Random, outline: _Outline) -> Point:
    """A point well inside a convex outline (not on its edge), rounded like the corners."""
    weights = [rng.expovariate(1) for _ in outline]
    total = sum(weights)
    size = len(outline)
    middle = (sum(p[0] for p in outline) / size, sum(p[1] for p in outline) / size)
    drawn = [sum(w * p[axis] for w, p in zip(weights, outline, strict=True)) / total for axis in (0, 1)]
    # 0.85 keeps a building clear of the street that bounds its grid.
    longitude, latitude = (middle[axis] + 0.85 * (drawn[axis] - middle[axis]) for axis in (0, 1))
    return round(longitude, _DECIMALS), round(latitude, _DECIMALS)


def _balanced(shares: list[float]) -> int:
    """Where to split the list so that both sums are as equal as can be."""
    total, left = sum(shares), 0.0
    gaps = []
    for share in shares[:-1]:
        left += share
        gaps.append(abs(total - 2 * left))
    return gaps.index(min(gaps)) + 1


def _halve(rng: Random, outline: _Outline, share: float) -> tuple[_Outline, _Outline]:
    """Cut across the longer extent, a little askew, so that the first piece has `share` of the area."""
    angle = _long_axis(outline) + rng.uniform(-0.18, 0.18)
    a, b = cos(angle) * _EAST, sin(angle)
    heights = [a * x + b * y for x, y in outline]
    low, high = min(heights), max(heights)
    wanted = share * _size(outline)
    for _ in range(_HALVINGS):
        level = (low + high) / 2
        if _size(_below(outline, a, b, level)) < wanted:
            low = level
        else:
            high = level
    level = (low + high) / 2
    first = _below(outline, a, b, level)
    second = _below(outline, -a, -b, -level)
    return _rounded(first), _rounded(second)


def _long_axis(outline: _Outline) -> float:
    """Direction (radians) in which the outline reaches furthest."""
    directions = [step * pi / 12 for step in range(12)]

    def extent(angle: float) -> float:
        heights = [cos(angle) * _EAST * x + sin(angle) * y for x, y in outline]
        return max(heights) - min(heights)

    return max(directions, key=extent)


def _below(outline: _Outline, a: float, b: float, level: float) -> _Outline:
    """The part of a convex outline where a*x + b*y <= level."""
    kept: list[Point] = []
    previous = outline[-1]
    height_before = a * previous[0] + b * previous[1] - level
    for point in outline:
        height = a * point[0] + b * point[1] - level
        if (height < 0) != (height_before < 0):
            t = height_before / (height_before - height)
            kept.append((previous[0] + t * (point[0] - previous[0]), previous[1] + t * (point[1] - previous[1])))
        if height <= 0:
            kept.append(point)
        previous, height_before = point, height
    return tuple(kept)


def _rounded(outline: _Outline) -> _Outline:
    corners = [(round(x, _DECIMALS), round(y, _DECIMALS)) for x, y in outline]
    return tuple(corner for index, corner in enumerate(corners) if corner != corners[index - 1])


def _size(outline: _Outline) -> float:
    """Area in square degrees (shoelace), positive for a counter-clockwise outline."""
    return (
        sum(
            x * y_next - x_next * y for (x, y), (x_next, y_next) in zip(outline, outline[1:] + outline[:1], strict=True)
        )
        / 2
    )
