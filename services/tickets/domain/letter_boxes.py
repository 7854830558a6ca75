"""When boxes may be emptied and looked at, and the figures of their rounds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from services.tickets.domain.emptying_rounds import LONGEST_GRACE, JudgedRound, Schedule, rounds
from services.tickets.domain.parts import part_of
from shared.contracts.tickets.letter_boxes import (
    BOX_TAKEN_DOWN,
    MORE_THAN_FOUND,
    NOT_AHEAD,
    NOT_EMPTIED_THEN,
    PERIOD_TOO_LONG,
    AreaBoxFigures,
    BoxFiguresView,
    BoxRoundCounts,
    BoxRounds,
    BoxRoundState,
)
from shared.contracts.tickets.sessions import WRONG_PERIOD
from shared.kernel.clock import SHANGHAI

LONGEST_PERIOD = 366
WRITTEN_UP = timedelta(days=366)
"""How late an emptying may be recorded."""
LOOKED_BACK = timedelta(days=7)
"""How far before a box was written up its missed rounds are announced."""
LOOKED_AHEAD = timedelta(days=62)


def refuse_period(since: date, until: date) -> None:
    if until < since:
        raise WRONG_PERIOD("/until")
    if (until - since).days >= LONGEST_PERIOD:
        raise PERIOD_TOO_LONG("/until", days=LONGEST_PERIOD)


def refuse_past(day: date, today: date) -> None:
    if day <= today:
        raise NOT_AHEAD("/from_day")


def day_of_emptying(emptied_at: datetime, now: datetime, begins: date, last: date | None) -> date:
    """In Shanghai; refuses a moment at which the box cannot have been emptied."""
    day = emptied_at.astimezone(SHANGHAI).date()
    if emptied_at > now or emptied_at < now - WRITTEN_UP or day < begins:
        raise NOT_EMPTIED_THEN("/emptied_at", days=WRITTEN_UP.days)
    if last is not None and day > last:
        raise BOX_TAKEN_DOWN("/emptied_at")
    return day


def refuse_more_letters(letters: int, filed: int) -> None:
    if filed > letters:
        raise MORE_THAN_FOUND("/letters", letters=letters)


def first_judged_to(begins: date, today: date) -> date:
    return max(begins, today - LOOKED_BACK) - timedelta(days=1)


def judge_next(schedules: Sequence[Schedule], last: date | None, today: date) -> date | None:
    """The day after the next round closes, or a later look where none is due for long; None where none will be."""
    near = rounds(schedules, last, (), today - timedelta(days=LONGEST_GRACE), today + LOOKED_AHEAD, today)
    closing = [each.closes for each in near if each.closes >= today]
    if closing:
        return min(closing) + timedelta(days=1)
    return None if last is not None and last < today else today + LOOKED_AHEAD


def counted(judged: Iterable[JudgedRound]) -> BoxRoundCounts:
    return counts_of(Counter(each.state for each in judged))


def counts_of(states: Mapping[BoxRoundState, int]) -> BoxRoundCounts:
    return BoxRoundCounts(**{state.value: states.get(state, 0) for state in BoxRoundState})


def figures(
    area: str, boxes: Sequence[tuple[Any, list[JudgedRound]]], letters: Sequence[Mapping[str, Any]]
) -> BoxFiguresView:
    """Of the boxes with their rounds, and of the letters per area: the whole, its parts, and box by box."""
    hung: Counter[str] = Counter()
    states: dict[str, Counter[BoxRoundState]] = defaultdict(Counter)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for box, judged in boxes:
        for part in {area, part_of(area, box.area)}:
            hung[part] += 1
            states[part].update(each.state for each in judged)
    for row in letters:
        for part in {area, part_of(area, row["area"])}:
            found[part].update({"letters": row["letters"], "filed": row["filed"]})
    each = [_of_box(box, judged) for box, judged in boxes]
    told = {part: _of_area(part, hung[part], states[part], found[part]) for part in {area, *hung, *found}}
    return BoxFiguresView(
        **told.pop(area).model_dump(),
        parts=[told[part] for part in sorted(told)],
        each=sorted(each, key=lambda one: (-one.counts.missed, one.area, one.box)),
    )


def _of_box(box: Any, judged: list[JudgedRound]) -> BoxRounds:
    missed = [each.due for each in judged if each.state == BoxRoundState.MISSED]
    return BoxRounds(box=box.id, name=box.name, area=box.area, counts=counted(judged), missed_on=missed)


def _of_area(area: str, boxes: int, states: Mapping[BoxRoundState, int], found: Mapping[str, int]) -> AreaBoxFigures:
    return AreaBoxFigures(
        area=area, boxes=boxes, counts=counts_of(states), letters=found.get("letters", 0), filed=found.get("filed", 0)
    )
