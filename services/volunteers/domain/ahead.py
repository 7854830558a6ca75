"""Which days of a rule are made next."""

from datetime import date

from shared.kernel.recurrence import Recurrence


def days_ahead(rule: Recurrence, after: date, horizon: date, room: int) -> tuple[list[date], date, bool]:
    """The next days later than `after` up to the horizon, as many as there is room for; up to which day everything is
    made then, and whether the rule goes on."""
    days = rule.between(after, horizon)
    until = horizon if len(days) <= room else (days[room - 1] if room else after)
    return days[:room], until, rule.next_after(until) is not None
