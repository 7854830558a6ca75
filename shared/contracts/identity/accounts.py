"""Accounts: who may sign in, with which roles and areas of duty."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from shared.contracts.actor import Role
from shared.contracts.model import AreaPath, Event, Id, Value, Version, View


class AccountState(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


class Duties(Value):
    """Roles, and the areas that they are held for."""

    roles: list[Role] = Field(max_length=len(Role))
    areas: list[AreaPath] = Field(default=[], max_length=50)


class AccountView(Duties, View):
    id: Id
    state: AccountState
    name: str | None = None
    phone: str | None = Field(None, description="masked")
    staff_number: str | None = None
    person: Id | None = Field(None, description="the resident behind it, once admitted")
    home: AreaPath | None = Field(None, description="the grid that the person lives in")
    version: Version


class AccountOpened(Duties, Event):
    """Somebody can sign in who could not before."""

    TYPE: ClassVar[str] = "identity.account.opened.v1"

    account: Id
