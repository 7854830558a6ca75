"""FastAPI in front of the FastStream service, by request and reply over RabbitMQ."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException, Response
from faststream.rabbit import RabbitBroker

from infra.bench.peers.model import OpenTicket

broker = RabbitBroker(os.environ["PEER_AMQP_URL"], logger=None)


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    await broker.start()
    yield
    await broker.stop()


app = FastAPI(lifespan=lifespan)


@app.post("/tickets")
async def open_ticket(command: OpenTicket) -> Response:
    return answer(await ask("open_ticket", command), 201, 422)


@app.get("/tickets/{ticket_id}")
async def get_ticket(ticket_id: str) -> Response:
    return answer(await ask("get_ticket", ticket_id), 200, 404)


async def ask(queue: str, question: OpenTicket | str) -> bytes:
    return (await broker.request(question, queue=queue, timeout=10)).body


def answer(body: bytes, good: int, bad: int) -> Response:
    if not body:
        raise HTTPException(bad)
    return Response(body, good, media_type="application/json")
