"""Home visits and patrols: record, file what they found, settle it on the spot, count."""

from typing import Any

from services.tickets.domain.fieldwork import day_of_visit, refuse_full, refuse_on_the_spot, visit_figures
from services.tickets.domain.hosting import refuse_to_open
from services.tickets.domain.letter_boxes import refuse_period
from services.tickets.usecases.handling import accept_ticket, finish_ticket
from services.tickets.usecases.intake import file_matter, reportable
from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.pointing import pointing
from shared.contracts.actor import Actor, Role, lies_in
from shared.contracts.tickets.fieldwork import (
    AddFoundMatter,
    FindVisits,
    FoundMatter,
    GetVisit,
    RecordVisit,
    ShowVisitFigures,
    VisitFiguresView,
    VisitPage,
    VisitView,
)
from shared.contracts.tickets.handling import AcceptTicket, FinishTicket
from shared.contracts.tickets.intake import NO_SUCH_BUILDING, OpenTicket
from shared.contracts.tickets.matters import Channel
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA


def record_visit(store: Any, actor: Actor, command: RecordVisit) -> VisitView:
    refuse_to_open(actor, command.area)
    refuse_building_elsewhere(store, command)
    visit = store.new_visit(
        kind=command.kind, area=command.area, building=command.building, route=command.route,
        began_at=command.began_at, day=day_of_visit(command.began_at, store.now).isoformat(), minutes=command.minutes,
        by=actor.account, companions=command.companions, met=command.met, note=command.note,
    )  # fmt: skip
    for number, matter in enumerate(command.found):
        with pointing(f"/found/{number}"):
            file_found(store, actor, visit, matter)
    store.save(visit)
    return shown(store, visit)


def add_found_matter(store: Any, actor: Actor, command: AddFoundMatter) -> VisitView:
    visit = visible(store, actor, command.visit_id)
    if actor.account != visit.by and actor.account not in visit.companions:
        raise FORBIDDEN()
    refuse_full(visit.found)
    file_found(store, actor, visit, command)
    store.save(visit)
    return shown(store, visit)


def get_visit(store: Any, actor: Actor, command: GetVisit) -> VisitView:
    return shown(store, visible(store, actor, command.visit_id))


def find_visits(store: Any, actor: Actor, command: FindVisits) -> VisitPage:
    refuse_elsewhere(actor, command.area)
    found = store.find_visits(
        command.area, command.kind, command.since, command.until, beyond(command.cursor), command.limit + 1
    )
    return VisitPage(items=store.visit_views(found[: command.limit]), next=following(found, command.limit))


def show_visit_figures(store: Any, actor: Actor, command: ShowVisitFigures) -> VisitFiguresView:
    refuse_elsewhere(actor, command.area)
    refuse_period(command.since, command.until)
    return visit_figures(command.area, store.visit_counts(command.area, command.since, command.until))


def file_found(store: Any, actor: Actor, visit: Any, matter: FoundMatter) -> None:
    store.matters_are_new()
    somewhere = matter.point or matter.address or matter.building
    report = OpenTicket(
        category=matter.category, text=matter.text, extra=matter.extra, photos=matter.photos, point=matter.point,
        address=matter.address, building=matter.building if somewhere else visit.building,
        on_behalf=matter.on_behalf, vulnerable=matter.vulnerable, channel=Channel(visit.kind.value),
    )  # fmt: skip
    if matter.settled is not None:
        refuse_on_the_spot(reportable(store, matter.category))
    ticket = file_matter(store, actor, report, f"visit:{visit.id}")
    if matter.settled is not None:
        accept_ticket(store, actor, AcceptTicket(ticket_id=ticket.id))
        with pointing("/settled"):
            done = FinishTicket(ticket_id=ticket.id, note=matter.settled.note, photos=matter.settled.photos)
            finish_ticket(store, actor, done)
    store.list_found(visit, ticket, matter.settled is not None)


def refuse_building_elsewhere(store: Any, command: RecordVisit) -> None:
    if command.building is None:
        return
    building = store.find_building(command.building)
    if building is None or not lies_in(building.area, command.area):
        raise NO_SUCH_BUILDING("/building", building=command.building)


def refuse_elsewhere(actor: Actor, area: str) -> None:
    if not (actor.has(Role.AUDITOR) or actor.covers(area)):
        raise OUTSIDE_AREA("/area")


def visible(store: Any, actor: Actor, visit_id: str) -> Any:
    """For who went, for staff of its area and for auditors; for others there is none."""
    visit = store.get_visit(visit_id)
    went = actor.account == visit.by or actor.account in visit.companions
    if not (went or actor.has(Role.AUDITOR) or actor.covers(visit.area)):
        raise NOT_FOUND("/visit_id", what="visit")
    return visit


def shown(store: Any, visit: Any) -> VisitView:
    return store.visit_views([visit])[0]
