"""Tickets as a plain nameko service: RPC methods and an event dispatcher."""

from typing import Any

from nameko.events import EventDispatcher
from nameko.rpc import rpc

from infra.bench.peers import ledger
from infra.bench.peers.model import OpenTicket

ledger.connect()


class Ledger:
    name = "ledger"
    dispatch = EventDispatcher()

    @rpc
    def open_ticket(self, command: dict[str, Any]) -> dict[str, Any] | None:
        ticket = ledger.open_ticket(OpenTicket.model_validate(command))
        if ticket is None:
            return None
        self.dispatch("ticket_opened", ledger.opened(ticket).model_dump(mode="json"))
        return ledger.view(ticket).model_dump(mode="json", exclude_none=True)

    @rpc
    def get_ticket(self, ticket_id: str) -> dict[str, Any] | None:
        ticket = ledger.find_ticket(ticket_id)
        return None if ticket is None else ledger.view(ticket).model_dump(mode="json", exclude_none=True)
