"""Keeping counters up with the tickets, and reading them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pymongo import ReplaceOne, UpdateOne

from services.tickets.documents.figures import Counted, FigureCell, FigureMark, FigureState
from services.tickets.documents.matters import Rating, Ticket
from services.tickets.domain.counting import Cell, Facts, changes, facts_of, has_day_cells
from shared.contracts.tickets.figures import FigureRow
from shared.storage.work import Work

CURRENT = "current"
COUNTED_AT_ONCE = 1000
DAY_LENGTH = len("2026-11-22")
Row = Mapping[str, Any]


class FigureStore(Work):
    documents = (FigureMark, Counted, FigureCell, FigureState)

    def figure_state(self) -> FigureState:
        return FigureState.objects(id=CURRENT).first() or FigureState(id=CURRENT, generation=1)

    def find_marks(self) -> list[Row]:
        """What has changed since it was counted, the oldest first."""
        return list(FigureMark._get_collection().find({}, sort=[("_id", 1)], limit=COUNTED_AT_ONCE))

    def count_marked(self, marks: list[Row]) -> None:
        """Brings the cells of every generation up to what the marked tickets are now."""
        state = self.figure_state()
        tickets = sorted({mark["ticket"] for mark in marks})
        for generation in filter(None, (state.generation, state.building)):
            self._recount(generation, tickets)
        FigureMark._get_collection().delete_many({"_id": {"$in": [mark["_id"] for mark in marks]}})

    def start_rebuild(self) -> None:
        state = self.figure_state()
        if state.building is None:
            state.building, state.built_to = state.generation + 1, ""
            self.save(state)

    def rebuild_further(self) -> bool:
        """Counts the next tickets into the generation that is being built; False when there was none to count."""
        state = self.figure_state()
        if state.building is None:
            return False
        after = {"_id": {"$gt": state.built_to or ""}}
        found = [row["_id"] for row in Ticket._get_collection().find(after, {"_id": 1}, sort=[("_id", 1)], limit=COUNTED_AT_ONCE)]  # fmt: skip
        if found:
            self._recount(state.building, found)
            state.built_to = found[-1]
        else:
            state.generation, state.building, state.built_to = state.building, None, None
        self.save(state)
        return True

    def drop_old_figures(self) -> None:
        """Cells of generations that answer no more."""
        state = self.figure_state()
        kept = [generation for generation in (state.generation, state.building) if generation]
        FigureCell._get_collection().delete_many({"generation": {"$nin": kept}})
        if state.building is None:
            Counted._get_collection().delete_many({"generation": {"$ne": state.generation}})

    def read_cells(
        self, area: str, periods: list[str], by: FigureRow | None, wanted: Mapping[str, str]
    ) -> dict[str, Counter[str]]:
        """Sums of cells by row; those of an area's parts where the rows are areas."""
        generation = self.figure_state().generation
        where = "parent" if by is FigureRow.AREA else "area"
        sums: dict[str, Counter[str]] = {}
        for cell in FigureCell._get_collection().find(
            {"generation": generation, where: area, "period": {"$in": periods}, **wanted}
        ):
            sums.setdefault(_row_of(cell, by), Counter()).update(cell["counts"])
        days = [period for period in periods if len(period) == DAY_LENGTH]
        if days and not has_day_cells(f"{area}." if by is FigureRow.AREA else area):
            for facts in self._find_facts(generation, area, days, wanted):
                key = facts.part_below(area) if by is FigureRow.AREA else _row_of_facts(facts, by)
                if key is not None:
                    sums.setdefault(key, Counter()).update(dict(facts.counts))
        return sums

    def _find_facts(self, generation: int, area: str, days: list[str], wanted: Mapping[str, str]) -> Iterable[Facts]:
        """Of matters in an area that has no cells for days."""
        query = {"generation": generation, "facts.areas": area, "facts.day": {"$in": days}}
        for row in Counted._get_collection().find(query):
            facts = Facts.stored(row["facts"])
            if all(facts.dimension(name) == value for name, value in wanted.items()):
                yield facts

    def _recount(self, generation: int, tickets: list[str]) -> None:
        before = {
            row["_id"].partition("|")[2]: Facts.stored(row["facts"])
            for row in Counted._get_collection().find(
                {"_id": {"$in": [f"{generation}|{ticket}" for ticket in tickets]}}
            )
        }
        sums: dict[Cell, Counter[str]] = {}
        kept = []
        for ticket, facts in self._facts(tickets):
            for cell, counts in changes(before.get(ticket), facts).items():
                sums.setdefault(cell, Counter()).update(counts)
            key = f"{generation}|{ticket}"
            kept.append(
                ReplaceOne({"_id": key}, {"_id": key, "generation": generation, "facts": facts.to_store()}, upsert=True)
            )
        if kept:
            Counted._get_collection().bulk_write(kept, ordered=False)
        added = [_addition(generation, cell, counts) for cell, counts in sums.items() if any(counts.values())]
        if added:
            FigureCell._get_collection().bulk_write(added, ordered=False)

    def _facts(self, tickets: list[str]) -> Iterable[tuple[str, Facts]]:
        ratings: dict[str, list[Row]] = {}
        for rating in Rating._get_collection().find({"ticket": {"$in": tickets}}):
            ratings.setdefault(rating["ticket"], []).append(rating)
        for row in Ticket._get_collection().find({"_id": {"$in": tickets}}, {"history": 0, "text": 0}):
            yield row["_id"], facts_of(row, ratings.get(row["_id"], ()))


def _addition(generation: int, cell: Cell, counts: Mapping[str, int]) -> UpdateOne:
    area, period, (category, channel, colour, unit) = cell
    parent = area.rpartition(".")[0]
    return UpdateOne(
        {"_id": "|".join((str(generation), area, period, category, channel, colour, unit))},
        {
            "$setOnInsert": {
                "generation": generation, "area": area, "parent": parent, "period": period, "category": category,
                "channel": channel, "colour": colour, "unit": unit,
            },
            "$inc": {f"counts.{name}": value for name, value in counts.items() if value},
        },
        upsert=True,
    )  # fmt: skip


def _row_of_facts(facts: Facts, by: FigureRow | None) -> str:
    match by:
        case None:
            return ""
        case FigureRow.DAY:
            return facts.day
        case FigureRow.MONTH:
            return facts.day[:7]
        case _:
            return facts.dimension(by.value)


def _row_of(cell: Row, by: FigureRow | None) -> str:
    match by:
        case None:
            return ""
        case FigureRow.DAY:
            return cell["period"]
        case FigureRow.MONTH:
            return cell["period"][:7]
        case _:
            return cell[by.value]
