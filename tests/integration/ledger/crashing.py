"""A book whose every write can be the last one before a crash."""

from typing import Any

from shared.ledger.collections import Ledger

WRITES = {"insert_one", "insert_many", "bulk_write", "replace_one"}


class Crash(Exception):
    """Stands for the process's end between two writes of one unit of work."""


class CrashingLedger(Ledger):
    """Raises Crash after `writes` more writes; None lets all pass. Crashes count what was written before."""

    writes: int | None = None

    def __getitem__(self, name: str) -> Any:
        return _Counted(super().__getitem__(name), self)

    def written(self) -> None:
        if self.writes is not None:
            if self.writes == 0:
                self.writes = None
                raise Crash
            self.writes -= 1


class _Counted:
    def __init__(self, collection: Any, ledger: CrashingLedger) -> None:
        self._collection = collection
        self._ledger = ledger

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._collection, name)
        if name not in WRITES:
            return attribute

        def write(*arguments: Any, **named: Any) -> Any:
            result = attribute(*arguments, **named)
            self._ledger.written()
            return result

        return write
