"""What one settled matter adds to the three rates: responded, solved, satisfied."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

SATISFIED_STARS = 4


@dataclass(frozen=True)
class Verdict:
    """What one of those who reported or joined says of a close."""

    stars: int
    solved: bool

    @property
    def satisfied(self) -> bool:
        return self.stars >= SATISFIED_STARS


@dataclass(frozen=True)
class Tally:
    """`responded`: somebody reacted in time. The rest are counts of verdicts."""

    responded: bool
    rated: int = 0
    solved: int = 0
    satisfied: int = 0


def tally(reaction_due: datetime, reacted_at: datetime | None, verdicts: Iterable[Verdict]) -> Tally:
    said = list(verdicts)
    return Tally(
        responded=reacted_at is not None and reacted_at <= reaction_due,
        rated=len(said),
        solved=sum(verdict.solved for verdict in said),
        satisfied=sum(verdict.satisfied for verdict in said),
    )
