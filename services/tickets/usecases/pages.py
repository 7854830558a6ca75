"""Cursors over ids, which sort by time."""

from typing import Any

from shared.kernel.paging import decode_cursor, encode_cursor


def beyond(cursor: str | None) -> str | None:
    """The id that the page goes on from."""
    return decode_cursor(cursor, str)[0] if cursor else None


def following(found: list[Any], limit: int) -> str | None:
    """The cursor for the next page, when one more than `limit` was found."""
    return encode_cursor(found[limit - 1].id) if len(found) > limit else None
