"""Which bin: the kind of waste that a thing is."""

from enum import StrEnum

from pydantic import Field

from shared.contracts.actor import OFFICE, PUBLIC, Role
from shared.contracts.model import Command, Page, PageQuery, Value, Version, View
from shared.contracts.operation import GET, PUT, Op
from shared.contracts.tickets.searching import GroupCode, SearchLoaded, SearchText, Word
from shared.kernel.errors import STALE_VERSION
from shared.kernel.paging import BAD_CURSOR


class Bin(StrEnum):
    """可回收物, 厨余垃圾, 有害垃圾, 其他垃圾."""

    RECYCLABLE = "recyclable"
    KITCHEN = "kitchen"
    HAZARDOUS = "hazardous"
    OTHER = "other"


class WasteFields(Value):
    """A thing that people throw away; words: what else it is called. hint: what to mind, such as to rinse it."""

    name: Word
    name_en: Word
    bin: Bin
    words: list[Word] = Field(default=[], max_length=20)
    hint: str | None = Field(None, min_length=1, max_length=200, pattern=r"^[^\x00]*$")


class PutWaste(WasteFields, Command):
    code: GroupCode


class LoadedWaste(WasteFields):
    code: GroupCode


class LoadWaste(Command):
    """Takes many things over at once."""

    things: list[LoadedWaste] = Field(min_length=1, max_length=500)


class FindBin(PageQuery):
    q: SearchText = Field(description="a thing, in Chinese or English")


class WasteView(WasteFields, View):
    code: GroupCode
    version: Version


class FoundBins(Page[WasteView]):
    known: bool = Field(description="whether the first is what was asked for; else it is noted for the staff")


PUT_WASTE = Op(
    "put_waste", PUT("/waste/{code}"), PutWaste, WasteView, OFFICE, "Say which bin a thing belongs in",
    errors=(STALE_VERSION,),
)  # fmt: skip
LOAD_WASTE = Op(
    "load_waste", None, LoadWaste, SearchLoaded, frozenset({Role.OPS}), "Take many things over", deadline=30
)
FIND_BIN = Op(
    "find_bin", GET("/waste/search"), FindBin, FoundBins, PUBLIC,
    "Which bin a thing belongs in; what is not known is counted for the staff", writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip

OPERATIONS = (PUT_WASTE, LOAD_WASTE, FIND_BIN)
EVENTS = ()
