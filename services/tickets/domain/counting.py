"""What a matter adds to the figures, and how figures are read off."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from services.tickets.domain.promises import is_owed
from shared.contracts.tickets.figures import Figures
from shared.contracts.tickets.matters import TicketState
from shared.kernel.clock import SHANGHAI

MINUTE = timedelta(minutes=1)
DAY_MINUTES = 24 * 60
COARSE = 15
DAILY_DEPTH = 2
"""Districts and streets have cells for days."""
SATISFIED = 4
"""Stars from which on somebody counts as satisfied."""
ANSWERED = (TicketState.CLOSED, TicketState.DECLINED)
"""Ends that the district has brought about."""
NAMES = ("category", "channel", "colour", "unit")
Dimensions = tuple[str, str, str, str]
"""By NAMES."""
Cell = tuple[str, str, Dimensions]
"""area, period (`2026-11` or `2026-11-22`), dimensions"""


@dataclass(frozen=True)
class Facts:
    """All of a matter that figures count; `areas` are its own and those above."""

    areas: tuple[str, ...]
    day: str
    dimensions: Dimensions
    counts: tuple[tuple[str, int], ...]

    def dimension(self, name: str) -> str:
        return self.dimensions[NAMES.index(name)]

    def part_below(self, area: str) -> str | None:
        """The area directly below `area` in which the matter lies."""
        return next((each for each in self.areas if each.rpartition(".")[0] == area), None)

    @classmethod
    def stored(cls, kept: Mapping[str, Any]) -> "Facts":
        return cls(
            tuple(kept["areas"]), kept["day"], tuple(kept["dimensions"]), tuple((n, v) for n, v in kept["counts"])
        )

    def to_store(self) -> dict[str, Any]:
        return {
            "areas": list(self.areas), "day": self.day, "dimensions": list(self.dimensions),
            "counts": [list(pair) for pair in self.counts],
        }  # fmt: skip


def facts_of(ticket: Mapping[str, Any], ratings: Iterable[Mapping[str, Any]]) -> Facts:
    """`ticket` and `ratings` as they are stored."""
    counts = Counter({"opened": 1, _place_of(TicketState(ticket["state"])): 1})
    since = ticket["citizen_since"]
    reacted = ticket.get("reacted_at")
    closed = ticket.get("closed_at") if ticket["state"] in ANSWERED else None
    done = ticket.get("done_at") or closed
    in_time = reacted is not None and reacted <= ticket["reaction_due"]
    if reacted is not None:
        counts["reacted"], counts["reacted_in_time"] = 1, int(in_time)
        counts[f"reaction:{bucket(reacted - since)}"] = 1
    if done is not None:
        counts["late" if _is_late(done, ticket.get("promised_at")) else "kept"] = 1
    if closed is not None:
        counts[f"closing:{bucket(closed - since)}"] = 1
    counts["reopened"] = int(ticket.get("reopened", 0) > 0)
    counts["settled_ever"] = int(bool(ticket.get("reopened")) or done is not None)
    for rating in ratings:
        counts.update(
            {"rated": 1, "responded": int(in_time), "solved": int(rating["solved"]),
             "satisfied": int(rating["stars"] >= SATISFIED)}
        )  # fmt: skip
    return Facts(
        areas=tuple(ticket["within"]),
        day=day_of(ticket["opened_at"]).isoformat(),
        dimensions=(ticket["category"], ticket["channel"], ticket["colour"], ticket.get("unit") or ""),
        counts=tuple(sorted((name, value) for name, value in counts.items() if value)),
    )


def changes(before: Facts | None, after: Facts | None) -> dict[Cell, Counter[str]]:
    """What is to be added to each cell when a matter changes from one to the other; what cancels out is left out."""
    found: dict[Cell, Counter[str]] = {}
    for facts, sign in ((before, -1), (after, 1)):
        if facts is None:
            continue
        for area in facts.areas:
            for period in cell_periods(area, facts.day):
                cell = found.setdefault((area, period, facts.dimensions), Counter())
                for name, value in facts.counts:
                    cell[name] += sign * value
    return {
        cell: Counter({name: value for name, value in counts.items() if value})
        for cell, counts in found.items()
        if any(counts.values())
    }


def cell_periods(area: str, day: str) -> tuple[str, ...]:
    """The periods for which an area has cells: months, and days from the street upwards. Below, a day's matters are so few
    that they are looked through."""
    return (day[:7], day) if has_day_cells(area) else (day[:7],)


def has_day_cells(area: str) -> bool:
    return area.count(".") < DAILY_DEPTH


def figures(counts: Mapping[str, int], key: str | None = None) -> Figures:
    """A row of a table from the sums of its cells."""
    reaction, closing = histogram(counts, "reaction:"), histogram(counts, "closing:")
    plain = ("opened", "in_hand", "done", "closed", "declined", "withdrawn", "merged", "reacted", "reacted_in_time",
             "kept", "late", "reopened", "rated")  # fmt: skip
    return Figures(
        key=key,
        **{name: counts.get(name, 0) for name in plain},
        reaction_median=percentile(reaction, 50), reaction_p95=percentile(reaction, 95),
        closing_median=percentile(closing, 50), closing_p95=percentile(closing, 95),
        responded=_share(counts, "responded", "rated"), solved=_share(counts, "solved", "rated"),
        satisfied=_share(counts, "satisfied", "rated"), reopen_rate=_share(counts, "reopened", "settled_ever"),
    )  # fmt: skip


def bucket(span: timedelta) -> int:
    """Minutes: each for itself within a day, then quarters of an hour, rounded down."""
    minutes = max(span // MINUTE, 0)
    return minutes if minutes < DAY_MINUTES else minutes // COARSE * COARSE


def histogram(counts: Mapping[str, int], prefix: str) -> dict[int, int]:
    return {
        int(name.removeprefix(prefix)): value for name, value in counts.items() if name.startswith(prefix) and value
    }


def percentile(found: Mapping[int, int], percent: int) -> int | None:
    """The least value that at least so many percent of all do not exceed (nearest rank)."""
    total = sum(found.values())
    rank = -(-total * percent // 100)
    for value in sorted(found):
        rank -= found[value]
        if rank <= 0:
            return value
    return None


def periods(since: date, until: date) -> list[str]:
    """Whole months where they fit between two days (both included), and single days at the edges."""
    found, day = [], since
    while day <= until:
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        if day.day == 1 and following - timedelta(days=1) <= until:
            found.append(day.isoformat()[:7])
            day = following
        else:
            found.append(day.isoformat())
            day += timedelta(days=1)
    return found


def days(since: date, until: date) -> list[str]:
    return [(since + timedelta(days=n)).isoformat() for n in range((until - since).days + 1)]


def day_of(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()


def _place_of(state: TicketState) -> str:
    return "in_hand" if is_owed(state) else state.value


def _is_late(done: datetime, promised: datetime | None) -> bool:
    return promised is not None and done > promised


def _share(counts: Mapping[str, int], part: str, whole: str) -> float | None:
    return round(counts.get(part, 0) / counts[whole], 4) if counts.get(whole) else None
