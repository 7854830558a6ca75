"""Areas by their paths."""


def chain(area: str) -> list[str]:
    """The area and all above it, the nearest first."""
    parts = area.split(".")
    return [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]
