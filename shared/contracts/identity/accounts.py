"""Accounts: who may sign in, with which roles and areas of duty, and who has changed that."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from shared.contracts.actor import Role
from shared.contracts.identity.words import StaffNumber
from shared.contracts.model import (
    AreaPath,
    Command,
    Event,
    Id,
    Moment,
    Page,
    PageQuery,
    ShortText,
    Value,
    Version,
    View,
    pii,
)
from shared.contracts.operation import GET, POST, PUT, Op
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR

ADMINISTRATORS = frozenset({Role.OPS, Role.DISTRICT_STAFF})


class AccountState(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


class Duties(Value):
    """Roles, and the areas that they are held for."""

    roles: list[Role] = Field(max_length=len(Role))
    areas: list[AreaPath] = Field(default=[], max_length=50)


class CreateStaffAccount(Duties, Command):
    staff_number: StaffNumber
    name: ShortText = pii()


class AccountAction(Command):
    account_id: Id


class SetDuties(Duties, AccountAction):
    """Puts these roles and areas in the place of those that the account has; tokens follow at their next refresh."""


class DisableAccount(AccountAction):
    reason: ShortText


class EnableAccount(AccountAction):
    pass


class ResetAccount(AccountAction):
    """A new initial password; the second factor has to be enrolled anew, and all sessions end."""


class GetAccount(AccountAction):
    pass


class GetAccountHistory(AccountAction):
    pass


class ListAccounts(PageQuery):
    """Accounts with duties; district staff see those within their areas."""

    area: AreaPath | None = Field(None, description="on duty in this area or below it")
    role: Role | None = None
    staff_number: StaffNumber | None = None


class AccountView(Duties, View):
    id: Id
    state: AccountState
    name: str | None = pii(default=None)
    phone: str | None = Field(None, description="masked")
    staff_number: str | None = None
    person: Id | None = Field(None, description="the resident behind it, once admitted")
    home: AreaPath | None = Field(None, description="the grid that the person was admitted to")
    version: Version


class AccountPage(Page[AccountView]):
    pass


class NewStaffAccount(View):
    account: AccountView
    initial_password: str = Field(description="shown this once; the first sign-in asks for another")


class AccountChange(View):
    action: str = Field(examples=["duties_set"])
    at: Moment
    by: str = Field(description="the account that did it, or `system`")
    roles: list[Role] | None = None
    areas: list[AreaPath] | None = None
    reason: str | None = None


class AccountHistory(View):
    items: list[AccountChange] = Field(description="newest first, the last 200")


class AccountOpened(Duties, Event):
    """Somebody can sign in who could not before."""

    TYPE: ClassVar[str] = "identity.account.opened.v1"

    account: Id


class DutiesChanged(Duties, Event):
    TYPE: ClassVar[str] = "identity.duties.changed.v1"

    account: Id
    person: Id | None = None


class AccountDisabled(Event):
    TYPE: ClassVar[str] = "identity.account.disabled.v1"

    account: Id


class AccountEnabled(Event):
    TYPE: ClassVar[str] = "identity.account.enabled.v1"

    account: Id


STAFF_NUMBER_TAKEN = ErrorCode(
    "identity.staff_number_taken",
    409,
    "There is an account for {staff_number} already.",
    "工号 {staff_number} 已有账号。",
)
BEYOND_YOUR_ROLES = ErrorCode(
    "identity.beyond_your_roles", 403, "You may not give or take the role '{role}'.", "您无权授予或收回角色“{role}”。"
)
AREA_NEEDED = ErrorCode(
    "identity.area_needed", 422, "The role '{role}' needs an area of duty.", "角色“{role}”必须指定负责范围。"
)
NOT_STAFF = ErrorCode(
    "identity.not_staff",
    409,
    "This account has no staff number, and so no password.",
    "该账号没有工号，不使用密码登录。",
)
NOT_YOURSELF = ErrorCode(
    "identity.not_yourself", 403, "Nobody changes an account of their own this way.", "不能对本人账号执行此操作。"
)

REACH = (NOT_FOUND, FORBIDDEN, OUTSIDE_AREA, BEYOND_YOUR_ROLES, NOT_YOURSELF, STALE_VERSION)

CREATE_STAFF_ACCOUNT = Op(
    "create_staff_account", POST("/accounts"), CreateStaffAccount, NewStaffAccount, ADMINISTRATORS,
    "Open an account for a member of staff", emits=(AccountOpened, DutiesChanged),
    errors=(STAFF_NUMBER_TAKEN, AREA_NEEDED, *REACH), keeps_reply=False, deadline=10,
)  # fmt: skip
LIST_ACCOUNTS = Op(
    "list_accounts", GET("/accounts"), ListAccounts, AccountPage, ADMINISTRATORS, "Accounts with duties, oldest first",
    writes=False, errors=(BAD_CURSOR, OUTSIDE_AREA),
)  # fmt: skip
GET_ACCOUNT = Op(
    "get_account", GET("/accounts/{account_id}"), GetAccount, AccountView, ADMINISTRATORS, "One account",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
GET_ACCOUNT_HISTORY = Op(
    "get_account_history", GET("/accounts/{account_id}/history"), GetAccountHistory, AccountHistory, ADMINISTRATORS,
    "Who has changed what of an account", writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
SET_DUTIES = Op(
    "set_duties", PUT("/accounts/{account_id}/duties"), SetDuties, AccountView, ADMINISTRATORS,
    "Give and take roles and areas", emits=(DutiesChanged,), errors=(AREA_NEEDED, *REACH),
)  # fmt: skip
DISABLE_ACCOUNT = Op(
    "disable_account", POST("/accounts/{account_id}/disable", 200), DisableAccount, AccountView, ADMINISTRATORS,
    "End all sessions and let nobody sign in", emits=(AccountDisabled,), errors=(NOT_ALLOWED_NOW, *REACH),
)  # fmt: skip
ENABLE_ACCOUNT = Op(
    "enable_account", POST("/accounts/{account_id}/enable", 200), EnableAccount, AccountView, ADMINISTRATORS,
    "Let a disabled account sign in again", emits=(AccountEnabled,), errors=(NOT_ALLOWED_NOW, *REACH),
)  # fmt: skip
RESET_ACCOUNT = Op(
    "reset_account", POST("/accounts/{account_id}/reset", 200), ResetAccount, NewStaffAccount, ADMINISTRATORS,
    "Give a member of staff a new initial password", errors=(NOT_STAFF, *REACH), keeps_reply=False, deadline=10,
)  # fmt: skip

OPERATIONS = (
    CREATE_STAFF_ACCOUNT, LIST_ACCOUNTS, GET_ACCOUNT, GET_ACCOUNT_HISTORY, SET_DUTIES, DISABLE_ACCOUNT, ENABLE_ACCOUNT,
    RESET_ACCOUNT,
)  # fmt: skip
EVENTS = (AccountOpened, DutiesChanged, AccountDisabled, AccountEnabled)
