"""Masking: how much of a number or a name is shown."""

STAR = "*"
_COMPOUND = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
        "司徒",
        "司空",
        "夏侯",
        "轩辕",
        "端木",
        "南宫",
        "独孤",
        "呼延",
        "澹台",
        "公冶",
        "太史",
        "申屠",
    ]
)


def mask_ends(text: str, first: int, last: int) -> str:
    """`first` and `last` characters and stars between; nothing but stars where fewer than three would be hidden."""
    hidden = len(text) - first - last
    if hidden < 3:
        return STAR * len(text)
    return text[:first] + STAR * hidden + (text[-last:] if last else "")


def mask_paper(number: str) -> str:
    """The first three and the last four of an identity number; of shorter numbers the last two at most."""
    return mask_ends(number, 3, 4) if len(number) >= 15 else mask_ends(number, 0, 2)


def mask_phone(number: str) -> str:
    return mask_ends(number, 3, 4)


def mask_name(name: str) -> str:
    """The surname and a star: `王*`, `欧阳*`."""
    return (name[:2] if len(name) > 2 and name[:2] in _COMPOUND else name[:1]) + STAR
