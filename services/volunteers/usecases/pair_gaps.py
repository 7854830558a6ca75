"""Pairs that miss a visit, shown and announced, and figures of pairing."""

from typing import Any

from services.volunteers.usecases.pair_moves import told
from services.volunteers.usecases.posts import refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.pair_gaps import (
    ListPairGaps,
    PairFigures,
    PairGapOpened,
    PairGapPage,
    ShowPairFigures,
)
from shared.contracts.volunteers.pairing import PAIRING_PERIOD
from shared.kernel.paging import decode_cursor, encode_cursor


def list_pair_gaps(store: Any, actor: Actor, command: ListPairGaps) -> PairGapPage:
    refuse_outside(actor, command.area, "/area")
    after = decode_cursor(command.cursor, str, str) if command.cursor is not None else None
    found = store.find_late_pairs(command.area, command.kind, after, command.limit + 1)
    shown = found[: command.limit]
    waiting = store.count_told(pair.id for pair in shown)
    return PairGapPage(
        items=[store.gap_view(pair, waiting.get(pair.id, 0)) for pair in shown],
        next=encode_cursor(shown[-1].late_since, shown[-1].id) if len(found) > command.limit else None,
    )


def show_pair_figures(store: Any, actor: Actor, command: ShowPairFigures) -> PairFigures:
    refuse_outside(actor, command.area, "/area")
    if command.until < command.since:
        raise PAIRING_PERIOD("/until")
    kinds = store.count_pairing(command.area, command.since, command.until)
    alone, unpaired = store.count_elders_alone(command.area)
    return PairFigures(
        area=command.area, since=command.since, until=command.until, total=store.total_of(kinds), kinds=kinds,
        elders_alone=alone, elders_unpaired=unpaired,
    )  # fmt: skip


def announce_gap(store: Any, pair_id: str, late_since: str) -> None:
    """By the clock, once for each gap; nothing where somebody has visited meanwhile."""
    pair = store.get_pair(pair_id)
    if pair.gap is not None or pair.late_since != late_since:
        return
    store.open_gap(pair)
    store.save(pair)
    news = PairGapOpened(
        area=pair.area, kind=pair.kind, due=pair.due, late_since=pair.late_since, accounts=told(pair)
    )  # fmt: skip
    store.announce(news, subject=pair.id, version=pair.version, area=pair.area)
