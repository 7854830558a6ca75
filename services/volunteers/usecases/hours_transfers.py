"""Hours given without a visit: donations, grants of a pool, hours that a fund vouches for; and taking them back."""

from typing import Any

from services.volunteers.domain.time_bank import Side, community_of, fund_name, hours_name, pool_name, refuse_own
from services.volunteers.usecases.help_visits import refuse_unknown_request
from services.volunteers.usecases.paying import give_minutes, take_back_minutes
from services.volunteers.usecases.time_bank import duty_in, leave_to_pool, open_pool, pool_view
from shared.contracts.actor import STAFF, Actor, Role
from shared.contracts.ledger import ALREADY_REVERSED, Unit, move
from shared.contracts.volunteers.clearing import ClaimKind
from shared.contracts.volunteers.hours_transfers import (
    GetHoursTransfer,
    HoursTransferKind,
    HoursTransferPage,
    HoursTransferReversed,
    HoursTransferView,
    ListHoursTransfers,
    ReverseHoursTransfer,
)
from shared.contracts.volunteers.time_bank import (
    FUNDERS,
    DonateHours,
    DonationView,
    FundPool,
    GrantHours,
    HoursAccountView,
    HoursDonated,
    PoolFunded,
    PoolView,
)
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor


def donate_hours(store: Any, actor: Actor, command: DonateHours) -> DonationView:
    giver = store.own_hours(actor.account, actor.person)
    if command.request is not None:
        refuse_unknown_request(store, command.request, giver)
    taker = None if command.to is None else store.get_hours(command.to, "/to")
    to_area = giver.area if taker is None else taker.area
    donation = store.record_transfer(
        HoursTransferKind.DONATION, community_of(giver.area), community_of(to_area), command.minutes,
        payer=giver.id, payee=command.to, help=command.help, request=command.request,
    )  # fmt: skip
    target = pool_name(giver.area) if taker is None else hours_name(taker.id)
    give_minutes(
        store, key_of(donation), Side(hours_name(giver.id), giver.area), Side(target, to_area), command.minutes,
        kind=ClaimKind.GIFT, reason="donation",
    )  # fmt: skip
    if taker is not None:
        store.keep_in_place(taker)
    news = HoursDonated(area=donation.area, minutes=command.minutes, to_pool=taker is None)
    store.announce(news, subject=donation.id, version=donation.version, area=news.area)
    left = store.book.balance(hours_name(giver.id)).available
    return DonationView(id=donation.id, minutes=command.minutes, to=command.to, available=left)


def fund_pool(store: Any, actor: Actor, command: FundPool) -> PoolView:
    area = duty_in(actor, command.area)
    pool, fund = open_pool(store, area), fund_name(area)
    store.book.open_account(fund, Unit.MINUTE, floor=None)
    funding = store.record_transfer(
        HoursTransferKind.FUNDING, area, area, command.minutes, reason=command.fund, by=actor.account
    )
    store.book.transfer(key=key_of(funding), legs=move(command.minutes, fund, pool), reason="funding")
    news = PoolFunded(area=area, minutes=command.minutes, fund=command.fund)
    store.announce(news, subject=funding.id, version=funding.version, area=area)
    return pool_view(store, area)


def grant_hours(store: Any, actor: Actor, command: GrantHours) -> HoursAccountView:
    area = duty_in(actor, command.area)
    hours = store.get_hours(command.to, "/to")
    if not actor.covers(hours.area):
        raise NOT_FOUND("/to", what="account of hours")
    refuse_own(actor, hours)
    grant = store.record_transfer(
        HoursTransferKind.GRANT, area, community_of(hours.area), command.minutes, reason=command.reason,
        payee=hours.id, by=actor.account,
    )  # fmt: skip
    give_minutes(
        store, key_of(grant), Side(pool_name(area), area), Side(hours_name(hours.id), hours.area), command.minutes,
        kind=ClaimKind.GRANT, reason="grant",
    )  # fmt: skip
    store.keep_in_place(hours)
    return store.hours_account_view(hours)


def list_hours_transfers(store: Any, actor: Actor, command: ListHoursTransfers) -> HoursTransferPage:
    if command.area is not None and not _reads(actor, command.area):
        raise OUTSIDE_AREA("/area")
    found = store.find_hours_transfers(
        hours=None if command.area else store.own_hours(actor.account, actor.person).id,
        area=command.area, kind=command.kind, limit=command.limit + 1,
        before=decode_cursor(command.cursor, str)[0] if command.cursor is not None else None,
    )  # fmt: skip
    shown, said = found[: command.limit], _is_told(actor, command.area is None)
    return HoursTransferPage(
        items=[store.hours_transfer_view(transfer, said) for transfer in shown],
        next=encode_cursor(shown[-1].id) if len(found) > command.limit else None,
    )


def get_hours_transfer(store: Any, actor: Actor, command: GetHoursTransfer) -> HoursTransferView:
    transfer = store.get_hours_transfer(command.transfer_id)
    store.refuse_stale(transfer.version)
    mine = _is_side(store, actor, transfer)
    if not (mine or _reads(actor, transfer.area) or _reads(actor, transfer.to_area)):
        raise NOT_FOUND("/transfer_id", what="transfer of hours")
    return store.hours_transfer_view(transfer, _is_told(actor, mine))


def reverse_hours_transfer(store: Any, actor: Actor, command: ReverseHoursTransfer) -> HoursTransferView:
    """By staff of the community whose hours they were, who takes no part. What was spent since cannot go back."""
    transfer = store.get_hours_transfer(command.transfer_id)
    if not _in_duty(actor, transfer.area):
        raise NOT_FOUND("/transfer_id", what="transfer of hours")
    if transfer.kind is HoursTransferKind.FUNDING and not actor.has(*FUNDERS):
        raise FORBIDDEN("/transfer_id", action="reverse_hours_transfer")
    store.refuse_stale(transfer.version)
    payer, payee = (store.find_hours(side) for side in (transfer.payer, transfer.payee))
    for side in (payer, payee):
        if side is not None:
            refuse_own(actor, side)
    if transfer.reversed_at is not None:
        raise ALREADY_REVERSED("/transfer_id")
    key = key_of(transfer)
    take_back_minutes(
        store, key, key, Side(_account(transfer, payer), transfer.area), Side(_account(transfer, payee), transfer.to_area),
        "reversed",
    )  # fmt: skip
    if payer is not None and payer.forgotten:
        leave_to_pool(store, f"{key}:forgotten", payer)
    store.record_return(transfer, command.grounds, actor.account)
    news = HoursTransferReversed(area=transfer.area, kind=transfer.kind, minutes=transfer.minutes)
    store.announce(news, subject=transfer.id, version=transfer.version, area=transfer.area)
    return store.hours_transfer_view(transfer)


def key_of(transfer: Any) -> str:
    return f"{transfer.kind}:{transfer.id}"


def _account(transfer: Any, hours: Any | None) -> str:
    """A person's, or that of the pool, which stays where it is."""
    return pool_name(transfer.area) if hours is None else hours_name(hours.id)


def _is_side(store: Any, actor: Actor, transfer: Any) -> bool:
    mine = store.find_hours_of(actor.account, actor.person)
    return mine is not None and mine.id in (transfer.payer, transfer.payee)


def _reads(actor: Actor, area: str) -> bool:
    return actor.has(*STAFF, Role.AUDITOR) and actor.covers(area)


def _is_told(actor: Actor, mine: bool) -> bool:
    """Auditors see what was booked, and not what was said about somebody."""
    return mine or actor.has(*STAFF)


def _in_duty(actor: Actor, area: str) -> bool:
    return actor.has(*STAFF) and actor.covers(area)
