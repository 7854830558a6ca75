"""The growth index. Every weight is 0 or more and every input a count, so more never lowers it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shared.contracts.volunteers.growth import GrowthRow, Weights

FIRST_WEIGHTS = Weights(deed=10, session=5, answer=2, rating=1, shift=5, honours_permille=100)
"""What a district begins with: version 0."""

RULE_ZH = (
    "成长指数＝确认的服务次数×deed＋参加培训课次×session＋群内答复事项数×answer＋评分之和×rating＋完成的班次×shift；"
    "指数大于零者中，按 honours_permille（千分比，向上取整）取前列予以表彰，与末位同分者一并表彰。"
)
RULE_EN = (
    "Index = confirmed deeds x deed + attended sessions x session + answered matters x answer + sum of ratings x rating "
    "+ shifts served x shift. "
    "Of those above 0 the best honours_permille per thousand, rounded up, are honoured, and whoever equals the last of them."
)


@dataclass(frozen=True)
class Facts:
    """What is on record of a volunteer in a period."""

    deeds: int = 0
    sessions: int = 0
    answers: int = 0
    ratings: int = 0
    shifts: int = 0

    def __add__(self, more: "Facts") -> "Facts":
        return Facts(
            self.deeds + more.deeds, self.sessions + more.sessions, self.answers + more.answers,
            self.ratings + more.ratings, self.shifts + more.shifts,
        )  # fmt: skip


@dataclass(frozen=True)
class Gained:
    """What came on record of a volunteer on a day, or went off it, within these areas."""

    within: Sequence[str]
    day: date
    volunteer: str
    facts: Facts


Standing = tuple[str, str, str]
"""An area, a period, and a volunteer who stands in its ranking."""


def sums(gained: Iterable[Gained]) -> dict[Standing, Facts]:
    """What it comes to in each area's month and quarter."""
    found: dict[Standing, Facts] = {}
    for each in gained:
        for area in each.within:
            for period in periods_of(each.day):
                standing = area, period, each.volunteer
                found[standing] = found.get(standing, Facts()) + each.facts
    return found


def index(facts: Facts, weights: Weights) -> int:
    return (
        facts.deeds * weights.deed
        + facts.sessions * weights.session
        + facts.answers * weights.answer
        + facts.ratings * weights.rating
        + facts.shifts * weights.shift
    )


def ranking(record: Mapping[str, Facts], weights: Weights) -> list[GrowthRow]:
    """Everybody with an index above 0, best first, equal ones by id; the same facts give the same list."""
    indexes = {volunteer: index(facts, weights) for volunteer, facts in record.items()}
    ordered = sorted((-value, volunteer) for volunteer, value in indexes.items() if value > 0)
    least = least_honoured([-negative for negative, _ in ordered], weights.honours_permille)
    rows: list[GrowthRow] = []
    for place, (negative, volunteer) in enumerate(ordered, start=1):
        facts, value = record[volunteer], -negative
        rank = rows[-1].rank if rows and rows[-1].index == value else place
        rows.append(
            GrowthRow(
                volunteer_id=volunteer, deeds=facts.deeds, sessions=facts.sessions, answers=facts.answers,
                ratings=facts.ratings, shifts=facts.shifts, index=value, rank=rank, honoured=value >= least,
            )
        )  # fmt: skip
    return rows


def row_of(volunteer: str, facts: Facts, weights: Weights, better: int, everybody: int) -> GrowthRow:
    """The row that `ranking` gives, from how many have a higher index, and how many one above 0."""
    return GrowthRow(
        volunteer_id=volunteer, deeds=facts.deeds, sessions=facts.sessions, answers=facts.answers, ratings=facts.ratings,
        shifts=facts.shifts, index=index(facts, weights), rank=better + 1,
        honoured=better < places_honoured(everybody, weights.honours_permille),
    )  # fmt: skip


def places_honoured(everybody: int, permille: int) -> int:
    return -(-everybody * permille // 1000)


def least_honoured(indexes: list[int], permille: int) -> int:
    """The index of the last who is honoured; `indexes` from the best down. 0 where there is nobody."""
    places = places_honoured(len(indexes), permille)
    return indexes[places - 1] if places else 0


def days_of(period: str) -> tuple[date, date]:
    """The first day of a month or quarter, and the first day after it."""
    year, part = int(period[:4]), period[5:]
    first, months = (int(part[1]) * 3 - 2, 3) if part.startswith("Q") else (int(part), 1)
    after = first + months
    return date(year, first, 1), date(year + (after > 12), after - 12 if after > 12 else after, 1)


def periods_of(day: date) -> tuple[str, str]:
    """The month and the quarter of a day."""
    return f"{day:%Y-%m}", f"{day:%Y}-Q{(day.month + 2) // 3}"


def version_for(first_day: date, beginnings: Iterable[tuple[int, date]]) -> int:
    """The number of the newest version that holds on the first day of a period; 0 where none does."""
    return max((number for number, since in beginnings if since <= first_day), default=0)
