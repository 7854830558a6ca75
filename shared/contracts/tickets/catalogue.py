"""The catalogue: what can be reported, who answers for it, how soon, and how grave it is. It is data, and versioned."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from shared.contracts.actor import PUBLIC, STAFF, Role
from shared.contracts.model import Command, Event, LongText, Moment, Page, PageQuery, ShortText, Value, Version, View
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.tickets.json_object import JsonObject
from shared.kernel.errors import NOT_ALLOWED_NOW, NOT_FOUND, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

CategoryCode = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$"), Field(description="a category", examples=["road"])
]
Metres = Annotated[int, Field(ge=0, le=5000, description="metres; 0 asks for none")]


class TicketClass(StrEnum):
    """How urgent: 2 hours, 24 hours, 7 working days, 15 working days."""

    EMERGENCY = "emergency"
    UTILITY = "utility"
    ORDINARY = "ordinary"
    HARD = "hard"


class Track(StrEnum):
    """Who leads: the grid worker at once, a named member, a joint meeting of units."""

    SIMPLE = "simple"
    COMPLEX = "complex"
    HARD = "hard"


class Measure(StrEnum):
    """Time as on the wall, or office hours of working days (8 hours a day) alone."""

    WALL = "wall"
    WORKING = "working"


class Colour(StrEnum):
    """How grave a matter is, from least to most."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


class LimitedState(StrEnum):
    """States that a matter may only stay in for a while."""

    OPEN = "open"
    ACCEPTED = "accepted"
    OUTSIDE = "outside"
    JOINT = "joint"


class Limit(Value):
    """480 working minutes are one working day."""

    minutes: int = Field(ge=1, le=129_600)
    measure: Measure = Measure.WORKING


class ColourInputs(Value):
    """From where on a matter turns yellow or red. Shares are of the time promised to the citizen, in percent."""

    supporters_yellow: int = Field(default=5, ge=1, le=100_000)
    supporters_red: int = Field(default=20, ge=1, le=100_000)
    share_yellow: int = Field(default=60, ge=1, le=10_000, description="percent of the promised time used up")
    share_red: int = Field(default=100, ge=1, le=10_000, description="percent of the promised time used up")
    repeats_yellow: int = Field(default=2, ge=1, le=10_000, description="earlier matters at the spot")
    repeats_red: int = Field(default=5, ge=1, le=10_000, description="earlier matters at the spot")
    repeats_days: int = Field(default=90, ge=1, le=3650, description="how far back earlier matters count")
    repeats_m: int = Field(default=100, ge=1, le=5000, description="how near earlier matters must lie, metres")


class CategoryFields(Value):
    """promise: the time within which the citizen is promised a result; left out, the class's own.

    state_limits: how long a matter may stay in a state; states left out have the class's own.
    extra: a JSON Schema for what else a report must say. Its root is an object whose properties are texts, numbers, flags,
    choices or lists of choices; `$ref` and `pattern` may not be used. No properties: no extra fields.
    """

    name: ShortText = Field(description="in Chinese", examples=["道路破损"])
    name_en: ShortText = Field(examples=["Broken road"])
    group: ShortText = Field(description="what it is listed under, in Chinese", examples=["市政设施"])
    group_en: ShortText = Field(examples=["Public works"])
    description: LongText | None = None
    unit: ShortText = Field(description="the unit that answers for it", examples=["城市管理局"])
    ticket_class: TicketClass
    track: Track = Track.SIMPLE
    promise: Limit | None = None
    state_limits: dict[LimitedState, Limit] = {}
    extra: JsonObject = {}
    nearby_residents_m: Metres = 250
    nearby_staff_m: Metres = 1000
    photo_needed: bool = Field(default=False, description="whether a photo is needed to say that it is done")
    confirm_days: int = Field(default=7, ge=1, le=60, description="days after which what is done counts as confirmed")
    on_board: bool = Field(default=True, description="whether the public board shows such matters")
    hazard: bool = Field(
        default=False, description="whether it is a danger that residents are thanked for pointing out"
    )
    keywords: list[ShortText] = Field(default=[], max_length=20)
    colours: ColourInputs = ColourInputs()


class Category(CategoryFields, View):
    """revision: raised by every change; a matter keeps the one that its clocks and colour were last worked out with."""

    code: CategoryCode
    revision: Version
    retired: bool = False

    @property
    def version(self) -> int:
        return self.revision


class CategoryQuestion(Command):
    code: CategoryCode


class ListCategories(Command):
    retired: bool = Field(default=False, description="whether to list those that cannot be reported any more as well")


class GetCategory(CategoryQuestion):
    pass


class PutCategory(CategoryFields, Command):
    """Replaces all fields. Matters that are open get new clocks and colours by what is said here."""

    code: CategoryCode


class RetireCategory(CategoryQuestion):
    pass


class ListCategoryRevisions(PageQuery):
    code: CategoryCode


class Catalogue(View):
    items: list[Category]


class CategoryRevision(View):
    """fields: as they stood from then on. changed: the names of those that were another before."""

    revision: Version
    at: Moment
    by: str = Field(description="the account that changed it, or `system`")
    changed: list[str] = []
    retired: bool = False
    fields: CategoryFields


class CategoryRevisionPage(Page[CategoryRevision]):
    pass


class CatalogueChanged(Event):
    TYPE: ClassVar[str] = "tickets.catalogue.changed.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    code: CategoryCode
    revision: Version
    retired: bool


NO_SUCH_CATEGORY = ErrorCode(
    "tickets.no_such_category", 422, "There is no category {code} in the catalogue.", "事项目录中没有类别“{code}”。"
)
CATEGORY_RETIRED = ErrorCode(
    "tickets.category_retired", 422, "The category {code} is not used any more.", "类别“{code}”已停用。"
)
BAD_SCHEMA = ErrorCode(
    "tickets.bad_schema", 422, "This JSON Schema cannot be used: {reason}.", "该 JSON Schema 不可用：{reason}。"
)
BAD_EXTRA = ErrorCode(
    "tickets.bad_extra_field",
    422,
    "The field {field} is not as the category wants it: {reason}.",
    "字段“{field}”不符合该类别的要求：{reason}。",
)
CATALOGUE_FULL = ErrorCode(
    "tickets.catalogue_full", 422, "The catalogue holds {most} categories at most.", "事项目录最多 {most} 个类别。"
)
KEEPERS = frozenset({Role.DISTRICT_STAFF, Role.OPS})

LIST_CATEGORIES = Op(
    "list_categories", GET("/catalogue"), ListCategories, Catalogue, PUBLIC, "The catalogue: all that can be reported",
    writes=False,
)  # fmt: skip
GET_CATEGORY = Op(
    "get_category", GET("/catalogue/{code}"), GetCategory, Category, PUBLIC, "One category of the catalogue",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
PUT_CATEGORY = Op(
    "put_category", PUT("/catalogue/{code}"), PutCategory, Category, KEEPERS,
    "Add or change a category; a retired one is taken up again", emits=(CatalogueChanged,),
    errors=(BAD_SCHEMA, CATALOGUE_FULL, STALE_VERSION),
)  # fmt: skip
RETIRE_CATEGORY = Op(
    "retire_category", POST("/catalogue/{code}/retire", 200), RetireCategory, Category, KEEPERS,
    "Take a category out of use; matters that have it keep it", emits=(CatalogueChanged,),
    errors=(NOT_FOUND, NOT_ALLOWED_NOW, STALE_VERSION),
)  # fmt: skip
LIST_CATEGORY_REVISIONS = Op(
    "list_category_revisions", GET("/catalogue/{code}/revisions"), ListCategoryRevisions, CategoryRevisionPage,
    frozenset({*STAFF, Role.OPS, Role.AUDITOR}), "Who changed what of a category and when, newest first",
    writes=False, errors=(NOT_FOUND, BAD_CURSOR),
)  # fmt: skip

OPERATIONS = (LIST_CATEGORIES, GET_CATEGORY, PUT_CATEGORY, RETIRE_CATEGORY, LIST_CATEGORY_REVISIONS)
EVENTS = (CatalogueChanged,)
