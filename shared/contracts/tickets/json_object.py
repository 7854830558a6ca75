"""JSON objects that callers make up themselves, in bounds that nothing chokes on."""

import math
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

DEEPEST = 8
LARGEST = 16_000
LARGEST_NUMBER = 2**53


def _bounded(given: dict[str, Any]) -> dict[str, Any]:
    size = 0
    rest: list[tuple[Any, int]] = [(given, 1)]
    while rest:
        value, depth = rest.pop()
        if depth > DEEPEST:
            raise PydanticCustomError("recursion_depth_exceeded", "is nested too deeply")
        match value:
            case dict():
                size += sum(_text_size(key) + 4 for key in value) + 2
                rest += [(inner, depth + 1) for inner in value.values()]
            case list():
                size += 2 + len(value)
                rest += [(inner, depth + 1) for inner in value]
            case str():
                size += _text_size(value) + 2
            case float() if not math.isfinite(value):
                raise PydanticCustomError("finite_number", "must be a finite number")
            case bool() | None:
                size += 5
            case int() | float():
                if abs(value) > LARGEST_NUMBER:
                    raise PydanticCustomError("int_parsing_size", "is too large a number")
                size += 20
            case _:
                raise PydanticCustomError("json_type", "must be valid JSON")
        if size > LARGEST:
            raise PydanticCustomError(
                "string_too_long", "must have at most {max_length} characters", {"max_length": LARGEST}
            )
    return given


def _text_size(text: str) -> int:
    if "\x00" in text:
        raise PydanticCustomError("nul_character", "must not hold NUL characters")
    if not text.isascii() and any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise PydanticCustomError("string_unicode", "is not valid Unicode")
    return len(text)


JsonObject = Annotated[
    dict[str, Any],
    AfterValidator(_bounded),
    Field(description=f"any JSON object of at most {LARGEST} characters, nested at most {DEEPEST} deep"),
]
