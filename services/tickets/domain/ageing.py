"""How much of the promised time a matter has used up, and when that next makes it graver."""

from datetime import datetime, timedelta

from services.tickets.domain.clocks import promise_of, reached, spent
from services.tickets.domain.promises import Course
from services.tickets.domain.work_calendar import OFFICE_HOURS, WorkCalendar
from shared.contracts.tickets.catalogue import CategoryFields


def share_used(course: Course, category: CategoryFields, now: datetime, calendar: WorkCalendar = OFFICE_HOURS) -> int:
    """Percent of the time promised to the citizen; more than 100 once it is late."""
    promise = promise_of(category)
    used = spent(course.citizen_since, now, promise.measure, course.pauses, calendar)
    return used * 100 // (promise.minutes * 60)


def next_ageing(
    course: Course, category: CategoryFields, now: datetime, calendar: WorkCalendar = OFFICE_HOURS
) -> datetime | None:
    """When the next threshold of the category is reached; None where none is left, or while the clock stands still."""
    share = share_used(course, category, now, calendar)
    ahead = [each for each in (category.colours.share_yellow, category.colours.share_red) if each > share]
    if not ahead:
        return None
    promise = promise_of(category)
    seconds = -(-promise.minutes * 60 * min(ahead) // 100)
    return reached(course.citizen_since, timedelta(seconds=seconds), promise.measure, course.pauses, calendar)
