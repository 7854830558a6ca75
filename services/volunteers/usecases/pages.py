"""Pages of what is listed newest first, by id."""

from collections.abc import Callable
from typing import Any

from shared.contracts.model import PageQuery
from shared.kernel.paging import decode_cursor, encode_cursor


def beyond(question: PageQuery) -> str | None:
    """The id that the page before has ended with."""
    return decode_cursor(question.cursor, str)[0] if question.cursor is not None else None


def page(found: list[Any], limit: int, view: Callable[[Any], Any]) -> dict[str, Any]:
    """Items and `next` of a page, from one more than it shows."""
    shown = found[:limit]
    return {
        "items": [view(each) for each in shown],
        "next": encode_cursor(shown[-1].id) if len(found) > limit else None,
    }
