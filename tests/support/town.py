"""A running suite as its users meet it: people with tokens, talking HTTP to the gateway."""

import uuid
from typing import Any

import pymongo
import requests

from infra.local.mint import Mint
from infra.local.suite import Suite
from shared.contracts.actor import Actor, Role
from tests.support.documented import assert_documented
from tests.support.servers import Servers
from tests.support.waiting import eventually

DISTRICT = "150202"


class Person:
    """Somebody with a token. Every unsafe request gets an idempotency key unless one is given."""

    def __init__(self, url: str, token: str | None) -> None:
        self.url = url
        self.token = token
        self._http = requests.Session()

    def send(self, method: str, path: str, body: Any = None, **options: Any) -> requests.Response:
        headers = {"Accept-Language": "en"} | options.pop("headers", {})
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        if method != "GET":
            headers.setdefault("Idempotency-Key", uuid.uuid4().hex)
        response = self._http.request(method, f"{self.url}{path}", json=body, headers=headers, timeout=30, **options)
        assert_documented(response)
        return response

    def get(self, path: str, **query: Any) -> Any:
        """The answer's JSON; fails when it is not a success."""
        return self._good(self.send("GET", path, params=query))

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        return self._good(self.send("POST", path, body, **options))

    def put(self, path: str, body: Any = None, **options: Any) -> Any:
        return self._good(self.send("PUT", path, body, **options))

    def refused(self, method: str, path: str, body: Any = None, **options: Any) -> dict[str, Any]:
        """The problem that the request is refused with; fails when it is a success."""
        response = self.send(method, path, body, **options)
        assert response.status_code >= 400, f"{method} {path} was not refused: {response.text}"
        assert response.headers["Content-Type"] == "application/problem+json"
        problem = response.json()
        assert problem["status"] == response.status_code
        return problem

    def _good(self, response: requests.Response) -> Any:
        assert response.ok, (
            f"{response.request.method} {response.request.path_url}: {response.status_code} {response.text}"
        )
        return response.json() if response.content else None


class Town:
    """The suite, and tokens for whoever is needed, signed with identity's own key."""

    def __init__(self, servers: Servers, suite: Suite) -> None:
        self.servers = servers
        self.suite = suite
        self.url = suite.url
        self._mint = Mint(suite.environment)
        self.mongo: pymongo.MongoClient[Any] = pymongo.MongoClient(servers.database.url, tz_aware=True)

    def person(
        self, *roles: Role, account: str | None = None, areas: tuple[str, ...] = (), person: str | None = None
    ) -> Person:
        actor = Actor(account or uuid.uuid4().hex, frozenset(roles), person=person, areas=areas)
        return Person(self.url, self.token(actor))

    def nobody(self) -> Person:
        return Person(self.url, None)

    def token(self, actor: Actor) -> str:
        return self._mint.token(actor)

    def database(self, service: str) -> Any:
        return self.mongo[f"{self.suite.environment['LINLI_DATABASE_PREFIX']}{service}"]

    def draw_square(self, path: str, west: float, south: float, size: float = 0.01) -> str:
        """Draws an area and what is above it, as squares, and waits until tickets knows it; gives the path."""
        ops = self.person(Role.OPS)
        kinds = ("district", "street", "community", "grid")
        ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
        parts = path.split(".")
        for depth in range(1, len(parts) + 1):
            above = ".".join(parts[:depth])
            if depth < len(parts) and ops.send("GET", f"/v1/areas/{above}").ok:
                continue
            area = {"kind": kinds[depth - 1], "name": above, "name_en": above, "outline": {"coordinates": [ring]}}
            ops.put(f"/v1/areas/{above}", area)
        eventually(lambda: self.database("tickets")["grids"].find_one({"_id": path}))
        return path
