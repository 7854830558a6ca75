"""Waiting for a condition instead of sleeping."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(condition: Callable[[], T], seconds: float = 15) -> T:
    """The first true value of `condition()`; fails when there is none in time. An AssertionError inside counts as false."""
    until = time.monotonic() + seconds
    while True:
        try:
            value = condition()
            if value:
                return value
        except AssertionError:
            if time.monotonic() > until:
                raise
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds} s: {condition}")
        time.sleep(0.02)
