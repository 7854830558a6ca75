"""Replies that several operations give in the same words stand once in the document."""

from collections import Counter
from typing import Any

import orjson

Part = dict[str, Any]
REFERENCE = "#/components/responses/"


def shared_replies(paths: dict[str, dict[str, Part]]) -> tuple[dict[str, dict[str, Part]], dict[str, Part]]:
    """The paths with references in place of repeated replies, and those replies by name: status and a number."""
    times = Counter(_key(reply) for _, reply in _replies(paths))
    names: dict[bytes, str] = {}
    numbers: Counter[str] = Counter()
    shared: dict[str, Part] = {}
    for status, reply in _replies(paths):
        key = _key(reply)
        if times[key] > 1 and key not in names:
            numbers[status] += 1
            names[key] = f"{status}.{numbers[status]}"
            shared[names[key]] = reply

    def put(reply: Part) -> Part:
        name = names.get(_key(reply))
        return reply if name is None else {"$ref": REFERENCE + name}

    replaced = {
        path: {
            method: described | {"responses": {status: put(reply) for status, reply in described["responses"].items()}}
            for method, described in methods.items()
        }
        for path, methods in paths.items()
    }
    return replaced, shared


def _replies(paths: dict[str, dict[str, Part]]) -> list[tuple[str, Part]]:
    return [
        (status, reply)
        for methods in paths.values()
        for described in methods.values()
        for status, reply in described["responses"].items()
    ]


def _key(reply: Part) -> bytes:
    return orjson.dumps(reply, option=orjson.OPT_SORT_KEYS)
