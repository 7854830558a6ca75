"""Refusals of something that is part of a larger command."""

from collections.abc import Iterator
from contextlib import contextmanager

from shared.kernel.errors import Refusal


@contextmanager
def pointing(at: str) -> Iterator[None]:
    """Has a refusal name its field as it lies in the whole command: `/category` becomes `/matters/3/category`."""
    try:
        yield
    except Refusal as refusal:
        if refusal.pointer is None or not at:
            raise
        raise Refusal(refusal.reason, at + refusal.pointer, refusal.facts) from refusal
