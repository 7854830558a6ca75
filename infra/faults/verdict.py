"""What was counted after it all."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Count:
    """A line of the verdict. What is `wrong` must be zero."""

    what: str
    number: int
    wrong: bool = True


@dataclass(frozen=True)
class Verdict:
    """`done` is how much came to its end as people were told; a run in which nothing did shows nothing."""

    done: int
    counts: Sequence[Count]

    @property
    def good(self) -> bool:
        return self.done > 0 and not any(count.wrong and count.number for count in self.counts)

    def lines(self) -> list[str]:
        return [f"{count.what:<48} {count.number}" for count in self.counts]
