"""Netting what communities owe each other, their statements, and how much they may owe."""

from datetime import date
from typing import Any

from services.volunteers.domain.clearing import Claim, last_day_over, net_legs, netted, positions, refuse_open_day
from services.volunteers.domain.time_bank import community_of
from shared.contracts.actor import Actor
from shared.contracts.volunteers.clearing import (
    ClaimPage,
    ClearingDayView,
    ClearingNetted,
    ClearingPage,
    ClearingRunView,
    ClearingTermsView,
    ClearingView,
    GetClearingDay,
    ListClaims,
    ListClearing,
    PairStatement,
    RunClearing,
    SetClearingTerms,
    ShowClearing,
)
from shared.kernel.errors import OUTSIDE_AREA
from shared.kernel.paging import decode_cursor, encode_cursor


def set_clearing_terms(store: Any, actor: Actor, command: SetClearingTerms) -> ClearingTermsView:
    if not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    return store.clearing_terms_view(store.put_clearing_terms(command.area, command.limit, actor.account))


def show_clearing(store: Any, actor: Actor, command: ShowClearing) -> ClearingView:
    community = _of_duty(actor, command.area)
    return store.clearing_view(community, store.find_clearing(community))


def list_clearing(store: Any, actor: Actor, command: ListClearing) -> ClearingPage:
    if not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    found = store.find_clearings(command.area, _after(command), command.limit + 1)
    shown = found[: command.limit]
    return ClearingPage(
        items=[store.clearing_view(each.id, each) for each in shown],
        next=encode_cursor(shown[-1].id) if len(found) > command.limit else None,
    )


def get_clearing_day(store: Any, actor: Actor, command: GetClearingDay) -> ClearingDayView:
    community = _of_duty(actor, command.area)
    settled = store.nets_of(community, command.day)
    still_open = store.open_nets_of(community, command.day)
    opening = store.position_before(community, command.day)
    closing = opening + positions(pair for pair, _ in settled).get(community, 0)
    pairs = [
        PairStatement(
            area=pair.other(community), owed=pair.owed_by(community), due=pair.due_to(community),
            net=pair.due_to(community) - pair.owed_by(community), claims=pair.claims, entry=entry,
        )
        for pair, entry in [*settled, *((pair, None) for pair in still_open)]
    ]  # fmt: skip
    return ClearingDayView(
        area=community, day=command.day, over=command.day <= last_day_over(store.now) and not still_open,
        opening=opening, owed=sum(pair.owed for pair in pairs), due=sum(pair.due for pair in pairs),
        net=closing - opening, closing=closing, pairs=sorted(pairs, key=lambda pair: pair.area),
    )  # fmt: skip


def list_claims(store: Any, actor: Actor, command: ListClaims) -> ClaimPage:
    community = _of_duty(actor, command.area)
    found = store.find_claims(community, command.day, _after(command), command.limit + 1)
    shown = found[: command.limit]
    return ClaimPage(
        items=[store.claim_view(claim) for claim in shown],
        next=encode_cursor(shown[-1].id) if len(found) > command.limit else None,
    )


def run_clearing(store: Any, _actor: Actor, command: RunClearing) -> ClearingRunView:
    """The figures of the day after the pairs were netted, each in a unit of work of its own."""
    refuse_open_day(command.day, store.now)
    left = len(store.open_pairs(command.day))
    return ClearingRunView(day=command.day, left=left, **store.day_totals(command.day))


def pairs_due(store: Any, until: date) -> list[tuple[str, str, str]]:
    """What is to be netted: a day that is over, at most `until`, and two communities, the oldest first."""
    return store.open_pairs(min(until, last_day_over(store.now)))


def net_pair(store: Any, day: str, low: str, high: str) -> None:
    """One net entry. From now on whatever the two come to owe counts to a later day."""
    claims = store.open_claims(day, low, high)
    if not claims:
        return
    (pair,) = netted(Claim(claim.debtor, claim.creditor, claim.minutes) for claim in claims)
    for community in (low, high):
        clearing = store.clearing_of(community)
        clearing.netted_through = max(clearing.netted_through or day, day)
        store.save(clearing)
    net = store.add_net(day, pair)
    if legs := net_legs(pair):
        store.book.transfer(key=net.id, legs=legs, reason="netted")
    debtor, creditor = pair.debtor_first
    news = ClearingNetted(
        day=date.fromisoformat(day), debtor=debtor, creditor=creditor, minutes=abs(pair.net),
        gross=pair.low_owed + pair.high_owed,
    )  # fmt: skip
    store.announce(news, subject=net.id, version=net.version, area=debtor)


def _of_duty(actor: Actor, area: str) -> str:
    community = community_of(area)
    if not actor.covers(community):
        raise OUTSIDE_AREA("/area")
    return community


def _after(command: ListClearing | ListClaims) -> str | None:
    return decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
