"""Age bands of the figures, as days of birth."""

from datetime import date, timedelta

from shared.contracts.residents.figures import AgeBand

FIRST_AGES = {AgeBand.CHILDREN: 0, AgeBand.ADULTS: 15, AgeBand.ELDERS: 60, AgeBand.AGED: 80}


def age_on(born: date, day: date) -> int:
    """Whole years; who was born on 29 February is a year older on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def band_of(born: date, day: date) -> AgeBand:
    age = age_on(born, day)
    return max((band for band in AgeBand if FIRST_AGES[band] <= max(age, 0)), key=lambda band: FIRST_AGES[band])


def born_before(years: int, day: date) -> date:
    """Those of at least `years` on the day were born before this date."""
    try:
        last = day.replace(year=day.year - years)
    except ValueError:
        last = date(day.year - years, 2, 28)  # on 29 February, seen from a year without one
    return last + timedelta(days=1)
