"""Taking a matter in, by whichever channel."""

from typing import Any

from services.tickets.domain.extra_fields import refuse_misfit
from services.tickets.domain.flow import DESK, FLOW, OUTSIDE, around, one_level_up
from services.tickets.domain.hazards import filed_on_duty
from services.tickets.domain.intake import channel_of, refuse_speaking_for_others
from services.tickets.usecases.matters import announce, standing_to
from services.tickets.usecases.moderation import judge
from services.tickets.usecases.photos import attach_photos
from services.tickets.usecases.places import place_of
from shared.contracts.actor import Actor
from shared.contracts.tickets.catalogue import CATEGORY_RETIRED, NO_SUCH_CATEGORY, Category, CategoryCode, TicketClass
from shared.contracts.tickets.intake import Contact, OpenTicket, ShowContact
from shared.contracts.tickets.judged import JudgedKind
from shared.contracts.tickets.matters import TicketOpened, TicketState, TicketView
from shared.kernel.errors import FORBIDDEN, NOT_FOUND


def open_ticket(store: Any, actor: Actor, command: OpenTicket, origin: str | None = None) -> TicketView:
    """`origin` names what the matter was filed from, such as a letter box or a live session."""
    return store.view(file_matter(store, actor, command, origin), actor)


def file_matter(store: Any, actor: Actor, command: OpenTicket, origin: str | None = None) -> Any:
    channel = channel_of(actor, command.channel)
    category = reportable(store, command.category)
    refuse_misfit(category.extra, command.extra)
    place = place_of(store, command)
    attach_photos(store, actor, command.photos)
    ticket = store.new_ticket(
        state=FLOW.initial, category=category.code, category_revision=category.revision,
        ticket_class=category.ticket_class, track=category.track, unit=category.unit, on_board=category.on_board,
        text=command.text, extra=command.extra, channel=channel, origin=origin, photos=command.photos,
        place=place.point, address=command.address, building=place.building, area=place.area, within=around(place.area),
        backstop=place.backstop, desk=place.area if command.against is None else one_level_up(place.area),
        against=command.against, vulnerable=command.vulnerable,
        on_duty=filed_on_duty(actor, channel), **spoken_for(store, actor, command),
    )  # fmt: skip
    ticket.repeats = store.count_repeats(ticket, category.colours)
    ticket.held = command.on_behalf is None and judge(
        store, actor, JudgedKind.REPORT, ticket.id, place.area, command.text,
        emergency=category.ticket_class == TicketClass.EMERGENCY,
    )  # fmt: skip
    store.record(ticket, "open", actor, TicketState.OPEN)
    store.reckon(ticket, category)
    store.save(ticket)
    announce(store, ticket, TicketOpened, channel=channel, promised_at=ticket.promised_at)
    return ticket


def spoken_for(store: Any, actor: Actor, command: OpenTicket) -> dict[str, Any]:
    """Whose matter it is: the actor's own, or that of somebody for whom a front desk files."""
    if command.on_behalf is None:
        return {"reporter": actor.account, "reporter_person": actor.person}
    refuse_speaking_for_others(actor)
    someone = command.on_behalf
    contact = store.seal_contact(someone.model_dump(exclude={"person"}, exclude_none=True))
    return {"reporter_person": someone.person, "filed_by": actor.account, "contact": contact}


def reportable(store: Any, code: CategoryCode) -> Category:
    category = store.find_category(code)
    if category is None:
        raise NO_SUCH_CATEGORY("/category", code=code)
    if category.retired:
        raise CATEGORY_RETIRED("/category", code=code)
    return category


def show_contact(store: Any, actor: Actor, command: ShowContact) -> Contact:
    """For those who handle the matter, or that which it was merged into; that they looked, and why, is written into its history."""
    ticket = store.get_ticket(command.ticket_id)
    held = frozenset[str]().union(*(standing_to(store, actor, each) for each in store.chain(ticket)))
    if not held:
        raise NOT_FOUND("/ticket_id", what="ticket")
    if not held & {DESK, OUTSIDE}:
        raise FORBIDDEN(action="contact")
    store.record(ticket, "show_contact", actor, ticket.state, command.reason)
    store.save(ticket)
    return Contact(
        account=ticket.reporter, person=ticket.reporter_person, version=ticket.version, **store.unseal_contact(ticket)
    )
