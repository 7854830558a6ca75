"""Which days of a rule are made next."""

from datetime import date

from services.volunteers.domain.recurrence import Recurrence


def days_ahead(recurrence: Recurrence, after: date, horizon: date, room: int) -> tuple[list[date], date, bool]:
    """The next days later than `after` up to the horizon, as many as there is room for; up to which day everything is
    made then, and whether the rule goes on."""
    days = recurrence.between(after, horizon)
    until = horizon if len(days) <= room else (days[room - 1] if room else after)
    return days[:room], until, recurrence.next_after(until) is not None
