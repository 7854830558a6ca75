"""A system under load, be it the suite or a peer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pymongo.collection import Collection


@dataclass
class System:
    """`path` of the tickets under `url`; `processes` maps a part's name to the process ids that it began with.

    `queue` is where its events arrive, None for a system without a bus; `tickets` is the collection that it writes.
    """

    name: str
    url: str
    path: str
    tickets: Collection[Any]
    processes: Mapping[str, list[int]]
    queue: str | None = None
    token: str = ""
    known: list[str] = field(default_factory=list)
