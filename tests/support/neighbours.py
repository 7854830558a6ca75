"""A quarter of one's own in tests: people who report matters in it, and staff who handle them."""

import itertools
import uuid
from typing import Any

from shared.contracts.actor import Role
from tests.support.town import Person, Town
from tests.support.waiting import eventually

METRE = 1 / 111_195
"""Of latitude, in degrees."""
APART = 0.03
"""Degrees between two spots: more than any radius of a search."""


class Quarter:
    """One grid of half a degree, in which every test takes a spot far away from all others."""

    def __init__(self, town: Town, grid: str, west: float, south: float) -> None:
        self.town = town
        self.grid = town.draw_square(grid, west, south, size=0.5)
        self.community, self.street = self.grid[:14], self.grid[:10]
        self._spots = itertools.product(range(1, 16), range(1, 16))
        self._west, self._south = west, south
        self.worker = town.person(Role.GRID_WORKER, areas=(self.grid,))

    def spot(self) -> dict[str, float]:
        east, north = next(self._spots)
        return {"longitude": round(self._west + APART * east, 6), "latitude": round(self._south + APART * north, 6)}

    def resident(self, **more: Any) -> Person:
        return self.town.person(Role.RESIDENT, **more)

    def staff(self, role: Role, area: str, account: str | None = None) -> Person:
        return self.town.person(role, areas=(area,), account=account)


def north_of(spot: dict[str, float], metres: float) -> dict[str, float]:
    return spot | {"latitude": spot["latitude"] + metres * METRE}


def reported(person: Person, point: dict[str, float], **fields: Any) -> dict[str, Any]:
    body = {"category": "road", "text": "小区门口路面塌陷", "point": point} | fields
    return eventually(lambda: (reply := person.send("POST", "/v1/tickets", body)).ok and reply.json())


def act(person: Person, ticket: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
    return person.post(f"/v1/tickets/{ticket['id']}/{action}", body)


def refused(person: Person, ticket: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
    return person.refused("POST", f"/v1/tickets/{ticket['id']}/{action}", body)


def seen(person: Person, ticket: dict[str, Any]) -> dict[str, Any]:
    return person.get(f"/v1/tickets/{ticket['id']}")


def finished(worker: Person, ticket: dict[str, Any], note: str = "已修好") -> dict[str, Any]:
    act(worker, ticket, "accept")
    return act(worker, ticket, "finish", note=note)


def an_account() -> str:
    return uuid.uuid4().hex


def actions(ticket: dict[str, Any]) -> set[str]:
    return {each["action"] for each in ticket["actions"]}
