"""A neighbourhood of its own in which people call for help and answer."""

import uuid
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from shared.contracts.actor import Role
from tests.support.town import Person, Town

STREET = "150505.001"
WEST, SOUTH = 121.5025, 41.0025
"""In the middle of a field as far as points are blurred, so that distances count from here."""
METRES_A_DEGREE = 111_195
CALLS = "/v1/help-calls"
_numbers = count(1)


class Neighbour(Person):
    """Somebody with an account; `volunteer` is who they are as a volunteer."""

    account: str
    person: str
    volunteer: str

    def rest(self, hours: float) -> None:
        until = datetime.now(UTC) + timedelta(hours=hours)
        self.post("/v1/volunteers/me/rest", {"until": until.isoformat()})

    def take(self, call: dict[str, Any]) -> dict[str, Any]:
        """The own answer."""
        return self.post(f"{CALLS}/{call['id']}/answers")["answers"][0]

    def asked(self) -> list[str]:
        return [each["id"] for each in self.get(f"{CALLS}/to-me", limit=100)["items"]]


class Neighbourhood:
    """A community of its own, 20 km from the others; volunteers live so many metres north of whoever calls."""

    def __init__(self, town: Town) -> None:
        number = next(_numbers)
        self.town = town
        self.area = f"{STREET}.{number:03}"
        self.south = SOUTH + number * 0.2
        self.staff = town.person(Role.COMMUNITY_STAFF, areas=(self.area,))

    def neighbour(self, *roles: Role) -> Neighbour:
        account, person = uuid.uuid4().hex, uuid.uuid4().hex
        known = self.town.person(*(roles or (Role.RESIDENT,)), account=account, person=person, areas=(self.area,))
        neighbour = Neighbour(known.url, known.token)
        neighbour.account, neighbour.person = account, person
        return neighbour

    def volunteer(
        self, *skills: str, metres: float | None = 100, roles: tuple[Role, ...] = (), **fields: Any
    ) -> Neighbour:
        """Without a point where `metres` is None."""
        neighbour = self.neighbour(*roles)
        offer = {"area": self.area, "skills": list(skills or ("company",)), "radius": 9000} | fields
        if metres is not None:
            offer["point"] = {"longitude": WEST, "latitude": self.south + metres / METRES_A_DEGREE}
        neighbour.volunteer = neighbour.put("/v1/volunteers/me", offer)["id"]
        return neighbour

    def call(self, **fields: Any) -> dict[str, Any]:
        """What a call for help is made of: some time in the next two days."""
        now = datetime.now(UTC)
        return {
            "skill": "company", "text": "想请人陪我去医院复查", "area": self.area, "address": "三号楼二单元 501 室",
            "point": {"longitude": WEST, "latitude": self.south}, "minutes": 60, "starts_at": now.isoformat(),
            "ends_at": (now + timedelta(days=2)).isoformat(),
        } | fields  # fmt: skip

    def rings(self, *rings: tuple[int, int, int], urgency: str = "soon") -> None:
        """Metres, minutes, people."""
        rows = [{"radius": radius, "wait": wait, "most": most} for radius, wait, most in rings]
        self.staff.put("/v1/help-rings", {"area": self.area, "urgency": urgency, "rings": rows})

    def kept(self, call: dict[str, Any]) -> Any:
        return self.calls.find_one({"_id": call["id"]})

    def hurry(self, call: dict[str, Any], **fields: Any) -> None:
        """As if the time until the clock's next turn had passed, or what the fields say had been so before."""
        past = datetime.now(UTC) - timedelta(seconds=1)
        self.calls.update_one({"_id": call["id"]}, {"$set": fields or {"widens_at": past, "due_at": past}})

    def needs(self, **query: Any) -> list[dict[str, Any]]:
        return self.staff.get("/v1/needs", area=self.area, state="recruiting", **query)["items"]

    @property
    def calls(self) -> Any:
        return self.town.database("volunteers")["help_calls"]


def answer_path(call: dict[str, Any], answer: dict[str, Any]) -> str:
    return f"{CALLS}/{call['id']}/answers/{answer['id']}"
