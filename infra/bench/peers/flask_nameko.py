"""Flask in front of the plain nameko service: a pool of ClusterRpcProxy, since threads must not share one."""

import os
import queue
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, abort, jsonify, request
from nameko.standalone.rpc import ClusterRpcProxy
from pydantic import ValidationError

from infra.bench.peers.model import OpenTicket


class Pool:
    def __init__(self, amqp_url: str, size: int) -> None:
        self._free: queue.LifoQueue[Any] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(ClusterRpcProxy({"AMQP_URI": amqp_url}, timeout=10).start())

    @contextmanager
    def proxy(self) -> Iterator[Any]:
        proxy = self._free.get()
        try:
            yield proxy
        finally:
            self._free.put(proxy)


def create_app() -> Flask:
    app = Flask(__name__)
    pool = Pool(os.environ["PEER_AMQP_URL"], int(os.environ["PEER_POOL"]))

    @app.post("/tickets")
    def open_ticket() -> tuple[Response, int]:
        try:
            command = OpenTicket.model_validate_json(request.get_data())
        except ValidationError:
            abort(422)
        with pool.proxy() as services:
            view = services.ledger.open_ticket(command.model_dump(mode="json"))
        if view is None:
            abort(422)
        return jsonify(view), 201

    @app.get("/tickets/<ticket_id>")
    def get_ticket(ticket_id: str) -> Response:
        with pool.proxy() as services:
            view = services.ledger.get_ticket(ticket_id)
        if view is None:
            abort(404)
        return jsonify(view)

    return app
