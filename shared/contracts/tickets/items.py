"""E-service items: what can be applied for, with which papers and form, where, and within how many working days."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.actor import OFFICE, PUBLIC, Role
from shared.contracts.model import (
    AreaPath,
    Command,
    Count,
    LongText,
    Moment,
    Page,
    PageQuery,
    Point,
    ShortText,
    Value,
    Version,
    View,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.forms import BAD_FORM, FieldName, FormField
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

ServiceCode = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"), Field(examples=["HUKOU-07"])
]
Edition = Annotated[int, Field(ge=1, le=2**31 - 1, description="1, and one more with each change of the text")]


class FilingPlace(StrEnum):
    """terminal: the screen at home."""

    APP = "app"
    COUNTER = "counter"
    KIOSK = "kiosk"
    TERMINAL = "terminal"


class PaperKind(StrEnum):
    ORIGINAL = "original"
    COPY = "copy"


class PaperRule(Value):
    """A paper that is wanted. later: it may be handed in after filing, but before the decision."""

    code: FieldName
    name: ShortText
    name_en: ShortText
    copies: int = Field(1, ge=1, le=20)
    kind: PaperKind = PaperKind.COPY
    later: bool = False


class ItemFields(Value):
    """area: the authority's; the item can be filed for all that lies in it. delegable: others may file it on behalf."""

    area: AreaPath
    name: ShortText
    name_en: ShortText
    department: ShortText
    about: LongText | None = None
    papers: list[PaperRule] = Field(default=[], max_length=20)
    form: list[FormField] = Field(default=[], max_length=40)
    places: list[FilingPlace] = Field(min_length=1, max_length=4)
    working_days: int = Field(ge=1, le=250, description="promised, from filing to decision")
    delegable: bool = False
    frequent: bool = Field(False, description="among the items that are asked for most")


class PutItem(ItemFields, Command):
    code: ServiceCode


class LoadedItem(ItemFields):
    code: ServiceCode


class LoadItems(Command):
    """Takes many items over at once."""

    items: list[LoadedItem] = Field(min_length=1, max_length=500)


class LoadedCount(View):
    loaded: Count


class EndItem(Command):
    """The item cannot be filed any more; what was filed goes on."""

    code: ServiceCode


class GetItem(Command):
    code: ServiceCode
    edition: Edition | None = Field(None, description="as it was then; the newest unless given")


class ListItems(PageQuery):
    """area: only what can be filed there. platform: only what is offered there."""

    area: AreaPath | None = None
    platform: ServiceCode | None = None
    department: ShortText | None = None
    place: FilingPlace | None = None
    frequent: bool | None = None


class ItemView(ItemFields, View):
    code: ServiceCode
    edition: Edition
    ended: bool
    changed_at: Moment
    version: Version


class ItemPage(Page[ItemView]):
    pass


class PlatformKind(StrEnum):
    HALL = "hall"
    COMMUNITY_DESK = "community_desk"
    KIOSK = "kiosk"
    TERMINAL = "terminal"


class PlatformFields(Value):
    """A place where items are filed. items: codes of those that it offers."""

    area: AreaPath
    kind: PlatformKind
    name: ShortText
    name_en: ShortText
    point: Point | None = None
    items: list[ServiceCode] = Field(default=[], max_length=500)


class PutPlatform(PlatformFields, Command):
    code: ServiceCode


class LoadedPlatform(PlatformFields):
    code: ServiceCode


class LoadPlatforms(Command):
    """Takes many platforms over at once."""

    platforms: list[LoadedPlatform] = Field(min_length=1, max_length=200)


class GetPlatform(Command):
    code: ServiceCode


class ListPlatforms(PageQuery):
    area: AreaPath | None = None
    kind: PlatformKind | None = None
    item: ServiceCode | None = Field(None, description="only those that offer this item")


class PlatformView(PlatformFields, View):
    code: ServiceCode
    version: Version


class PlatformPage(Page[PlatformView]):
    pass


class ShowItemFigures(Command):
    """How many items and platforms there are in an area."""

    area: AreaPath


class DepartmentItems(View):
    department: str
    items: Count


class ItemFiguresView(View):
    """communities: that have a platform which offers a frequent item."""

    area: AreaPath
    items: Count
    frequent: Count
    departments: list[DepartmentItems]
    platforms: Count
    communities: Count


PAPER_TWICE = ErrorCode("tickets.paper_twice", 422, "The paper '{paper}' is listed twice.", "材料“{paper}”重复。")
NO_SUCH_ITEM = ErrorCode("tickets.no_such_item", 422, "There is no item {item}.", "没有事项 {item}。")
ITEM_ELSEWHERE = ErrorCode(
    "tickets.item_elsewhere", 422, "The item {item} is not for this area.", "事项 {item} 不适用于该区域。"
)

PUT_ITEM = Op(
    "put_item", PUT("/e-services/{code}"), PutItem, ItemView, OFFICE,
    "Add an item or change it; what was filed keeps the edition it was filed under",
    errors=(OUTSIDE_AREA, STALE_VERSION, BAD_FORM, PAPER_TWICE),
)  # fmt: skip
LOAD_ITEMS = Op(
    "load_items", None, LoadItems, LoadedCount, frozenset({Role.OPS}), "Take many items over",
    errors=(BAD_FORM, PAPER_TWICE), deadline=30,
)  # fmt: skip
END_ITEM = Op(
    "end_item", POST("/e-services/{code}/end", 200), EndItem, ItemView, OFFICE, "Let an item not be filed any more",
    errors=(NOT_FOUND, OUTSIDE_AREA, STALE_VERSION),
)  # fmt: skip
GET_ITEM = Op(
    "get_item", GET("/e-services/{code}"), GetItem, ItemView, PUBLIC, "One item: papers, form, places, promised days",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_ITEMS = Op(
    "list_items", GET("/e-services"), ListItems, ItemPage, PUBLIC, "What can be applied for, by code", writes=False,
    errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip
PUT_PLATFORM = Op(
    "put_platform", PUT("/platforms/{code}"), PutPlatform, PlatformView, OFFICE,
    "Add or change a place where items are filed, and say which it offers",
    errors=(OUTSIDE_AREA, STALE_VERSION, NO_SUCH_ITEM, ITEM_ELSEWHERE),
)  # fmt: skip
LOAD_PLATFORMS = Op(
    "load_platforms", None, LoadPlatforms, LoadedCount, frozenset({Role.OPS}), "Take many platforms over",
    errors=(NO_SUCH_ITEM, ITEM_ELSEWHERE), deadline=30,
)  # fmt: skip
GET_PLATFORM = Op(
    "get_platform", GET("/platforms/{code}"), GetPlatform, PlatformView, PUBLIC, "One place where items are filed",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_PLATFORMS = Op(
    "list_platforms", GET("/platforms"), ListPlatforms, PlatformPage, PUBLIC, "Places where items are filed, by code",
    writes=False, errors=(BAD_CURSOR,),
)  # fmt: skip
SHOW_ITEM_FIGURES = Op(
    "show_item_figures", GET("/e-services/figures"), ShowItemFigures, ItemFiguresView, PUBLIC,
    "How many items, departments and platforms an area has", writes=False,
)  # fmt: skip

OPERATIONS = (
    PUT_ITEM, LOAD_ITEMS, END_ITEM, LIST_ITEMS, SHOW_ITEM_FIGURES, GET_ITEM, PUT_PLATFORM, LOAD_PLATFORMS, LIST_PLATFORMS,
    GET_PLATFORM,
)  # fmt: skip
EVENTS = ()
