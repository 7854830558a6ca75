"""E-services of a city for tests: departments, items and platforms, by number."""

from typing import Any

from shared.contracts.tickets.items import (
    LOAD_ITEMS,
    LOAD_PLATFORMS,
    LoadedItem,
    LoadedPlatform,
    LoadItems,
    LoadPlatforms,
)
from tests.support.bus import ask
from tests.support.town import Town

PLATFORMS_AT_ONCE = 100
FORM = [
    {
        "name": "reason",
        "title": "申请理由",
        "title_en": "Reason",
        "json_schema": '{"type": "string", "maxLength": 200}',
    },
    {
        "name": "copies",
        "title": "份数",
        "title_en": "Copies",
        "json_schema": '{"type": "integer", "minimum": 1, "maximum": 5}',
        "required": False,
    },
]
PAPERS = [
    {"code": "id_card", "name": "身份证", "name_en": "Identity card", "kind": "original", "later": True},
    {"code": "form", "name": "申请表", "name_en": "Application form", "copies": 2, "later": True},
]


def items(prefix: str, area: str, count: int, departments: int, **fields: Any) -> list[LoadedItem]:
    return [
        LoadedItem(
            **{
                "code": f"{prefix}-{number:03d}",
                "area": area,
                "name": f"事项{number}",
                "name_en": f"Item {number}",
                "department": f"部门{number % departments + 1}",
                "places": ["app", "counter", "kiosk", "terminal"],
                "working_days": 1 + number % 20,
                "delegable": True,
                "form": FORM,
                "papers": PAPERS,
            }
            | fields
        )
        for number in range(count)
    ]


def platform(code: str, area: str, offered: list[LoadedItem], kind: str) -> LoadedPlatform:
    codes = [item.code for item in offered]
    return LoadedPlatform(code=code, area=area, kind=kind, name=code, name_en=code, items=codes)


def load(town: Town, offered: list[LoadedItem], platforms: list[LoadedPlatform]) -> None:
    if offered:
        ask(town, LOAD_ITEMS, LoadItems(items=offered))
    for start in range(0, len(platforms), PLATFORMS_AT_ONCE):
        ask(town, LOAD_PLATFORMS, LoadPlatforms(platforms=platforms[start : start + PLATFORMS_AT_ONCE]))


def everything(person: Any, path: str, **query: Any) -> list[dict[str, Any]]:
    """All pages of a list."""
    found, cursor = [], {}
    while True:
        page = person.get(path, limit=100, **query, **cursor)
        found += page["items"]
        if "next" not in page:
            return found
        cursor = {"cursor": page["next"]}
