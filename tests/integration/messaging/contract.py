"""The contract of a small service that exists only to try the bus."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, Literal

from pydantic import Field

from shared.contracts.actor import PUBLIC
from shared.contracts.model import Command, Event, View
from shared.contracts.operation import POST, Api, Op
from shared.contracts.registry import APIS, CALLS, SUBSCRIPTIONS

NAME = "probe"
Mood = Literal["calm", "failing", "failing_once", "dying_once"]


class Add(Command):
    """Adds to an account and announces it; `mood` is how the reaction to it behaves."""

    account: str
    amount: int = 1
    mood: Mood = "calm"


class Total(View):
    total: int


class GetTotal(Command):
    account: str


class Echo(Command):
    text: str
    seconds: float = Field(0, description="time that the answer takes")


class Echoed(View):
    text: str
    process: int


class Break(Command):
    """Fails for a reason that nobody foresaw."""


class Added(Event):
    TYPE: ClassVar[str] = "probe.account.added.v1"
    AUDIENCE: ClassVar[Literal["internal", "partner"]] = "partner"

    account: str
    amount: int
    mood: Mood


ADD = Op("add", POST("/probe/add"), Add, Total, PUBLIC, "Add", emits=(Added,))
GET_TOTAL = Op("get_total", POST("/probe/total"), GetTotal, Total, PUBLIC, "The total", writes=False)
ECHO = Op("echo", POST("/probe/echo"), Echo, Echoed, PUBLIC, "Say it again", writes=False)
BREAK = Op("break", POST("/probe/break"), Break, Echoed, PUBLIC, "Break", writes=False)

API = Api.of(NAME, (ADD, GET_TOTAL, ECHO, BREAK), (Added,))


def register() -> None:
    APIS[NAME], SUBSCRIPTIONS[NAME], CALLS[NAME] = API, (Added,), ()


@contextmanager
def registered() -> Iterator[None]:
    """The suite knows the service for as long as the block lasts."""
    register()
    try:
        yield
    finally:
        for known in (APIS, SUBSCRIPTIONS, CALLS):
            del known[NAME]
