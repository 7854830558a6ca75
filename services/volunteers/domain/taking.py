"""Which shifts somebody can take."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from services.volunteers.domain.places import Entry, collide, free
from shared.contracts.volunteers.activities import Need
from shared.contracts.volunteers.people import Skill

Span = tuple[datetime, datetime]


def is_takeable(
    needs: Sequence[Need], entries: Sequence[Entry], confirmed: Iterable[Skill], span: Span, mine: Iterable[Span]
) -> bool:
    """Whether there is a free place for a confirmed skill or for anybody, at a time when nothing of `mine` is."""
    confirmed = set(confirmed)
    fits = any((need.skill is None or need.skill in confirmed) and free(need, entries) for need in needs)
    return fits and not any(collide(*span, *other) for other in mine)
