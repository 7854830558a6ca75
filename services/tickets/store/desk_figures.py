"""What the live desk has done, by area and period. Read by one index range per collection."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from services.tickets.documents.live_desk import DeskRequest, LiveQuestion, LiveStream
from services.tickets.domain.live_desk import is_missed
from services.tickets.domain.parts import part_of
from services.tickets.store.inside import inside
from shared.contracts.tickets.desk_requests import (
    FEWEST_EXCHANGES,
    DeskCounts,
    DeskFigures,
    DeskMode,
    DeskRequestState,
    ModeCount,
)
from shared.contracts.tickets.live_desk import StreamState
from shared.storage.work import Work

STREAMED = (StreamState.HELD, StreamState.CLOSED)


class DeskFiguresStore(Work):
    documents = ()

    def desk_figures(self, area: str, since: date | None, until: date | None) -> DeskFigures:
        days = {op: day.isoformat() for op, day in (("$gte", since), ("$lte", until)) if day}
        query = {"area": inside(area)} | ({"day": days} if days else {})
        parts: dict[str, Counter[str]] = defaultdict(Counter)
        for where, counts in (*self._streams(query), *_questions(query), *_requests(query)):
            parts[part_of(area, where)].update(counts)
        whole = sum(parts.values(), Counter())
        own = {name: DeskCounts(area=name, **_counts(parts[name])) for name in sorted(parts)}
        return DeskFigures(
            area=area, **_counts(whole), planned=whole["planned"], missed=whole["missed"], cancelled=whole["cancelled"],
            waiting=whole["waiting"], by_guide=whole["by_guide"], open_requests=whole["open_requests"],
            settled_early=whole["settled_early"], exchanges=whole["exchanges"],
            modes=[ModeCount(mode=mode, count=whole[mode.value]) for mode in DeskMode], parts=list(own.values()),
        )  # fmt: skip

    def _streams(self, query: dict[str, Any]) -> list[tuple[str, Counter[str]]]:
        found = []
        for stream in LiveStream.objects(__raw__=query).only("area", "state", "ends_at"):
            counts = Counter(
                streams=int(stream.state in STREAMED), cancelled=int(stream.state == StreamState.CANCELLED)
            )
            missed = is_missed(stream.state, stream.ends_at, self.now)
            counts["missed" if missed else "planned"] = int(stream.state == StreamState.PLANNED)
            found.append((stream.area, counts))
        return found


def _counts(counts: Counter[str]) -> dict[str, int]:
    return {name: counts[name] for name in DeskCounts.model_fields if name != "area"}


def _questions(query: dict[str, Any]) -> list[tuple[str, Counter[str]]]:
    """Held ones are not counted until they are released."""
    given = {"$ifNull": ["$replies", []]}
    replies = {"$size": given}
    live = {"$size": {"$filter": {"input": given, "cond": "$$this.live"}}}
    guides = {"$size": {"$filter": {"input": given, "cond": {"$gt": ["$$this.guide", None]}}}}
    return _grouped(
        LiveQuestion, query | {"held": False},
        {"questions": 1, "replies": replies, "given_live": live, "by_guide": guides,
         "waiting": {"$cond": [{"$eq": [replies, 0]}, 1, 0]}},
    )  # fmt: skip


def _requests(query: dict[str, Any]) -> list[tuple[str, Counter[str]]]:
    exchanges = {"$size": {"$ifNull": ["$exchanges", []]}}
    closed = {"$eq": ["$state", DeskRequestState.CLOSED.value]}
    enough = {"$gte": [exchanges, FEWEST_EXCHANGES]}
    sums: dict[str, Any] = {
        "requests": 1,
        "exchanges": exchanges,
        "followed_up": {"$cond": [{"$and": [closed, enough]}, 1, 0]},
        "settled_early": {"$cond": [{"$and": [closed, {"$not": [enough]}]}, 1, 0]},
        "open_requests": {"$cond": [closed, 0, 1]},
    }
    sums |= {mode.value: {"$cond": [{"$eq": ["$mode", mode.value]}, 1, 0]} for mode in DeskMode}
    return _grouped(DeskRequest, query, sums)


def _grouped(document: Any, query: dict[str, Any], sums: dict[str, Any]) -> list[tuple[str, Counter[str]]]:
    added = {name: {"$sum": amount} for name, amount in sums.items()}
    rows = document.objects.aggregate([{"$match": query}, {"$group": {"_id": "$area"} | added}])
    return [(row.pop("_id"), Counter(row)) for row in rows]
