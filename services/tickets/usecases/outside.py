"""Handing a matter to an outside desk, and what that desk reports."""

from typing import Any

from services.tickets.domain.first_desks import FIRST_DESKS
from services.tickets.domain.flow import DESK, FLOW, OUTSIDE, VIEWER
from services.tickets.domain.referrals import ENDING, REFERRAL, Known, is_late, refuse_from_the_future
from services.tickets.usecases.handling import put_in_hand, reacted
from services.tickets.usecases.matters import announce, keep, move, standing_to
from services.tickets.usecases.pages import beyond, following
from shared.contracts.actor import STAFF, Actor
from shared.contracts.tickets.handling import COMPLAINED_ABOUT
from shared.contracts.tickets.matters import ReferralState, TicketState, TicketView
from shared.contracts.tickets.outside import (
    NAME_THE_DESK,
    NO_SUCH_DESK,
    REPORTS_ITSELF,
    TOO_MANY_DESKS,
    BringBack,
    GetReferral,
    ListOutsideDesks,
    ListReferrals,
    OutsideDesk,
    OutsideDeskFields,
    OutsideDesks,
    PutOutsideDesk,
    ReferralPage,
    ReferralView,
    ReportFromOutside,
    SendOutside,
    TicketSentOutside,
)
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA

MOST_DESKS = 200


def put_outside_desk(store: Any, _actor: Actor, command: PutOutsideDesk) -> OutsideDesk:
    if store.find_outside_desk(command.code) is None and len(store.outside_desks()) >= MOST_DESKS:
        raise TOO_MANY_DESKS("/code", most=MOST_DESKS)
    fields = OutsideDeskFields(**{name: getattr(command, name) for name in OutsideDeskFields.model_fields})
    return store.outside_desk_view(store.keep_outside_desk(command.code, fields))


def list_outside_desks(store: Any, _actor: Actor, _command: ListOutsideDesks) -> OutsideDesks:
    return OutsideDesks(items=[store.outside_desk_view(desk) for desk in store.outside_desks()])


def seed_outside_desks(store: Any, _actor: Actor) -> None:
    """Adds what of the first desks is not there."""
    for code, fields in FIRST_DESKS.items():
        if store.find_outside_desk(code) is None:
            store.keep_outside_desk(code, fields)


def send_outside(store: Any, actor: Actor, command: SendOutside) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "send_outside", command.note)
    desk = store.find_outside_desk(command.outside_desk)
    if desk is None or not desk.active:
        raise NO_SUCH_DESK("/outside_desk", desk=command.outside_desk)
    if ticket.against in desk.clients:
        raise COMPLAINED_ABOUT("/outside_desk")
    reacted(store, ticket)
    if ticket.handler is None:
        put_in_hand(store, ticket, actor.account, actor.name)
    referral = store.new_referral(ticket, desk.id, command.note)
    store.save(referral)
    ticket.outside_desk, ticket.outside_clients = desk.id, list(desk.clients)
    ticket.outside_state, ticket.outside_reference = ReferralState.SENT, None
    view = keep(store, actor, ticket)
    announce(store, ticket, TicketSentOutside, outside_desk=desk.id, referral=referral.id)
    return view


def bring_back(store: Any, actor: Actor, command: BringBack) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "bring_back", command.note)
    recall(store, ticket, DESK)
    return keep(store, actor, ticket)


def recall(store: Any, ticket: Any, capacity: str) -> None:
    """The outside desk has it no more; what it still reports is kept."""
    referral = store.running_referral(ticket.id)
    target = REFERRAL.decide(referral.state, "bring_back", frozenset({capacity})).target
    referral.state, referral.ended_at = ReferralState(target), store.now
    store.save(referral)
    ticket.outside_state, ticket.outside_clients = referral.state, []


def report_from_outside(store: Any, actor: Actor, command: ReportFromOutside) -> ReferralView:
    refuse_from_the_future(command.updated_at, store.now)
    ticket = store.get_ticket(command.ticket_id)
    referral, held = reported_of(store, actor, ticket, command.outside_desk)
    late = is_late(Known(ReferralState(referral.state), referral.updated_at), command.updated_at)
    store.add_update(referral, command, late, actor)
    if not late:
        advance(store, actor, ticket, referral, command)
    return store.referral_view(referral, held)


def reported_of(store: Any, actor: Actor, ticket: Any, code: str | None) -> tuple[Any, frozenset[str]]:
    """The hand-off that somebody may report of: their own desk's, or for staff one of a desk without a system."""
    own = store.outside_desks_of(actor.account)
    if not own and actor.has(*STAFF):
        return by_staff(store, actor, ticket, code)
    if code is None:
        code = own[0] if len(own) == 1 else next((each for each in own if each == ticket.outside_desk), None)
    if code is None and own:
        raise NAME_THE_DESK("/outside_desk", desks=own)
    referral = store.last_referral(ticket.id, code) if code in own else None
    if referral is None or ticket.against == actor.account:
        raise NOT_FOUND("/ticket_id", what="ticket")
    return referral, frozenset({OUTSIDE})


def by_staff(store: Any, actor: Actor, ticket: Any, code: str | None) -> tuple[Any, frozenset[str]]:
    held = standing_to(store, actor, ticket)
    if not held:
        raise NOT_FOUND("/ticket_id", what="ticket")
    if DESK not in held:
        raise FORBIDDEN(action="update")
    code = code or ticket.outside_desk
    desk = store.find_outside_desk(code) if code else None
    referral = store.last_referral(ticket.id, code) if desk else None
    if desk is None or referral is None:
        raise NAME_THE_DESK("/outside_desk", desks=[ticket.outside_desk] if ticket.outside_desk else [])
    if desk.clients:
        raise REPORTS_ITSELF("/outside_desk", desk=desk.name)
    return referral, frozenset({DESK})


def advance(store: Any, actor: Actor, ticket: Any, referral: Any, told: ReportFromOutside) -> None:
    """What is told moves the hand-off; an answer or a refusal brings the matter back to the desk that sent it."""
    target = REFERRAL.decide(referral.state, told.state, frozenset({OUTSIDE})).target
    referral.state, referral.reference, referral.updated_at = ReferralState(target), told.reference, told.updated_at
    ticket.outside_state, ticket.outside_reference = referral.state, told.reference
    if told.state in ENDING:
        referral.ended_at = store.now
        moved = FLOW.decide(ticket.state, "bring_back", frozenset({OUTSIDE}))
        store.record(ticket, "bring_back", actor, TicketState(moved.target), told.text)
        ticket.outside_clients = []
        keep(store, actor, ticket)
    else:
        store.save(ticket)
    store.save(referral)


def list_referrals(store: Any, actor: Actor, command: ListReferrals) -> ReferralPage:
    staff = actor.has(*STAFF)
    if staff and command.area is not None and not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    own = None if staff else store.outside_desks_of(actor.account)
    desks = [command.outside_desk] if command.outside_desk else own
    if own is not None and command.outside_desk is not None and command.outside_desk not in own:
        desks = []
    areas = [command.area] if command.area else (actor.areas if staff else None)
    found = store.find_referrals(
        desks=desks, areas=areas, unseen_by=actor.account, state=command.state, before=beyond(command.cursor),
        limit=command.limit + 1,
    )  # fmt: skip
    held = frozenset({DESK if staff else OUTSIDE})
    shown = [store.referral_view(referral, held) for referral in found[: command.limit]]
    return ReferralPage(items=shown, next=following(found, command.limit))


def get_referral(store: Any, actor: Actor, command: GetReferral) -> ReferralView:
    referral = store.get_referral(command.referral_id)
    ticket = store.find_ticket(referral.ticket)
    if ticket.against != actor.account and referral.desk in store.outside_desks_of(actor.account):
        return store.referral_view(referral, frozenset({OUTSIDE}))
    held = standing_to(store, actor, ticket)
    if not held & {DESK, VIEWER}:
        raise NOT_FOUND("/referral_id", what="referral")
    return store.referral_view(referral, held)
