"""Requests that the live desk takes on the spot: file, talk, follow until closed, count."""

from typing import Any

from services.tickets.domain.hosting import HOST, hosts
from services.tickets.domain.live_desk import (
    MOST_EXCHANGES,
    REQUEST,
    RESIDENT,
    STREAM,
    Following,
    refuse_other_side,
    standing,
)
from services.tickets.usecases.intake import file_matter
from services.tickets.usecases.pages import beyond, following
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.desk_requests import (
    TAKEN_ALREADY,
    TOO_MANY_EXCHANGES,
    CloseDeskRequest,
    DeskFigures,
    DeskRequestClosed,
    DeskRequestPage,
    DeskRequestState,
    DeskRequestTaken,
    DeskRequestView,
    GetDeskRequest,
    ListDeskRequests,
    RecordExchange,
    ShowDeskFigures,
    TakeDeskRequest,
)
from shared.contracts.tickets.intake import OnBehalf, OpenTicket
from shared.contracts.tickets.matters import Channel, TicketFields
from shared.contracts.tickets.sessions import WRONG_PERIOD
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA


def take_desk_request(store: Any, actor: Actor, command: TakeDeskRequest) -> DeskRequestView:
    stream = store.stream_at(command.stream_id)
    STREAM.decide(stream.state, "take_request", standing(actor, stream.area, stream.hosts))
    question = asked_at(store, stream, command.question)
    ticket = file_matter(store, actor, report_of(command, question), origin=f"live_stream:{stream.id}")
    if question is not None:
        store.name_reporter(ticket, question)
    request = store.new_desk_request(
        stream, ticket, question=command.question, mode=command.mode, taken_by=actor.account
    )
    store.save(request)
    if question is not None:
        question.request = request.id
        store.save(question)
    news = DeskRequestTaken(
        request=request.id, stream=stream.id, ticket=ticket.id, area=request.area, mode=request.mode
    )
    store.announce(news, subject=request.id, version=request.version, area=request.area)
    return shown(store, request, actor)


def get_desk_request(store: Any, actor: Actor, command: GetDeskRequest) -> DeskRequestView:
    return shown(store, visible(store, actor, command.request_id), actor)


def list_desk_requests(store: Any, actor: Actor, command: ListDeskRequests) -> DeskRequestPage:
    if command.area is not None and not hosts(actor, command.area):
        raise OUTSIDE_AREA("/area")
    found = store.find_desk_requests(command.area, actor, command.state, beyond(command.cursor), command.limit + 1)
    return DeskRequestPage(
        items=[shown(store, request, actor) for request in found[: command.limit]], next=following(found, command.limit)
    )


def record_exchange(store: Any, actor: Actor, command: RecordExchange) -> DeskRequestView:
    request = visible(store, actor, command.request_id)
    held = held_by(actor, request)
    REQUEST.decide(request.state, "record_exchange", held)
    refuse_other_side(HOST in held, bool(request.resident or request.person), command.side, command.settled)
    if len(request.exchanges) >= MOST_EXCHANGES:
        raise TOO_MANY_EXCHANGES(limit=MOST_EXCHANGES)
    store.add_exchange(request, command, actor.account, HOST in held)
    store.save(request)
    return shown(store, request, actor)


def close_desk_request(store: Any, actor: Actor, command: CloseDeskRequest) -> DeskRequestView:
    request = visible(store, actor, command.request_id)
    facts = Following(**store.course_of_request(request))
    request.state = DeskRequestState(REQUEST.decide(request.state, "close", held_by(actor, request), facts).target)
    request.outcome, request.closed_at = command.outcome, store.now
    store.save(request)
    closed = DeskRequestClosed(
        request=request.id, ticket=request.ticket, area=request.area, exchanges=len(request.exchanges)
    )
    store.announce(closed, subject=request.id, version=request.version, area=request.area)
    return shown(store, request, actor)


def show_desk_figures(store: Any, actor: Actor, command: ShowDeskFigures) -> DeskFigures:
    if not (actor.has(Role.AUDITOR) or hosts(actor, command.area)):
        raise OUTSIDE_AREA("/area")
    if command.since and command.until and command.until < command.since:
        raise WRONG_PERIOD("/until")
    return store.desk_figures(command.area, command.since, command.until)


def asked_at(store: Any, stream: Any, question_id: str | None) -> Any:
    """The question of this stream that a request comes from, if it comes from one."""
    if question_id is None:
        return None
    question = store.find_live_question(question_id)
    if question is None or question.stream != stream.id or question.held:
        raise NOT_FOUND("/question", what="live question")
    if question.request is not None:
        raise TAKEN_ALREADY("/question")
    return question


def report_of(command: TakeDeskRequest, question: Any) -> OpenTicket:
    """Filed by the host in the name of who asked, of whom the host names, or of nobody by name."""
    fields = {name: getattr(command, name) for name in (*TicketFields.model_fields, "photos", "vulnerable")}
    someone = OnBehalf(person=question.person) if question is not None else command.on_behalf or OnBehalf()
    return OpenTicket(**fields, channel=Channel.LIVE_DESK, on_behalf=someone)


def visible(store: Any, actor: Actor, request_id: str) -> Any:
    """The request, for who made it and for staff of its area; for others there is none."""
    request = store.get_desk_request(request_id)
    if not held_by(actor, request):
        raise NOT_FOUND("/request_id", what="desk request")
    return request


def held_by(actor: Actor, request: Any) -> frozenset[str]:
    held = {HOST} if hosts(actor, request.area) else set()
    if actor.account == request.resident or (actor.person is not None and actor.person == request.person):
        held.add(RESIDENT)
    return frozenset(held)


def shown(store: Any, request: Any, actor: Actor) -> DeskRequestView:
    return store.desk_request_view(request, held_by(actor, request))
