"""A community that pairs volunteers with children and elders, and lets time pass for a pair."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pika

from shared.contracts.actor import Role
from shared.contracts.envelope import CONTENT_TYPE, envelop
from shared.contracts.residents import PersonErased
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town

WEEKLY = {"interval": 7, "grace": 2, "what": ["company", "lessons"]}


def today() -> date:
    return datetime.now(UTC).astimezone(SHANGHAI).date()


def noon(days_ago: int) -> str:
    day = datetime.now(UTC).astimezone(SHANGHAI) - timedelta(days=days_ago)
    return day.replace(hour=12, minute=0, second=0, microsecond=0).isoformat()


class Somebody(Person):
    """Who signs in, with their account, their number in the register, and who they are as a volunteer."""

    account: str
    person: str
    volunteer: str


class Community:
    def __init__(self, town: Town, area: str) -> None:
        self.town = town
        self.area = area
        self.staff = town.person(Role.COMMUNITY_STAFF, areas=(area,))

    def somebody(self, *roles: Role, areas: tuple[str, ...] = (), **known: str) -> Somebody:
        account, person = known.get("account", uuid.uuid4().hex), known.get("person", uuid.uuid4().hex)
        token = self.town.person(*(roles or (Role.RESIDENT,)), account=account, person=person, areas=areas)
        made = Somebody(token.url, token.token)
        made.account, made.person = account, person
        return made

    def volunteer(self, *roles: Role, areas: tuple[str, ...] = ()) -> Somebody:
        made = self.somebody(*roles, areas=areas)
        made.volunteer = made.put("/v1/volunteers/me", {"area": self.area})["id"]
        return made

    def carer(self, days: int = 365) -> Somebody:
        """A volunteer with a check."""
        made = self.volunteer()
        self.vet(made, days)
        return made

    def vet(self, who: Somebody, days: int = 365) -> Any:
        body = {"paper": "无犯罪记录证明", "until": (today() + timedelta(days=days)).isoformat()}
        return self.staff.post(f"/v1/volunteers/{who.volunteer}/vetting", body)

    def elder(self, person: str | None = None, alone: bool = True, area: str | None = None) -> str:
        body = {"person": person or uuid.uuid4().hex, "area": area or self.area, "living_alone": alone}
        return self.staff.post("/v1/wards/elders", body)["id"]

    def child(self, guardian: str | None = None, name: str = "小满") -> str:
        body = {
            "area": self.area, "name": name, "birth_year": today().year - 9,
            "consent": {
                "guardian": guardian or uuid.uuid4().hex, "paper": "监护人知情同意书", "given_on": today().isoformat(),
            },
        }  # fmt: skip
        return self.staff.post("/v1/wards/children", body)["id"]

    def propose(self, volunteer: Somebody, ward: str, kind: str, plan: dict | None = None) -> str:
        """The path of the pair."""
        body = {"volunteer_id": volunteer.volunteer, "ward_id": ward, "kind": kind, "plan": plan or WEEKLY}
        return f"/v1/pairs/{self.staff.post('/v1/pairs', body)['id']}"

    def begun(self, volunteer: Somebody, ward: str, kind: str, days_ago: int = 0, plan: dict | None = None) -> str:
        """The path of a pair that is active since so many days; for a child, staff accepts by the guardian's paper."""
        pair = self.propose(volunteer, ward, kind, plan)
        shown = volunteer.post(f"{pair}/accept", {})
        if shown["state"] != "active":
            self.staff.post(f"{pair}/accept", {"paper": "监护人结对确认书"})
        pass_days(self.town, pair, days_ago)
        return pair

    def not_proposed(self, volunteer: str, ward: str, kind: str, plan: dict | None = None) -> dict[str, Any]:
        body = {"volunteer_id": volunteer, "ward_id": ward, "kind": kind, "plan": plan or WEEKLY}
        return self.staff.refused("POST", "/v1/pairs", body)


def told(days_ago: int, minutes: int = 60, **more: Any) -> dict[str, Any]:
    return {"began_at": noon(days_ago), "minutes": minutes, "what": ["company"]} | more


def tell(volunteer: Person, pair: str, *visits: dict[str, Any]) -> list[str]:
    """The ids of the visits."""
    return [each["id"] for each in volunteer.post(f"{pair}/visits", {"visits": list(visits)})["items"]]


def confirm(who: Person, visits: list[str]) -> Any:
    return who.post("/v1/pair-visits/decision", {"visits": visits})["items"]


def pass_days(town: Town, pair: str, days: int) -> None:
    """As if all that is stored of the pair had been so many days earlier."""
    rows = town.database("volunteers")["pairs"]
    row = rows.find_one({"_id": pair.rpartition("/")[2]})
    earlier = {
        name: (date.fromisoformat(row[name]) - timedelta(days=days)).isoformat()
        for name in ("active_since", "counted_from", "paused_on", "last_visit", "due", "late_since")
        if row.get(name)
    }
    if earlier and days:
        rows.update_one({"_id": row["_id"]}, {"$set": earlier, "$inc": {"version": 1}})


def forget(town: Town, account: str, person: str, area: str = "150504.001.001") -> None:
    """Announces, as residents does, that somebody is forgotten."""
    request = uuid.uuid4().hex
    envelope = envelop(
        PersonErased(person=person, account=account, area=area), id=uuid.uuid4().hex, subject=person, version=2, area=area,
        now=datetime.now(UTC), request_id=request, causation_id=request, traceparent=None,
    )  # fmt: skip
    with pika.BlockingConnection(pika.URLParameters(town.servers.broker.amqp_url)) as connection:
        connection.channel().basic_publish(
            "domain.events", envelope.routing_key, envelope.model_dump_json(exclude_none=True).encode(),
            pika.BasicProperties(content_type=CONTENT_TYPE, delivery_mode=2),
        )  # fmt: skip
