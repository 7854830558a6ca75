"""Households: those who live together in one dwelling, since when and as what."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import AreaPath, Command, Count, Event, Id, Page, PageQuery, Value, Version, View
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.residents.people import (
    BAD_IDENTITY_NUMBER,
    KNOWN_ALREADY,
    NOT_A_GRID,
    NOT_ADMITTED,
    NOT_LIVING_HERE,
    UNLIKE_PAPER,
    WORKERS,
    Mark,
    PaperNumber,
    PersonMoved,
    PersonName,
    PersonView,
    Phone,
    Sex,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class Relation(StrEnum):
    """To the head of the household."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    CHILD_IN_LAW = "child_in_law"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    OTHER_RELATIVE = "other_relative"
    TENANT = "tenant"
    CARER = "carer"
    OTHER = "other"


class Leaving(StrEnum):
    """What ended a stay."""

    MOVED_OUT = "moved_out"
    MOVED_WITHIN = "moved_within"
    MOVED_AWAY = "moved_away"
    DECEASED = "deceased"
    ERASED = "erased"


BuildingCode = Annotated[
    str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z.\-]{0,39}$"), Field(examples=["150202.001.001.002-B03"])
]
Room = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x20/][^\x00-\x1f/]{0,19}$"), Field(examples=["2-301"])]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]


class DwellingAddress(Value):
    """A building's code and the room in it."""

    building: BuildingCode
    room: Room


class MemberEntry(Value):
    person: Id
    relation: Relation
    since: Day


class RegisterHousehold(Command):
    """Enters a household of people who are registered. Exactly one of them is its head."""

    dwelling: DwellingAddress
    area: AreaPath = Field(description="the grid of the dwelling, in the caller's area of duty")
    members: list[MemberEntry] = Field(min_length=1, max_length=40)


class HouseholdAction(Command):
    household_id: Id


class GetHousehold(HouseholdAction):
    pass


class GetMyHousehold(Command):
    pass


class ListHouseholds(PageQuery):
    area: AreaPath | None = None
    building: BuildingCode | None = None


class MoveIn(HouseholdAction):
    """Somebody who lives in no other household joins this one."""

    person_id: Id
    relation: Relation
    since: Day


class MoveOut(HouseholdAction):
    """Somebody leaves and stays in town. When the head leaves others behind, who is to be head must be named."""

    person_id: Id
    on: Day
    new_head: Id | None = None


class MovePerson(Command):
    """Somebody goes over from one household to another in one step."""

    person_id: Id
    to_household: Id
    relation: Relation
    on: Day
    new_head: Id | None = Field(None, description="of the household that is left, when its head leaves others behind")


class ChangeHead(HouseholdAction):
    """Another member is the head; `former_head_is` says what the former one is to the new one."""

    person_id: Id
    former_head_is: Relation = Relation.OTHER_RELATIVE


class MoveHousehold(HouseholdAction):
    """The whole household goes to another dwelling in town, and with it all members to its grid."""

    dwelling: DwellingAddress
    area: AreaPath


class Departure(StrEnum):
    MOVED_AWAY = "moved_away"
    DECEASED = "deceased"


class CloseFile(Command):
    """Somebody has moved away or died: this ends the stay in the household. A head's successor must be named."""

    person_id: Id
    why: Departure
    on: Day
    new_head: Id | None = None


class MemberView(View):
    person: Id
    name: str = Field(description="masked for those who have no need of it")
    relation: Relation
    since: date
    until: date | None = None
    ended_by: Leaving | None = None


class HouseholdView(View):
    id: Id
    number: str = Field(examples=["150202.001.001.002-B03/2-301/1"])
    dwelling: DwellingAddress
    area: AreaPath
    opened_on: date
    closed_on: date | None = None
    members: list[MemberView]
    former: list[MemberView] = Field(default=[], description="who has belonged to it before")
    version: Version


class HouseholdBrief(View):
    id: Id
    number: str
    dwelling: DwellingAddress
    area: AreaPath
    size: int = Field(description="people who belong to it now")


class HouseholdPage(Page[HouseholdBrief]):
    pass


class LoadedResident(Value):
    role: Relation
    name: PersonName
    sex: Sex
    birth_date: Day
    identity_number: PaperNumber
    phone: Phone | None = None


class LoadedHousehold(Value):
    """The first member is the head."""

    building: BuildingCode
    grid: AreaPath
    dwelling: Room
    moved_in: Day
    members: list[LoadedResident] = Field(min_length=1, max_length=40)


class LoadHouseholds(Command):
    """A batch is taken whole or refused. A dwelling in which a household lives already is passed over."""

    households: list[LoadedHousehold] = Field(min_length=1, max_length=500)


class LoadedView(View):
    households: Count
    people: Count
    known: Count = Field(description="households passed over, because they were there")


class LoadedMember(Value):
    person: Id
    birth_date: date
    marks: list[Mark] = []


class HouseholdLoaded(Value):
    household: Id
    area: AreaPath
    head: Id
    members: list[LoadedMember]


class HouseholdsLoaded(Event):
    """Households were taken over from a register, many at once."""

    TYPE: ClassVar[str] = "residents.households.loaded.v1"

    households: list[HouseholdLoaded]


class HouseholdChanged(Event):
    """A household is new, or its head, members or dwelling are others. `members` is who lives there now."""

    TYPE: ClassVar[str] = "residents.household.changed.v1"

    household: Id
    area: AreaPath
    head: Id | None = None
    members: list[Id] = []


NO_HOUSEHOLD = ErrorCode(
    "residents.no_household",
    422,
    "No household is registered in this dwelling; its head registers first.",
    "该住址尚未登记住户，请由户主先行登记。",
)
HEADLESS = ErrorCode(
    "residents.headless",
    409,
    "A household must have exactly one head; name who it is to be.",
    "一户必须且只能有一位户主，请指定户主。",
)
IN_ANOTHER_HOUSEHOLD = ErrorCode(
    "residents.in_another_household",
    409,
    "This person lives in another household; move them out of it first.",
    "该居民仍在其他住户名下，请先办理迁出。",
)
NOT_A_MEMBER = ErrorCode(
    "residents.not_a_member", 422, "This person does not belong to the household.", "该居民不是本户成员。"
)
STAYS_OVERLAP = ErrorCode(
    "residents.stays_overlap",
    409,
    "The stay would begin before an earlier one ended ({until}).",
    "入住日期早于上一段居住的结束日期（{until}）。",
)
ENDS_BEFORE_IT_BEGINS = ErrorCode(
    "residents.ends_before_it_begins", 422, "The stay began on {since}.", "该段居住始于 {since}，结束日期不能更早。"
)
NOT_YET = ErrorCode("residents.not_yet", 422, "This day has not come yet.", "日期尚未到来。")
DWELLING_TAKEN = ErrorCode(
    "residents.dwelling_taken", 409, "Another household lives in this dwelling.", "该住址已有其他住户。"
)
HOUSEHOLD_CLOSED = ErrorCode(
    "residents.household_closed", 409, "Nobody lives in this household any more.", "该户已无成员，已注销。"
)
NAMED_TWICE = ErrorCode("residents.named_twice", 422, "This person is named twice.", "同一人重复出现。")

MOVES = (PersonMoved, HouseholdChanged)
ACTION_ERRORS = (NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, HOUSEHOLD_CLOSED)
STAY_ERRORS = (NOT_A_MEMBER, HEADLESS, ENDS_BEFORE_IT_BEGINS, NOT_YET)
ENTRY_ERRORS = (IN_ANOTHER_HOUSEHOLD, STAYS_OVERLAP, HEADLESS, NOT_LIVING_HERE, NOT_YET)

REGISTER_HOUSEHOLD = Op(
    "register_household", POST("/households"), RegisterHousehold, HouseholdView, WORKERS, "Enter a household",
    emits=MOVES, errors=(NOT_FOUND, OUTSIDE_AREA, NOT_A_GRID, DWELLING_TAKEN, NAMED_TWICE, *ENTRY_ERRORS),
)  # fmt: skip
GET_HOUSEHOLD = Op(
    "get_household", GET("/households/{household_id}"), GetHousehold, HouseholdView, frozenset({Role.RESIDENT, *STAFF}),
    "One household with its members, now and before", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
GET_MY_HOUSEHOLD = Op(
    "get_my_household", GET("/me/household"), GetMyHousehold, HouseholdView, frozenset({Role.RESIDENT}),
    "The household that I belong to", writes=False, errors=(NOT_ADMITTED, NOT_FOUND),
)  # fmt: skip
LIST_HOUSEHOLDS = Op(
    "list_households", GET("/households"), ListHouseholds, HouseholdPage, STAFF, "Households of my areas of duty",
    writes=False, errors=(BAD_CURSOR, OUTSIDE_AREA),
)  # fmt: skip
MOVE_IN = Op(
    "move_in", POST("/households/{household_id}/members", 200), MoveIn, HouseholdView, WORKERS,
    "Take somebody into a household", emits=MOVES, errors=(*ACTION_ERRORS, *ENTRY_ERRORS),
)  # fmt: skip
MOVE_OUT = Op(
    "move_out", POST("/households/{household_id}/leave", 200), MoveOut, HouseholdView, WORKERS,
    "End somebody's stay in a household", emits=MOVES, errors=(*ACTION_ERRORS, *STAY_ERRORS),
)  # fmt: skip
MOVE_PERSON = Op(
    "move_person", POST("/people/{person_id}/move", 200), MovePerson, HouseholdView, WORKERS,
    "Move somebody from one household to another", emits=MOVES,
    errors=(*ACTION_ERRORS, *STAY_ERRORS, STAYS_OVERLAP, NOT_LIVING_HERE),
)  # fmt: skip
CHANGE_HEAD = Op(
    "change_head", PUT("/households/{household_id}/head"), ChangeHead, HouseholdView, WORKERS,
    "Make another member the head", emits=(HouseholdChanged,), errors=(*ACTION_ERRORS, NOT_A_MEMBER),
)  # fmt: skip
MOVE_HOUSEHOLD = Op(
    "move_household", PUT("/households/{household_id}/dwelling"), MoveHousehold, HouseholdView, WORKERS,
    "Move a household to another dwelling", emits=MOVES, errors=(*ACTION_ERRORS, NOT_A_GRID, DWELLING_TAKEN),
)  # fmt: skip
CLOSE_FILE = Op(
    "close_file", POST("/people/{person_id}/close", 200), CloseFile, PersonView, WORKERS,
    "Say that somebody has moved away or died", emits=MOVES, errors=(NOT_FOUND, STALE_VERSION, NOT_LIVING_HERE, *STAY_ERRORS),
)  # fmt: skip
LOAD_HOUSEHOLDS = Op(
    "load_households", None, LoadHouseholds, LoadedView, frozenset({Role.OPS}), "Take households over from a register",
    emits=(HouseholdsLoaded,),
    errors=(NOT_A_GRID, BAD_IDENTITY_NUMBER, UNLIKE_PAPER, KNOWN_ALREADY, HEADLESS, NAMED_TWICE), deadline=60,
)  # fmt: skip

OPERATIONS = (
    REGISTER_HOUSEHOLD, GET_HOUSEHOLD, GET_MY_HOUSEHOLD, LIST_HOUSEHOLDS, MOVE_IN, MOVE_OUT, MOVE_PERSON, CHANGE_HEAD,
    MOVE_HOUSEHOLD, CLOSE_FILE, LOAD_HOUSEHOLDS,
)  # fmt: skip
EVENTS = (HouseholdChanged, HouseholdsLoaded)
