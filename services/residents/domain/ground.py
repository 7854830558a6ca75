"""Outlines on the ground: whether one is a simple polygon, what lies inside, how large it is.

Areas are a few kilometres wide, so degrees are treated as a plane; a check's errors are far below a building's width.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, radians

Place = tuple[float, float]
Ring = Sequence[Place]

WIDEST = 15.0
"""Degrees; no district of the country is wider."""


def fault_of(rings: Sequence[Ring]) -> str | None:
    """Why the rings are no simple polygon, or None."""
    for ring in rings:
        if len(ring) < 4:
            return "a ring has fewer than four points"
        if ring[0] != ring[-1]:
            return "a ring is not closed"
        if any(here == there for here, there in pairwise(ring)):
            return "a point is given twice in a row"
        if len(set(ring[:-1])) != len(ring) - 1:
            return "a ring touches itself"
        for axis in (0, 1):
            values = [point[axis] for point in ring]
            if max(values) - min(values) > WIDEST:
                return f"it is more than {WIDEST:.0f} degrees wide"
        if _crosses_itself(ring):
            return "its sides cross"
    outside = rings[0]
    for hole in rings[1:]:
        if not all(_inside_ring(outside, point) for point in hole):
            return "a hole lies outside"
    return None


def contains(rings: Sequence[Ring], place: Place) -> bool:
    """Whether the place lies inside of the first ring and of no other."""
    return _inside_ring(rings[0], place) and not any(_inside_ring(hole, place) for hole in rings[1:])


def square_metres(rings: Sequence[Ring]) -> float:
    """The size of the ground, holes left out."""
    outside, *holes = (abs(_shoelace(ring)) for ring in rings)
    return outside - sum(holes)


def _shoelace(ring: Ring) -> float:
    degree = 111_195.0
    east = degree * cos(radians(ring[0][1]))
    x0, y0 = ring[0]
    flat = [((x - x0) * east, (y - y0) * degree) for x, y in ring]
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(flat)) / 2


def _inside_ring(ring: Ring, place: Place) -> bool:
    x, y = place
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if _on_side((x1, y1), (x2, y2), place):
            return True
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _on_side(start: Place, end: Place, place: Place) -> bool:
    return _turn(start, end, place) == 0 and _between(start, end, place)


def _turn(a: Place, b: Place, c: Place) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _between(a: Place, b: Place, c: Place) -> bool:
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _crosses_itself(ring: Ring) -> bool:
    sides = list(pairwise(ring))
    last = len(sides) - 1
    for first, (a, b) in enumerate(sides):
        for second in range(first + 1, len(sides)):
            c, d = sides[second]
            if second == first + 1 or (first == 0 and second == last):
                if _folds_back((a, b), (c, d), first == 0 and second == last and last > 1):
                    return True
            elif _meet(a, b, c, d):
                return True
    return False


def _folds_back(one: tuple[Place, Place], two: tuple[Place, Place], around: bool) -> bool:
    """Whether neighbouring sides lie on one another; `around`: the last side, which ends where the first begins."""
    corner, here, there = (one[0], one[1], two[0]) if around else (one[1], one[0], two[1])
    if _turn(corner, here, there) != 0:
        return False
    ahead = (here[0] - corner[0]) * (there[0] - corner[0]) + (here[1] - corner[1]) * (there[1] - corner[1])
    return ahead > 0


def _meet(a: Place, b: Place, c: Place, d: Place) -> bool:
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    one, two = _turn(a, b, c), _turn(a, b, d)
    three, four = _turn(c, d, a), _turn(c, d, b)
    if ((one > 0) != (two > 0)) and one != 0 and two != 0 and ((three > 0) != (four > 0)) and three != 0 and four != 0:
        return True
    return any(
        turn == 0 and _between(start, end, point)
        for turn, start, end, point in ((one, a, b, c), (two, a, b, d), (three, c, d, a), (four, c, d, b))
    )
