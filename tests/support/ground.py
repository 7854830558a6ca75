"""Square areas, buildings and points for tests, in degrees; a hundredth is about a kilometre."""

from typing import Any

from shared.contracts.residents.areas import AreaFields, AreaKind, Outline

KINDS = (AreaKind.DISTRICT, AreaKind.STREET, AreaKind.COMMUNITY, AreaKind.GRID)


def square(west: float, south: float, size: float = 0.01, height: float | None = None) -> list[list[list[float]]]:
    """The rings of a rectangle; whole ten-millionths of a degree, so that neighbours share their corners."""
    east, north = round(west + size, 7), round(south + (height or size), 7)
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def area(path: str, rings: Any, **names: Any) -> AreaFields:
    kind = KINDS[path.count(".")]
    names = {"name": f"区域{path}", "name_en": f"Area {path}"} | names
    return AreaFields(path=path, kind=kind, outline=Outline(coordinates=rings), **names)
