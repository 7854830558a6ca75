"""One Flask process straight on MongoDB."""

from flask import Flask, Response, abort, request
from pydantic import ValidationError

from infra.bench.peers import ledger
from infra.bench.peers.model import OpenTicket


def create_app() -> Flask:
    ledger.connect()
    app = Flask(__name__)

    @app.post("/tickets")
    def open_ticket() -> Response:
        try:
            command = OpenTicket.model_validate_json(request.get_data())
        except ValidationError:
            abort(422)
        ticket = ledger.open_ticket(command)
        if ticket is None:
            abort(422)
        return answer(ticket, 201)

    @app.get("/tickets/<ticket_id>")
    def get_ticket(ticket_id: str) -> Response:
        ticket = ledger.find_ticket(ticket_id)
        if ticket is None:
            abort(404)
        return answer(ticket, 200)

    return app


def answer(ticket: ledger.Ticket, status: int) -> Response:
    return Response(ledger.view(ticket).model_dump_json(exclude_none=True), status, mimetype="application/json")
