"""Merging duplicates and taking them apart again."""

from typing import Any

from services.tickets.domain.flow import DESK
from services.tickets.domain.nearby import radius
from services.tickets.usecases.answers import tell
from services.tickets.usecases.grading import keep_graded
from services.tickets.usecases.handling import put_in_hand, reacted
from services.tickets.usecases.matters import keep, move, standing_to, visible
from shared.contracts.actor import Actor
from shared.contracts.tickets.handling import NOT_AGAIN_HERE
from shared.contracts.tickets.matters import TicketState, TicketView
from shared.contracts.tickets.merging import (
    DIFFERENT_COMPLAINT,
    MERGED_INTO_SETTLED,
    MERGED_WITH_ITSELF,
    NO_SUCH_MATTER,
    FindDuplicates,
    ListToAnswer,
    MergeTicket,
    PossibleDuplicates,
    UnmergeTicket,
    UnreachedList,
)
from shared.kernel.errors import FORBIDDEN

CANDIDATES = 200


def merge_ticket(store: Any, actor: Actor, command: MergeTicket) -> TicketView:
    """Both matters are written, so that of two who merge them into each other one is refused."""
    child = move(store, actor, command.ticket_id, "merge", command.note)
    parent = head_for(store, actor, command.into)
    refuse_unfit(child, parent)
    reacted(store, child)
    child.merged_into = parent.id
    put_in_hand(store, child, None, None)
    store.carry(child, parent)
    parent.merged.append(child.number)
    parent.own_since = parent.own_since or parent.citizen_since
    parent.citizen_since = min(parent.citizen_since, child.citizen_since)
    parent.supporters = store.count_followers(parent.id)
    store.record(parent, "take_in", actor, TicketState(parent.state), child.number)
    keep(store, actor, parent)
    keep(store, actor, child)
    tell(store, child, "merge", into=parent.number)
    return store.view(child, actor)


def head_for(store: Any, actor: Actor, ticket_id: str) -> Any:
    """The matter itself, or the one that it has come to be part of; the actor's desk must have it."""
    named = store.find_ticket(ticket_id)
    if named is None or not standing_to(store, actor, named):
        raise NO_SUCH_MATTER("/into", ticket=ticket_id)
    head = store.chain(named)[-1]
    if DESK not in standing_to(store, actor, head):
        raise FORBIDDEN("/into", action="merge")
    return head


def refuse_unfit(child: Any, parent: Any) -> None:
    if parent.id == child.id:
        raise MERGED_WITH_ITSELF("/into")
    if not parent.live:
        raise MERGED_INTO_SETTLED("/into", number=parent.number, state=parent.state)
    if child.against != parent.against:
        raise DIFFERENT_COMPLAINT("/into")
    if parent.handler is not None and parent.handler in child.barred:
        raise NOT_AGAIN_HERE("/into")


def unmerge_ticket(store: Any, actor: Actor, command: UnmergeTicket) -> TicketView:
    child = move(store, actor, command.ticket_id, "unmerge", command.reason)
    parent = store.find_ticket(child.merged_into)
    chain = [child, *store.chain(parent)]
    store.take_back(chain)
    child.merged_into = None
    view = keep(store, actor, child)
    if child.number in parent.merged:
        parent.merged.remove(child.number)
    store.record(parent, "give_back", actor, TicketState(parent.state), child.number)
    for each in chain[1:]:
        each.citizen_since = store.earliest_since(each)
        each.supporters = store.count_followers(each.id)
        if each is parent:
            keep(store, actor, each)
        else:
            keep_graded(store, each, len(each.gradings))
    tell(store, child, "unmerge")
    return view


def find_duplicates(store: Any, actor: Actor, command: FindDuplicates) -> PossibleDuplicates:
    """Live matters of the actor's desk near by; where nobody knows the place, those of the same area and category."""
    ticket = desk_matter(store, actor, command.ticket_id, "find_duplicates")
    reach = radius(store.find_category(ticket.category), front_desk=True)
    place = store.place_of(ticket)
    if place is None or not reach:
        near = store.find_tickets(
            areas=(ticket.area,), category=ticket.category, live=True, before=None, limit=CANDIDATES
        )
    else:
        near = store.find_near(place, reach, public=False)
    fit = [row for row in near if row["_id"] != ticket.id and DESK in store.capacities_to(row, actor)]
    same_desk = [row for row in fit if row.get("against") == ticket.against]
    return PossibleDuplicates(items=store.possible_duplicates(ticket, same_desk, reach, command.limit))


def list_to_answer(store: Any, actor: Actor, command: ListToAnswer) -> UnreachedList:
    ticket = desk_matter(store, actor, command.ticket_id, "list_to_answer")
    return UnreachedList(items=store.unreached_list(ticket))


def desk_matter(store: Any, actor: Actor, ticket_id: str, action: str) -> Any:
    ticket = visible(store, actor, ticket_id)
    if DESK not in standing_to(store, actor, ticket):
        raise FORBIDDEN(action=action)
    return ticket
