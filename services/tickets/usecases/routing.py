"""Who takes a matter: a named lead, another track, or the duty desk when nobody owns it."""

from typing import Any

from services.tickets.domain.flow import duty_desk, refuse_partial
from services.tickets.usecases.handling import place_at, put_in_hand, reacted
from services.tickets.usecases.matters import keep, move
from shared.contracts.actor import Actor
from shared.contracts.tickets.catalogue import Track
from shared.contracts.tickets.matters import TicketView
from shared.contracts.tickets.routing import AT_BACKSTOP, SAME_TRACK, ChangeTrack, LeadTicket, SendToBackstop


def lead_ticket(store: Any, actor: Actor, command: LeadTicket) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "lead", command.note)
    lead = command.to or actor.account
    refuse_partial(lead, store.standing(ticket), "/to")
    reacted(store, ticket)
    put_in_hand(store, ticket, lead, command.name)
    ticket.lead = lead
    return keep(store, actor, ticket)


def change_track(store: Any, actor: Actor, command: ChangeTrack) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "change_track", command.reason)
    if ticket.track == command.track:
        raise SAME_TRACK("/track", track=command.track)
    put_on_track(store, ticket, actor, command.track, command.reason)
    return keep(store, actor, ticket)


def send_to_backstop(store: Any, actor: Actor, command: SendToBackstop) -> TicketView:
    ticket = move(store, actor, command.ticket_id, "to_backstop", command.note)
    desk = duty_desk(ticket.area)
    if ticket.desk == desk:
        raise AT_BACKSTOP(desk=desk)
    reacted(store, ticket)
    place_at(ticket, desk)
    ticket.backstop = True
    put_in_hand(store, ticket, None, None)
    return keep(store, actor, ticket)


def put_on_track(store: Any, ticket: Any, actor: Actor, track: Track, reason: str) -> None:
    store.note_track(ticket, actor, track, reason)
    ticket.track = track
