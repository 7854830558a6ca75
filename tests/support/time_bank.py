"""A community with a time bank: elders, volunteers, staff, a pool, and the proof of the book."""

import uuid
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import mongoengine

from shared.contracts.actor import Role
from shared.ledger.collections import Ledger
from shared.ledger.proof import Proof, prove
from tests.support.town import Person, Town

STREET = "150451.001"
SIX = ["meals", "cleaning", "bathing", "medical", "household", "counselling"]
_numbers = count(1)


class Member(Person):
    """Somebody with an account that signs in; `hours` is their account of hours, `volunteer` who they are to those they help."""

    account: str
    hours: str
    volunteer: str

    def balance(self) -> int:
        return self.get("/v1/time-bank/me")["minutes"]


class Community:
    """Of its own for each test, so that its pool is too."""

    def __init__(self, town: Town, street: str = STREET) -> None:
        self.town = town
        self.area = f"{street}.{next(_numbers):03}"
        self.staff = town.person(Role.COMMUNITY_STAFF, areas=(self.area,))
        self.street = town.person(Role.STREET_STAFF, areas=(street,))

    def colleague(self) -> Person:
        return self.town.person(Role.COMMUNITY_STAFF, areas=(self.area,))

    def fund(self, minutes: int) -> Any:
        return self.street.post(
            f"/v1/time-bank/pools/{self.area}/funds", {"minutes": minutes, "fund": "养老时间银行专项基金"}
        )

    def pool(self) -> Any:
        return self.staff.get(f"/v1/time-bank/pools/{self.area}")

    def grant(self, to: str, minutes: int) -> Any:
        return self.staff.post(
            f"/v1/time-bank/pools/{self.area}/grants", {"to": to, "minutes": minutes, "reason": "启动时长"}
        )

    def elder(self, minutes: int = 0, *roles: Role) -> Member:
        elder = self._member(*(roles or (Role.RESIDENT,)))
        if minutes:
            self.fund(minutes)
            self.grant(elder.hours, minutes)
        return elder

    def volunteer(self, skills: list[str] = SIX, *roles: Role) -> Member:
        """With an account of hours, and with skills that a supporter has confirmed."""
        helper = self._member(*(roles or (Role.VOLUNTEER,)))
        self.enrol(helper, skills)
        for skill in skills:
            self.staff.post(f"/v1/volunteers/{helper.volunteer}/skills", {"skill": skill, "evidence": "培训合格证"})
        return helper

    def enrol(self, helper: Member, skills: list[str]) -> None:
        helper.volunteer = helper.put("/v1/volunteers/me", {"area": self.area, "skills": skills})["id"]

    def newcomer(self, *roles: Role) -> Member:
        """Somebody without an account of hours yet."""
        account = uuid.uuid4().hex
        areas = (self.area,) if Role.COMMUNITY_STAFF in roles else ()
        known = self.town.person(*(roles or (Role.VOLUNTEER,)), account=account, areas=areas)
        member = Member(known.url, known.token)
        member.account = account
        return member

    def _member(self, *roles: Role) -> Member:
        member = self.newcomer(*roles)
        member.hours = member.put("/v1/time-bank/me", {"area": self.area})["id"]
        return member


def booking(
    helper: Member, minutes: int = 60, kind: str = "meals", hours_ago: float = 1, **more: Any
) -> dict[str, Any]:
    starts_at = datetime.now(UTC) - timedelta(hours=hours_ago)
    return {
        "volunteer_id": helper.volunteer,
        "kind": kind,
        "minutes": minutes,
        "starts_at": starts_at.isoformat(),
    } | more


def booked(elder: Person, helper: Member, **more: Any) -> str:
    """The path of a visit that began an hour ago."""
    return f"/v1/time-bank/visits/{elder.post('/v1/time-bank/visits', booking(helper, **more))['id']}"


def proof_of(town: Town) -> Proof:
    """The proof of the book that the running service keeps."""
    alias = f"proof {uuid.uuid4().hex}"
    name = f"{town.suite.environment['LINLI_DATABASE_PREFIX']}volunteers"
    mongoengine.connect(name, alias=alias, host=town.servers.database.url, tz_aware=True)
    try:
        return prove(Ledger(alias, "volunteers"))
    finally:
        mongoengine.disconnect(alias)
