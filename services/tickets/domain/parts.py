"""Areas and what lies directly below them."""


def part_of(whole: str, area: str) -> str:
    """The area directly below `whole` that `area` lies in; `whole` itself for what belongs to no part."""
    return whole if area == whole else whole + "." + area[len(whole) + 1 :].split(".")[0]
