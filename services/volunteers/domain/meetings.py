"""Who may join meetings, what others see of a member, and what becomes of a pair."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from shared.contracts.volunteers.meeting_pairs import MeetingPairState, Word
from shared.contracts.volunteers.meeting_series import BAD_AGES, CONDITION_UNMET, Conditions, Shown


def refuse_disordered(conditions: Conditions) -> None:
    if None not in (conditions.since_age, conditions.until_age) and conditions.since_age > conditions.until_age:
        raise BAD_AGES("/conditions/until_age")


def refuse_unmet(
    conditions: Conditions, birth_year: int, area: str, affirms: Iterable[str], day: date, pointer: str = ""
) -> None:
    """Refuses with the first condition that somebody does not meet on a day. Ages count by calendar years."""
    age, affirmed = day.year - birth_year, set(affirms)
    if conditions.since_age is not None and age < conditions.since_age:
        raise CONDITION_UNMET(f"{pointer}/birth_year", condition=f"≥ {conditions.since_age}")
    if conditions.until_age is not None and age > conditions.until_age:
        raise CONDITION_UNMET(f"{pointer}/birth_year", condition=f"≤ {conditions.until_age}")
    if conditions.areas and not any(area == each or area.startswith(f"{each}.") for each in conditions.areas):
        raise CONDITION_UNMET(f"{pointer}/area", condition=", ".join(conditions.areas))
    for each in conditions.affirm:
        if each.code not in affirmed:
            raise CONDITION_UNMET(f"{pointer}/affirms", condition=f"{each.text} ({each.text_en})")


def permitted(told: Mapping[str, Any], permits: Iterable[Shown]) -> dict[str, Any]:
    """What others see: only what is both told and permitted."""
    return {each.value: told[each.value] for each in permits if told.get(each.value) is not None}


def pair_state(one: Word | None, other: Word | None) -> MeetingPairState:
    said = {one, other} - {None}
    if Word.PARTED in said:
        return MeetingPairState.PARTED
    if said == {Word.TOGETHER} and None not in (one, other):
        return MeetingPairState.TOGETHER
    return MeetingPairState.SEEING if said else MeetingPairState.FORMED
