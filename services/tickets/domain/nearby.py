"""What is shown of a matter to somebody near by."""

from collections.abc import Mapping
from typing import Any

from shared.contracts.tickets.catalogue import CategoryFields

SHOWN_CHARACTERS = 120
PLAIN_KINDS = frozenset({"boolean", "integer", "number"})


def radius(category: CategoryFields, front_desk: bool) -> int:
    """Metres; 0: nobody is asked to look."""
    return category.nearby_staff_m if front_desk else category.nearby_residents_m


def shortened(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


def without_words(extra: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    """Extra fields that cannot name anybody: choices, flags and numbers."""
    kinds = schema.get("properties", {})
    return {name: value for name, value in extra.items() if _is_plain(kinds.get(name, {}))}


def _is_plain(kind: Mapping[str, Any]) -> bool:
    if kind.get("type") == "array":
        return _is_choice(kind.get("items", {}))
    return kind.get("type") in PLAIN_KINDS or _is_choice(kind)


def _is_choice(kind: Mapping[str, Any]) -> bool:
    return any(name in kind for name in ("enum", "const", "oneOf", "anyOf"))
