"""Figures per area, at any level."""

from enum import StrEnum

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import AreaPath, Command, Count, Moment, View
from shared.contracts.operation import GET, Op
from shared.contracts.residents.areas import AreaKind
from shared.contracts.residents.points import KindCount
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA


class AgeBand(StrEnum):
    CHILDREN = "0-14"
    ADULTS = "15-59"
    ELDERS = "60-79"
    AGED = "80+"


class ShowFigures(Command):
    path: AreaPath


class RebuildFigures(Command):
    """Counts everything anew from what is stored and replaces the figures that are kept."""


class BandCount(View):
    band: AgeBand
    count: Count


class Figures(View):
    """`staff` are people in office, each counted in the first area of his or her duty."""

    grids: Count
    estates: Count
    buildings: Count
    dwellings: Count
    households: Count
    residents: Count
    ages: list[BandCount]
    staff: Count
    points: list[KindCount]


class PartFigures(Figures):
    path: AreaPath
    kind: AreaKind
    name: str


class FiguresView(PartFigures):
    """The area's figures and those of the areas directly below it."""

    counted_at: Moment | None = Field(
        None, description="the oldest count among those summed up; absent while there is none"
    )
    pending: bool = Field(description="whether something has changed since, which will be counted within seconds")
    parts: list[PartFigures]


class RebuiltView(View):
    """How many areas have figures, and how many of them were not as they were kept."""

    areas: Count
    differing: Count


SHOW_FIGURES = Op(
    "show_figures", GET("/areas/{path}/figures"), ShowFigures, FiguresView, STAFF | {Role.AUDITOR, Role.OPS},
    "Figures of an area and its parts", writes=False, errors=(NOT_FOUND, OUTSIDE_AREA),
)  # fmt: skip
REBUILD_FIGURES = Op(
    "rebuild_figures", None, RebuildFigures, RebuiltView, frozenset({Role.OPS}), "Count all figures anew",
    writes=False, deadline=60,
)  # fmt: skip

OPERATIONS = (SHOW_FIGURES, REBUILD_FIGURES)
