"""The days of an activity, a meeting or a plan by a rule."""

from datetime import date

from shared.contracts.volunteers.activities import BAD_RULE
from shared.kernel.recurrence import Recurrence


def recurrence(rule: str | None, first: date) -> Recurrence:
    """Without a rule the first day is the only one. Refuses with `bad_rule`."""
    return Recurrence(rule, first, BAD_RULE)
