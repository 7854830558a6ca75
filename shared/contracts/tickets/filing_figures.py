"""Figures of filings: by item, department, area and period."""

from datetime import date

from pydantic import Field

from shared.contracts.actor import OFFICE, Role
from shared.contracts.model import AreaPath, Command, Count, View
from shared.contracts.operation import GET, Op
from shared.contracts.tickets.items import FilingPlace, ServiceCode
from shared.kernel.errors import OUTSIDE_AREA


class ShowFilingFigures(Command):
    """Of what was filed on these days, in Shanghai, both included."""

    area: AreaPath
    since: date | None = None
    until: date | None = None
    department: str | None = Field(None, min_length=1, max_length=120)
    item: ServiceCode | None = None


class FilingCounts(View):
    """decided: accepted or refused; in_time: decided within the promised days; withdrawn ones are neither."""

    filed: Count
    decided: Count
    in_time: Count
    accepted: Count
    refused: Count
    withdrawn: Count


class ItemCounts(FilingCounts):
    item: ServiceCode


class DepartmentCounts(FilingCounts):
    department: str


class PartCounts(FilingCounts):
    """An area directly below, or the area itself for what was filed there and not below."""

    area: AreaPath


class PlaceCounts(FilingCounts):
    place: FilingPlace


class FilingFiguresView(FilingCounts):
    area: AreaPath
    items: list[ItemCounts]
    departments: list[DepartmentCounts]
    parts: list[PartCounts]
    places: list[PlaceCounts]


SHOW_FILING_FIGURES = Op(
    "show_filing_figures", GET("/filings/figures"), ShowFilingFigures, FilingFiguresView, OFFICE | {Role.AUDITOR},
    "How many were filed, decided and decided in time, by item, department, area and place", writes=False,
    errors=(OUTSIDE_AREA,),
)  # fmt: skip

OPERATIONS = (SHOW_FILING_FIGURES,)
EVENTS = ()
