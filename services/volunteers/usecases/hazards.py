"""Hazards: found, given to somebody, treated, verified by somebody else, or handed over."""

from typing import Any

from services.volunteers.domain.hazards import ASSIGNEE, HAZARD, TICKETS, day_at, following, takes_on
from services.volunteers.usecases.photos import show_photos
from services.volunteers.usecases.posts import before, onward
from services.volunteers.usecases.response_standing import standing
from shared.contracts.actor import STAFF, Actor
from shared.contracts.volunteers.hazards import (
    NO_SUCH_TICKET,
    NOT_A_FINDER,
    NOT_ON_SHIFT,
    AssignHazard,
    DismissHazard,
    FindHazard,
    GetHazard,
    HandOverHazard,
    HazardAssigned,
    HazardMoved,
    HazardPage,
    HazardState,
    HazardView,
    ListHazards,
    TakeHazard,
    TreatHazard,
    VerifyHazard,
)
from shared.kernel.errors import NOT_FOUND


def find_hazard(store: Any, actor: Actor, command: FindHazard) -> HazardView:
    if not actor.has(*STAFF) and store.find_volunteer_of(actor.account) is None:
        raise NOT_A_FINDER()
    if command.shift_id is not None and not store.stands_on_shift(command.shift_id, actor.account):
        raise NOT_ON_SHIFT("/shift_id")
    hazard = store.add_hazard(
        command, command.area, command.place, actor.account, photos=command.photos, shift=command.shift_id,
        point=[command.point.longitude, command.point.latitude] if command.point else [],
    )  # fmt: skip
    tell_found(store, hazard)
    return shown(store, actor, hazard)


def get_hazard(store: Any, actor: Actor, command: GetHazard) -> HazardView:
    return shown(store, actor, store.get_hazard(command.hazard_id))


def list_hazards(store: Any, actor: Actor, command: ListHazards) -> HazardPage:
    """Without what the caller may do with each."""
    found = store.find_hazards(command, actor.account, before(command), command.limit + 1)
    items = [store.hazard_view(hazard, []) for hazard in found[: command.limit]]
    return HazardPage(items=items, next=onward(found, command.limit))


def assign_hazard(store: Any, actor: Actor, command: AssignHazard) -> HazardView:
    hazard = moved(store, actor, command.hazard_id, "assign")
    volunteer = store.volunteers_by_id([command.volunteer_id]).get(command.volunteer_id)
    if volunteer is None:
        raise NOT_FOUND("/volunteer_id", what="volunteer")
    hazard.assignee, hazard.assigned_to = volunteer.account, volunteer.id
    hazard.due_on = command.due_on.isoformat() if command.due_on else None
    view = kept(store, actor, hazard)
    news = HazardAssigned(area=hazard.area, place=hazard.place, accounts=[volunteer.account], due_on=command.due_on)
    store.announce(news, subject=hazard.id, version=hazard.version, area=hazard.area)
    return view


def take_hazard(store: Any, actor: Actor, command: TakeHazard) -> HazardView:
    hazard = moved(store, actor, command.hazard_id, "take")
    volunteer = store.find_volunteer_of(actor.account)
    hazard.assignee, hazard.assigned_to = actor.account, volunteer.id if volunteer else None
    return kept(store, actor, hazard)


def treat_hazard(store: Any, actor: Actor, command: TreatHazard) -> HazardView:
    hazard = moved(store, actor, command.hazard_id, "treat")
    hazard.treated_by, hazard.treated_on = actor.account, day_at(store.now).isoformat()
    hazard.treatment, hazard.treatment_photos = command.note, command.photos
    view = kept(store, actor, hazard)
    _show_treatment(store, hazard)
    return view


def verify_hazard(store: Any, actor: Actor, command: VerifyHazard) -> HazardView:
    hazard = moved(store, actor, command.hazard_id, "verify" if command.good else "send_back")
    hazard.remark = command.note
    if command.good:
        hazard.verified_by, hazard.verified_on = actor.account, day_at(store.now).isoformat()
        return kept(store, actor, hazard)
    hazard.treated_by = hazard.treated_on = hazard.treatment = None
    hazard.treatment_photos = []
    view = kept(store, actor, hazard)
    _show_treatment(store, hazard)
    return view


def hand_over_hazard(store: Any, actor: Actor, command: HandOverHazard) -> HazardView:
    hazard = moved(store, actor, command.hazard_id, "hand_over")
    ticket = store.find_known_ticket(command.ticket_id)
    if ticket is None or not takes_on(ticket.state, ticket.area, hazard.area):
        raise NO_SUCH_TICKET("/ticket_id")
    hazard.ticket, hazard.ticket_state = ticket.id, ticket.state
    return kept(store, actor, hazard)


def follow_ticket(store: Any, delivered: Any) -> None:
    """Notes where a ticket is, and moves the hazards that go on with it."""
    news, envelope = delivered.data, delivered.envelope
    if not store.note_ticket(envelope.subject, news.area, news.state, envelope.aggregateversion):
        return
    for hazard in store.hazards_of_ticket(envelope.subject):
        hazard.ticket_state = news.state
        action = following(hazard.state, news.state)
        if action is not None:
            hazard.state = HazardState(HAZARD.decide(hazard.state, action, {TICKETS}).target)
        if action == "come_back":
            hazard.ticket = hazard.ticket_state = hazard.assignee = hazard.assigned_to = hazard.due_on = None
        hazard.treated_on = day_at(store.now).isoformat() if hazard.state is HazardState.RESOLVED else None
        store.save(hazard)
        if action is not None:
            tell_moved(store, hazard)


def dismiss_hazard(store: Any, actor: Actor, command: DismissHazard) -> HazardView:
    hazard = moved(store, actor, command.hazard_id, "dismiss")
    hazard.remark = command.reason
    return kept(store, actor, hazard)


def moved(store: Any, actor: Actor, hazard_id: str, action: str) -> Any:
    """The hazard in its new state, not kept yet; or the reason why it cannot be."""
    hazard = store.get_hazard(hazard_id)
    facts = {"actor": actor.account, "treated_by": hazard.treated_by}
    hazard.state = HazardState(HAZARD.decide(hazard.state, action, capacities(store, actor, hazard), facts).target)
    return hazard


def kept(store: Any, actor: Actor, hazard: Any) -> HazardView:
    if actor.account not in hazard.people:
        hazard.people.append(actor.account)
    if hazard.assignee and hazard.assignee not in hazard.people:
        hazard.people.append(hazard.assignee)
    store.save(hazard)
    tell_moved(store, hazard)
    return shown(store, actor, hazard)


def capacities(store: Any, actor: Actor, hazard: Any) -> set[str]:
    found = standing(store, actor, hazard.area)
    return found | {ASSIGNEE} if hazard.assignee == actor.account else found


def shown(store: Any, actor: Actor, hazard: Any) -> HazardView:
    own = {"verify", "send_back"} if hazard.treated_by == actor.account else set()
    open_to = [move.action for move in HAZARD.open_to(hazard.state, capacities(store, actor, hazard))]
    return store.hazard_view(hazard, [action for action in open_to if action not in own])


def tell_found(store: Any, hazard: Any) -> None:
    tell_moved(store, hazard)
    if hazard.photos:
        show_photos(store, hazard, hazard.photos, hazard.area, account=hazard.found_by, everybody=True)


def _show_treatment(store: Any, hazard: Any) -> None:
    show_photos(
        store,
        hazard,
        hazard.treatment_photos,
        hazard.area,
        account=hazard.treated_by,
        everybody=True,
        part=".treatment",
    )


def tell_moved(store: Any, hazard: Any) -> None:
    news = HazardMoved(
        area=hazard.area, kind=hazard.kind, level=hazard.level, state=hazard.state, ticket_id=hazard.ticket
    )
    store.announce(news, subject=hazard.id, version=hazard.version, area=hazard.area)
