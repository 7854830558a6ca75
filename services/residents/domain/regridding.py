"""What a regridding must hold to: codes, numbers, ground, and nobody left out."""

from collections.abc import Iterable, Mapping, Sequence

from services.residents.domain.ground import Place, Ring, contains, fault_of, square_metres
from shared.contracts.actor import Role
from shared.contracts.residents.areas import BAD_OUTLINE
from shared.contracts.residents.regridding import (
    LEFT_OUT,
    NAMED_TWICE,
    OTHER_GROUND,
    WRONG_NUMBER,
    RegriddingKind,
    RegriddingState,
)
from shared.kernel.machine import Machine, Move

TOLERANCE = 0.02
"""Share of the ground by which old and new outlines may differ: surveys are never quite the same."""

FLOW = Machine(
    name="regridding",
    states=tuple(RegriddingState),
    initial=RegriddingState.PLANNED,
    terminal=frozenset({RegriddingState.DONE, RegriddingState.FAILED, RegriddingState.CANCELLED}),
    moves=(
        Move("carry_out", (RegriddingState.PLANNED,), RegriddingState.DONE, frozenset({Role.OPS})),
        Move("fail", (RegriddingState.PLANNED,), RegriddingState.FAILED, frozenset({Role.OPS})),
        Move(
            "cancel", (RegriddingState.PLANNED,), RegriddingState.CANCELLED,
            frozenset({Role.STREET_STAFF, Role.DISTRICT_STAFF, Role.OPS}),
        ),
    ),
)  # fmt: skip


def refuse_wrong_numbers(kind: RegriddingKind, ended: Sequence[str], drawn: Sequence[str]) -> None:
    """A split makes several of one, a merge one of several; no grid is named twice."""
    for name, paths in (("ended", ended), ("drawn", drawn)):
        twice = next((path for at, path in enumerate(paths) if path in paths[:at]), None)
        if twice is not None:
            raise NAMED_TWICE(f"/{name}", path=twice)
    fits = {
        RegriddingKind.SPLIT: len(ended) == 1 and len(drawn) > 1,
        RegriddingKind.MERGE: len(ended) > 1 and len(drawn) == 1,
        RegriddingKind.RECUT: True,
    }
    if not fits[kind]:
        raise WRONG_NUMBER("/kind", kind=kind.value, ended=len(ended), drawn=len(drawn))


def refuse_other_ground(ended: Iterable[Sequence[Ring]], drawn: Mapping[str, Sequence[Ring]]) -> None:
    """New outlines are simple polygons and together as large as the old ones."""
    for path, rings in drawn.items():
        fault = fault_of(rings)
        if fault is not None:
            raise BAD_OUTLINE("/drawn", path=path, why=fault)
    before, after = sum(map(square_metres, ended)), sum(map(square_metres, drawn.values()))
    if abs(after - before) > TOLERANCE * before:
        raise OTHER_GROUND("/drawn", ended=round(before), drawn=round(after))


def new_home(code: str, place: Place, drawn: Mapping[str, Sequence[Ring]]) -> str:
    """The new grid that a building or point comes to lie in; on a border the first by path."""
    for path in sorted(drawn):
        if contains(drawn[path], place):
            return path
    raise LEFT_OUT("/drawn", code=code)


def successors(rings: Sequence[Ring], moved_to: Iterable[str], drawn: Mapping[str, Sequence[Ring]]) -> list[str]:
    """The new grids that came after an old one: where its buildings went, and which share ground with it."""
    return sorted({*moved_to, *(path for path, new in drawn.items() if _share_ground(rings, new))})


def _share_ground(one: Sequence[Ring], other: Sequence[Ring]) -> bool:
    """Whether a point inside of one lies in the other: their middles and points just inside of their corners are tried."""
    return any(contains(other, place) for place in _probes(one)) or any(
        contains(one, place) for place in _probes(other)
    )


def _probes(rings: Sequence[Ring]) -> list[Place]:
    corners = rings[0][:-1]
    middle = (sum(x for x, _ in corners) / len(corners), sum(y for _, y in corners) / len(corners))
    near = [(x + (middle[0] - x) * 0.02, y + (middle[1] - y) * 0.02) for x, y in corners]
    return [place for place in (middle, *near) if contains(rings, place)]
