"""Finding, keeping and showing requests that the live desk has taken."""

from typing import Any

from services.tickets.documents.live_desk import DeskRequest, Exchange, LiveQuestion, LiveStream
from services.tickets.documents.matters import Ticket
from services.tickets.domain.live_desk import REQUEST
from services.tickets.store.inside import inside
from shared.contracts.actor import Actor
from shared.contracts.tickets.desk_requests import (
    FEWEST_EXCHANGES,
    DeskRequestState,
    DeskRequestView,
    ExchangeSide,
    ExchangeView,
    RecordExchange,
)
from shared.contracts.tickets.matters import SETTLED, NextAction
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class DeskRequestStore(Work):
    documents = (DeskRequest,)

    def new_desk_request(self, stream: LiveStream, ticket: Ticket, **fields: Any) -> DeskRequest:
        return DeskRequest(
            id=self.new_id(), stream=stream.id, area=stream.area, day=stream.day, ticket=ticket.id, taken_at=self.now,
            state=REQUEST.initial, resident=ticket.reporter, person=ticket.reporter_person, **fields,
        )  # fmt: skip

    def name_reporter(self, ticket: Ticket, question: LiveQuestion) -> None:
        """The matter is that of who asked."""
        ticket.reporter, ticket.reporter_person = question.account, question.person
        self.save(ticket)

    def get_desk_request(self, request_id: str) -> DeskRequest:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        request = DeskRequest.objects(id=request_id).first()
        if request is None:
            raise NOT_FOUND("/request_id", what="desk request")
        self.refuse_stale(request.version)
        return request

    def find_desk_requests(self, area: str | None, reader: Actor, state: DeskRequestState | None, after: str | None,
                           limit: int) -> list[DeskRequest]:  # fmt: skip
        """The oldest first, of an area or of the reader."""
        own = [{"resident": reader.account}, *([{"person": reader.person}] if reader.person else [])]
        query: dict[str, Any] = {"area": inside(area)} if area else {"$or": own}
        query |= ({"state": state} if state else {}) | ({"_id": {"$gt": after}} if after else {})
        return list(DeskRequest.objects(__raw__=query).order_by("id").limit(limit))

    def add_exchange(self, request: DeskRequest, said: RecordExchange, account: str, by_host: bool) -> None:
        request.exchanges.append(
            Exchange(
                side=said.side, mode=said.mode, note=said.note, settled=said.settled, by=account, by_host=by_host,
                at=self.now,
            )
        )  # fmt: skip

    def matter_of(self, request: DeskRequest) -> Ticket:
        """The matter that the request was filed as, or the one that it was merged into."""
        ticket = Ticket.objects(id=request.ticket).first()
        while ticket.merged_into:
            ticket = Ticket.objects(id=ticket.merged_into).first()
        return ticket

    def desk_request_view(self, request: DeskRequest, held: frozenset[str]) -> DeskRequestView:
        ticket = self.matter_of(request)
        moves = REQUEST.open_to(request.state, held)
        return DeskRequestView(
            id=request.id, stream=request.stream, question=request.question, area=request.area, mode=request.mode,
            ticket=ticket.id, ticket_number=ticket.number, ticket_state=ticket.state, ticket_open=is_open(ticket),
            state=request.state, taken_at=request.taken_at,
            exchanges=[
                ExchangeView(
                    side=e.side, mode=e.mode, at=e.at, note=e.note, settled=e.settled, recorded_by_host=e.by_host
                )
                for e in request.exchanges
            ],
            exchanges_needed=max(0, FEWEST_EXCHANGES - len(request.exchanges)), settled=is_settled(request),
            outcome=request.outcome, closed_at=request.closed_at,
            actions=[NextAction(action=move.action, needs=list(move.needs)) for move in moves], version=request.version,
        )  # fmt: skip

    def course_of_request(self, request: DeskRequest) -> dict[str, Any]:
        """How many exchanges there were, whether the resident is content, and how its matter stands."""
        ticket = self.matter_of(request)
        return {
            "exchanges": len(request.exchanges), "settled": is_settled(request), "number": ticket.number,
            "ticket_open": is_open(ticket),
        }  # fmt: skip


def is_open(ticket: Ticket) -> bool:
    return ticket.state not in SETTLED


def is_settled(request: DeskRequest) -> bool:
    """What the resident said last counts."""
    said = [exchange.settled for exchange in request.exchanges if exchange.side == ExchangeSide.RESIDENT]
    return bool(said and said[-1])
