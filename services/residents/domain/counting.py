"""Summing up what is recorded at paths to figures of an area and of its parts."""

from collections import Counter
from collections.abc import Iterable, Mapping

from services.residents.domain.tree import line_of
from shared.contracts.residents.figures import AgeBand, BandCount, Figures
from shared.contracts.residents.points import Help, KindCount


def sums(path: str, recorded: Iterable[tuple[str, Mapping[str, int]]]) -> dict[str, Counter[str]]:
    """The totals of `path` and of each area directly below it in which something is recorded."""
    depth = len(line_of(path))
    totals: dict[str, Counter[str]] = {path: Counter()}
    for where, counts in recorded:
        for area in line_of(where)[depth - 1 : depth + 1]:
            totals.setdefault(area, Counter()).update(counts)
    return totals


def figures_of(total: Mapping[str, int]) -> Figures:
    ages = [BandCount(band=band, count=total.get(f"age {band.value}", 0)) for band in AgeBand]
    return Figures(
        grids=total.get("grids", 0),
        estates=total.get("estates", 0),
        buildings=total.get("buildings", 0),
        dwellings=total.get("dwellings", 0),
        households=total.get("households", 0),
        residents=sum(band.count for band in ages),
        ages=ages,
        staff=total.get("staff", 0),
        points=[KindCount(kind=kind, count=total.get(f"point {kind.value}", 0)) for kind in Help],
    )
