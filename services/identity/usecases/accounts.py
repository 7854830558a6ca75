"""Administration of accounts: open, give duties, disable, reset; and what follows from residents' events."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from services.identity.domain.authority import OPS_ONLY, refuse_areas, refuse_beyond, refuse_own, sees
from services.identity.domain.standing import ADMINISTRATOR, STANDING
from services.identity.usecases.steps import initial_password
from shared.contracts.actor import Actor, Role
from shared.contracts.call import Answer, Call
from shared.contracts.identity.accounts import (
    NOT_STAFF,
    STAFF_NUMBER_TAKEN,
    AccountAction,
    AccountDisabled,
    AccountEnabled,
    AccountHistory,
    AccountOpened,
    AccountPage,
    AccountView,
    CreateStaffAccount,
    DisableAccount,
    DutiesChanged,
    EnableAccount,
    GetAccount,
    GetAccountHistory,
    ListAccounts,
    NewStaffAccount,
    ResetAccount,
    SetDuties,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor


def create_staff_account(database: Any, passwords: Any, call: Call) -> Answer:
    password = initial_password()
    return database.perform(call, partial(open_staff, password=password, password_hash=passwords.hash(password)))


def open_staff(
    store: Any, actor: Actor, command: CreateStaffAccount, password: str, password_hash: str
) -> NewStaffAccount:
    refuse_areas(command.roles, command.areas)
    refuse_beyond(actor, command.roles, command.areas)
    if store.find_account_by_staff_number(command.staff_number) is not None:
        raise STAFF_NUMBER_TAKEN("/staff_number", staff_number=command.staff_number)
    account = opened(
        store, actor.account, command.staff_number, command.name, command.roles, command.areas, password_hash
    )
    return NewStaffAccount(account=store.account_view(account), initial_password=password)


def opened(
    store: Any, by: str, staff_number: str, name: str, roles: Iterable[Role], areas: Iterable[str],
    password_hash: str | None, staff_version: int | None = None,
) -> Any:  # fmt: skip
    account = store.new_account(
        staff_number=staff_number, name=name, roles=sorted(set(roles)), areas=sorted(set(areas)),
        password_hash=password_hash, staff_version=staff_version,
    )  # fmt: skip
    store.save(account)
    store.record(account, "opened", by, roles=account.roles, areas=account.areas)
    announce(store, account, AccountOpened(account=account.id, roles=account.roles, areas=account.areas))
    return account


def reset_account(database: Any, passwords: Any, call: Call) -> Answer:
    password = initial_password()
    return database.perform(call, partial(put_initial, password=password, password_hash=passwords.hash(password)))


def put_initial(store: Any, actor: Actor, command: ResetAccount, password: str, password_hash: str) -> NewStaffAccount:
    account = within_reach(store, actor, command)
    if account.staff_number is None:
        raise NOT_STAFF()
    account.password_hash, account.enrolled, account.backup_prints = password_hash, False, []
    account.totp_sealed = account.totp_step = account.ticket_print = account.ticket_until = None
    store.save(account)
    store.end_sessions(account.id)
    store.forget_attempts(account.staff_number)
    store.record(account, "reset", actor.account)
    return NewStaffAccount(account=store.account_view(account), initial_password=password)


def set_duties(store: Any, actor: Actor, command: SetDuties) -> AccountView:
    """A resident stays one; what is taken away has to be in the actor's hands as much as what is given."""
    account = within_reach(store, actor, command)
    refuse_areas(command.roles, command.areas)
    refuse_beyond(actor, set(command.roles) ^ set(account.roles), set(command.areas) ^ set(account.areas))
    put_duties(store, account, actor.account, {*command.roles, *kept_roles(account)}, command.areas)
    return store.account_view(account)


def put_duties(store: Any, account: Any, by: str, roles: Iterable[Role], areas: Iterable[str]) -> None:
    account.roles, account.areas = sorted(set(roles)), sorted(set(areas))
    store.save(account)
    store.record(account, "duties_set", by, roles=account.roles, areas=account.areas)
    announce(
        store, account,
        DutiesChanged(account=account.id, person=account.person, roles=account.roles, areas=account.areas),
    )  # fmt: skip


def disable_account(store: Any, actor: Actor, command: DisableAccount) -> AccountView:
    account = within_reach(store, actor, command)
    account.state = STANDING.decide(account.state, "disable", ADMINISTRATOR).target
    store.save(account)
    store.end_sessions(account.id)
    store.record(account, "disabled", actor.account, reason=command.reason)
    announce(store, account, AccountDisabled(account=account.id))
    return store.account_view(account)


def enable_account(store: Any, actor: Actor, command: EnableAccount) -> AccountView:
    account = within_reach(store, actor, command)
    account.state = STANDING.decide(account.state, "enable", ADMINISTRATOR).target
    store.save(account)
    store.record(account, "enabled", actor.account)
    announce(store, account, AccountEnabled(account=account.id))
    return store.account_view(account)


def get_account(store: Any, actor: Actor, command: GetAccount) -> AccountView:
    return store.account_view(visible(store, actor, command))


def get_account_history(store: Any, actor: Actor, command: GetAccountHistory) -> AccountHistory:
    return store.history(visible(store, actor, command).id)


def list_accounts(store: Any, actor: Actor, command: ListAccounts) -> AccountPage:
    everywhere = actor.has(Role.OPS)
    if command.area is not None and not everywhere and not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    found = store.find_accounts(
        areas=(command.area,) if command.area else None if everywhere else actor.areas,
        role=command.role, staff_number=command.staff_number,
        after=decode_cursor(command.cursor, str)[0] if command.cursor else None, limit=command.limit + 1,
    )  # fmt: skip
    shown = found[: command.limit]
    return AccountPage(
        items=[store.account_view(account) for account in shown],
        next=encode_cursor(shown[-1].id) if len(found) > command.limit else None,
    )


def visible(store: Any, actor: Actor, command: AccountAction) -> Any:
    account = store.get_account(command.account_id)
    if not sees(actor, account.areas):
        raise NOT_FOUND("/account_id", what="account")
    return account


def within_reach(store: Any, actor: Actor, command: AccountAction) -> Any:
    """The account, when this actor may change it: not his own, none with roles or areas beyond his."""
    account = store.get_account(command.account_id)
    refuse_own(actor, account.id)
    refuse_beyond(actor, OPS_ONLY.intersection(account.roles), account.areas)
    store.refuse_stale(account.version)
    return account


def kept_roles(account: Any) -> set[Role]:
    return {Role.RESIDENT}.intersection(account.roles)


def announce(store: Any, account: Any, event: Any) -> None:
    store.announce(event, subject=account.id, version=account.version, area=None)
