"""Closing what is due."""

import logging
from collections.abc import Callable
from typing import Any

from shared.storage.database import Database

log = logging.getLogger(__name__)


def close(store: Database, key: str, closing: Callable[[Any, Any], None]) -> bool:
    """Whether it went well. What is wrong with one that is due keeps no other from being closed."""
    try:
        store.act(key, closing)
        return True
    except Exception:
        log.exception("%s: tried again next turn", key)
        return False
