"""Who speaks in a matter: everybody once, however often they came."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Voice:
    """Somebody who reported or joined. `report`: the matter that they reported; who joined has none.

    `known_as`: the key that they have already, which stays when their name is forgotten.
    """

    account: str | None = None
    person: str | None = None
    report: str | None = None
    known_as: str | None = None

    @property
    def key(self) -> str:
        """One and the same for one and the same person, whether they come themselves or somebody files for them."""
        if self.known_as:
            return self.known_as
        if self.person:
            return f"person:{self.person}"
        return self.account or f"ticket:{self.report}"

    def is_same(self, other: "Voice") -> bool:
        return bool((self.account and self.account == other.account) or (self.person and self.person == other.person))


def batches(whole: Sequence[T], size: int) -> Iterator[list[T]]:
    parts = iter(whole)
    while batch := list(islice(parts, size)):
        yield batch
