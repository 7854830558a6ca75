"""The tree of areas: which kind lies below which, and what a path says."""

from shared.contracts.residents.areas import AreaKind

BELOW = {
    AreaKind.DISTRICT: AreaKind.STREET,
    AreaKind.STREET: AreaKind.COMMUNITY,
    AreaKind.COMMUNITY: AreaKind.GRID,
}
LEVELS = (AreaKind.DISTRICT, AreaKind.STREET, AreaKind.COMMUNITY, AreaKind.GRID)


def parent_of(path: str) -> str | None:
    """`150202.003` lies in `150202`; a district in nothing."""
    parent, dot, _ = path.rpartition(".")
    return parent if dot else None


def kind_of(path: str) -> AreaKind:
    """A path's depth says its kind."""
    return LEVELS[path.count(".")]


def level_of(path: str) -> int:
    """1 for a district to 4 for a grid."""
    return path.count(".") + 1


def line_of(path: str) -> list[str]:
    """The path and those above it, from the district down."""
    parts = path.split(".")
    return [".".join(parts[: depth + 1]) for depth in range(len(parts))]
