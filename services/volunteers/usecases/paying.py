"""Minutes that one side pays another: held, then captured or released, or given at once, or taken back.

Between communities a payment goes through both clearing accounts: the payer's community takes the minutes and owes
them, the payee's gives them and is owed. So each community's own accounts always sum up to zero.
"""

from datetime import date, datetime
from typing import Any

from services.volunteers.domain.clearing import Claim, clearing_name, counting_day, crossing, refuse_over_limit
from services.volunteers.domain.time_bank import Side
from shared.contracts.ledger import Leg, move
from shared.contracts.volunteers.clearing import ClaimKind


def hold_minutes(
    store: Any, key: str, payer: Side, payee: Side, minutes: int, *, expires_at: datetime, kind: ClaimKind, reason: str
) -> None:
    """Between communities refused when the payer's would come to owe more than it may."""
    target = payee.account
    if over := crossing(payer, payee):
        clearing = _within_limit(store, over, minutes)
        clearing.promised += minutes
        store.save(clearing)
        store.add_claim(key, kind, Claim(*over, minutes), payee=target)
        target = clearing_name(over[0])
    store.book.hold(key=key, amount=minutes, source=payer.account, target=target, expires_at=expires_at, reason=reason)


def capture_minutes(store: Any, key: str, minutes: int) -> str:
    """All or a part of what is held; gives the name of the entry, by which it can be taken back."""
    entry = store.book.capture(key, minutes)
    if claim := store.find_claim(key):
        clearing = store.clearing_of(claim.debtor)
        clearing.promised -= claim.minutes
        store.save(clearing)
        legs = move(minutes, clearing_name(claim.creditor), claim.payee)
        store.book.transfer(key=_paid(key), legs=legs, reason=entry.reason)
        store.count_claim(claim, minutes, _day(store, clearing))
    return entry.id


def release_minutes(store: Any, key: str, reason: str) -> None:
    store.book.release(key, reason)
    if claim := store.find_claim(key):
        clearing = store.clearing_of(claim.debtor)
        clearing.promised -= claim.minutes
        store.save(clearing)
        store.drop_claim(claim)


def give_minutes(store: Any, key: str, payer: Side, payee: Side, minutes: int, *, kind: ClaimKind, reason: str) -> None:
    if over := crossing(payer, payee):
        clearing = _within_limit(store, over, minutes)
        legs = (
            Leg(payer.account, -minutes),
            Leg(clearing_name(over[0]), minutes),
            Leg(clearing_name(over[1]), -minutes),
            Leg(payee.account, minutes),
        )
        store.save(clearing)
        store.add_claim(key, kind, Claim(*over, minutes), day=_day(store, clearing))
    else:
        legs = move(minutes, payer.account, payee.account)
    store.book.transfer(key=key, legs=legs, reason=reason)


def take_back_minutes(store: Any, key: str, entry: str, payer: Side, payee: Side, reason: str) -> None:
    """New entries that name the old ones. What is netted stays: the correction counts to the day on which it is made.

    `payer` and `payee` are where they were when it was paid. Whoever has moved since carried the hours along, so the
    communities make that up among themselves.
    """
    paid, claim = entry, store.find_claim(key)
    if claim is not None:
        if claim.payee is not None:
            paid = _paid(key)
            store.book.reverse(paid, reason)
        clearing = store.clearing_of(claim.creditor)
        store.save(clearing)
        back = Claim(claim.creditor, claim.debtor, claim.minutes)
        store.add_claim(f"{key}:reversed", ClaimKind.CORRECTION, back, day=_day(store, clearing))
    store.book.reverse(entry, reason)
    given, got = store.book.get_entry(entry).amount(payer.account), store.book.get_entry(paid).amount(payee.account)
    for side, who, minutes in ((payer, "payer", -given), (payee, "payee", -got)):
        now = Side(side.account, store.area_of(side))
        old, new = (side, now) if minutes > 0 else (now, side)
        carry_over(store, f"{key}:reversed:{who}", old, new, abs(minutes), ClaimKind.CORRECTION)


def carry_over(store: Any, key: str, old: Side, new: Side, minutes: int, kind: ClaimKind = ClaimKind.MOVE) -> None:
    """Who moves takes the hours along, and the old community owes them to the new one; nobody is kept from moving."""
    over = crossing(old, new)
    if over is None or not minutes:
        return
    clearing = store.clearing_of(over[0])
    store.clearing_of(over[1])
    store.save(clearing)
    legs = move(minutes, clearing_name(over[1]), clearing_name(over[0]))
    store.book.transfer(key=key, legs=legs, reason="moved")
    store.add_claim(key, kind, Claim(*over, minutes), day=_day(store, clearing))


def _within_limit(store: Any, over: tuple[str, str], minutes: int) -> Any:
    """The debtor's clearing; whoever changes what it owes or has promised saves it, so that they wait for each other."""
    clearing = store.clearing_of(over[0])
    store.clearing_of(over[1])
    refuse_over_limit(store.owes(over[0]), clearing.promised, store.debt_limit(over[0]), minutes)
    return clearing


def _day(store: Any, clearing: Any) -> date:
    through = clearing.netted_through
    return counting_day(store.now, None if through is None else date.fromisoformat(through))


def _paid(key: str) -> str:
    return f"{key}:paid"
