"""Accounts of hours: opening, moving, looking, forgetting; statements; what a pool holds."""

from typing import Any

from pydantic import ValidationError

from services.volunteers.domain import help_visits as rules
from services.volunteers.domain.time_bank import (
    Side,
    community_of,
    hours_name,
    month_of,
    pool_name,
    refuse_own,
)
from services.volunteers.usecases.goods_for_hours import forget_reservations
from services.volunteers.usecases.paying import carry_over, release_minutes
from shared.contracts.actor import Actor
from shared.contracts.ledger import ACCOUNT_UNKNOWN, Statement, Unit, move
from shared.contracts.volunteers.help_visits import HelpVisitState
from shared.contracts.volunteers.time_bank import (
    CAP,
    HOURS_ENGAGED,
    NOT_A_STATEMENT,
    CheckHoursStatement,
    GetHours,
    GetHoursStatement,
    HoursAccountView,
    HoursLinePage,
    ListHoursLines,
    MarkPriority,
    OpenHours,
    OpenHoursFor,
    PoolView,
    ShowHours,
    ShowPool,
    ShowStatementKey,
    StatementCheck,
    StatementKeyView,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, Refusal
from shared.kernel.paging import decode_cursor, encode_cursor


def open_hours(store: Any, actor: Actor, command: OpenHours) -> HoursAccountView:
    hours = store.find_hours_of(actor.account, actor.person)
    if hours is None:
        return store.hours_account_view(opened(store, actor.account, actor.person, command.area))
    store.refuse_stale(hours.version)
    hours.account, hours.person = hours.account or actor.account, hours.person or actor.person
    if community_of(command.area) != community_of(hours.area):
        refuse_engaged(store, hours)
        hours.priority = False  # the next community judges by itself whom its pool pays for
        pool = open_pool(store, command.area)
        key = f"{hours_name(hours.id)}:moved:{hours.version}"
        store.book.change_terms(key, hours_name(hours.id), floor=0, cap=CAP, overflow=pool, reason="moved")
        old, new = (Side(hours_name(hours.id), area) for area in (hours.area, command.area))
        carry_over(store, f"{key}:carried", old, new, store.book.balance(old.account).balance)
    store.place_hours(hours, command.area)
    store.save(hours)
    return store.hours_account_view(hours)


def open_hours_for(store: Any, actor: Actor, command: OpenHoursFor) -> HoursAccountView:
    """Opened again it is the same account; that of somebody elsewhere stays where it is, and is not shown."""
    if not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    hours = store.find_hours_of(None, command.person) or opened(store, None, command.person, command.area)
    if not actor.covers(hours.area):
        raise OUTSIDE_AREA("/person")
    return store.hours_account_view(hours)


def show_hours(store: Any, actor: Actor, _command: ShowHours) -> HoursAccountView:
    hours = store.own_hours(actor.account, actor.person)
    store.refuse_stale(hours.version)
    return store.hours_account_view(hours)


def list_hours_lines(store: Any, actor: Actor, command: ListHoursLines) -> HoursLinePage:
    hours = store.own_hours(actor.account, actor.person)
    before = decode_cursor(command.cursor, int)[0] if command.cursor is not None else None
    lines = store.book.lines(hours_name(hours.id), before, command.limit)
    more = bool(lines) and lines[-1].number > 1
    return HoursLinePage(items=lines, next=encode_cursor(lines[-1].number) if more else None)


def get_hours_statement(store: Any, actor: Actor, command: GetHoursStatement) -> Statement:
    since, until = month_of(command.year, command.month, store.now)
    hours = store.own_hours(actor.account, actor.person)
    return store.book.statement(hours_name(hours.id), since, until)


def check_hours_statement(store: Any, _actor: Actor, command: CheckHoursStatement) -> StatementCheck:
    try:
        statement = Statement.model_validate_json(command.text)
        return StatementCheck(genuine=store.book.confirms(statement))
    except (ValidationError, OverflowError) as error:  # a time near the ends of the calendar has no place in UTC
        raise NOT_A_STATEMENT("/text") from error


def show_statement_key(store: Any, _actor: Actor, _command: ShowStatementKey) -> StatementKeyView:
    return StatementKeyView(book=store.book.name, key=store.book.public_key)


def get_hours(store: Any, actor: Actor, command: GetHours) -> HoursAccountView:
    return store.hours_account_view(seen_by_staff(store, actor, command.hours_id))


def mark_priority(store: Any, actor: Actor, command: MarkPriority) -> HoursAccountView:
    hours = seen_by_staff(store, actor, command.hours_id)
    refuse_own(actor, hours)
    hours.priority, hours.priority_by, hours.priority_reason = command.priority, actor.account, command.reason
    store.save(hours)
    return store.hours_account_view(hours)


def show_pool(store: Any, _actor: Actor, command: ShowPool) -> PoolView:
    try:
        return pool_view(store, command.area)
    except Refusal as refusal:
        if refusal.reason is ACCOUNT_UNKNOWN:
            raise NOT_FOUND("/area", what="pool") from refusal
        raise


def opened(store: Any, account: str | None, person: str | None, area: str) -> Any:
    """A new account of hours, with the pool of its community behind it."""
    pool = open_pool(store, area)
    hours = store.new_hours(account, person, area)
    store.save(hours)
    store.book.open_account(hours_name(hours.id), Unit.MINUTE, floor=0, cap=CAP, overflow=pool)
    return hours


def refuse_engaged(store: Any, hours: Any) -> None:
    """Whom the community pays or is paid for has to be settled while the account stands before its clearing."""
    if store.book.balance(hours_name(hours.id)).held or store.has_open_visits(hours.id):
        raise HOURS_ENGAGED("/area")


def open_pool(store: Any, area: str) -> str:
    pool = pool_name(area)
    store.book.open_account(pool, Unit.MINUTE, floor=0)
    return pool


def seen_by_staff(store: Any, actor: Actor, hours_id: str) -> Any:
    hours = store.get_hours(hours_id)
    if not actor.covers(hours.area):
        raise NOT_FOUND("/hours_id", what="account of hours")
    store.refuse_stale(hours.version)
    return hours


def duty_in(actor: Actor, area: str) -> str:
    """The community of the area, when the actor is on duty for all of it."""
    community = community_of(area)
    if not actor.covers(community):
        raise OUTSIDE_AREA("/area")
    return community


def leave_to_pool(store: Any, key: str, hours: Any) -> None:
    """What a forgotten person has left, or gets back later."""
    name = hours_name(hours.id)
    if left := store.book.balance(name).available:
        store.book.transfer(key=key, legs=move(left, name, pool_name(hours.area)), reason="forgotten")


def pool_view(store: Any, area: str) -> PoolView:
    now = store.book.balance(pool_name(area))
    return PoolView(area=community_of(area), minutes=now.balance, held=now.held, available=now.available)


def forget_hours(store: Any, account: str, person: str) -> None:
    """Visits under way end, what is left goes to the pool, and nothing leads from the book to the person any more."""
    hours = store.find_hours_of(account, person)
    if hours is None:
        return
    for visit in store.help_visits_of(hours.id):
        if visit.state in rules.OPEN:
            release_minutes(store, f"visit:{visit.id}", "forgotten")
            visit.state, visit.due_at = HelpVisitState.CANCELLED, None
        store.forget_words(visit)
        store.save(visit)
    forget_reservations(store, hours.id)
    store.forget_transfers(hours.id)
    name = hours_name(hours.id)
    leave_to_pool(store, f"{name}:forgotten", hours)
    hours.account = hours.person = hours.priority_reason = None
    store.save(hours)
