"""Cursor paging: a page is `items` and the opaque `next`, which carries the sort key of the last item."""

import base64
import binascii
import json
from typing import Any

from shared.kernel.errors import ErrorCode

BAD_CURSOR = ErrorCode("bad_cursor", 422, "This is not a cursor that was given out here.", "分页游标无效。")


def encode_cursor(*key: Any) -> str:
    """The sort key as an opaque text; values must be JSON values."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, *types: type) -> list[Any]:
    """The sort key again; refuses with `bad_cursor` what does not hold storable values of exactly these types."""
    try:
        key = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise BAD_CURSOR("/cursor") from error
    if not isinstance(key, list) or [type(part) for part in key] != list(types) or not all(map(_storable, key)):
        raise BAD_CURSOR("/cursor")
    return key


def _storable(part: Any) -> bool:
    """Whether a database can be asked for it: whole numbers of 64 bits, and texts without halves of characters."""
    if isinstance(part, int):
        return abs(part) < 2**63
    return not isinstance(part, str) or all(not "\ud800" <= char <= "\udfff" for char in part)
