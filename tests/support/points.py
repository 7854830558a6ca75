"""A community with rules for points, shops and people with points."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town

RULES = {
    "hazard_snapshot": {"name": "隐患随手拍", "points": 5},
    "clean_up": {"name": "清洁家园", "points": 10},
    "service": {"name": "志愿服务", "points": 10, "measure": "hour"},
    "goods_given": {"name": "捐赠物品", "points": 50, "measure": "value"},
}


def this_month() -> str:
    return datetime.now(UTC).astimezone(SHANGHAI).strftime("%Y-%m")


@dataclass
class Holder:
    account: str
    person: Person

    @property
    def points(self) -> dict[str, Any]:
        return self.person.get("/v1/points/me")


@dataclass
class Community:
    town: Town
    area: str
    office: Person = field(init=False)
    shop: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.office = self.town.person(Role.COMMUNITY_STAFF, areas=(self.area,))
        for kind, terms in RULES.items():
            self.rule(kind, **terms)
        self.shop = self.office.post("/v1/points/shops", {"name": "福禧积分超市", "area": self.area})

    def rule(self, kind: str, **terms: Any) -> dict[str, Any]:
        return self.office.put(f"/v1/points/rules/{self.area}/{kind}", {"name": kind} | terms)

    def holder(self, points: int = 0, role: Role = Role.RESIDENT) -> Holder:
        account = uuid.uuid4().hex
        holder = Holder(account, self.town.person(role, account=account))
        if points:
            self.rule("given", points=points)
            self.award(holder, kind="given")
        return holder

    def deed(self, holder: Holder, **more: Any) -> dict[str, Any]:
        body = {"account": holder.account, "area": self.area, "kind": "clean_up", "deed": uuid.uuid4().hex}
        return body | more

    def award(self, holder: Holder, **more: Any) -> dict[str, Any]:
        return self.office.post("/v1/points/awards", self.deed(holder, **more))

    def offer(self, price: int = 30, shop: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        body = {"title": "抽纸一提", "price": price} | more
        return self.office.post(f"/v1/points/shops/{(shop or self.shop)['id']}/offers", body)

    def allied(self, name: str = "便民理发店") -> tuple[Holder, dict[str, Any]]:
        merchant = self.holder(role=Role.MERCHANT)
        body = {"name": name, "area": self.area, "merchant": merchant.account}
        return merchant, self.office.post("/v1/points/shops", body)


def redeem(holder: Holder, offer: dict[str, Any], **more: Any) -> dict[str, Any]:
    return holder.person.post("/v1/points/redemptions", {"offer_id": offer["id"]} | more)


def collect(keeper: Person, shop: dict[str, Any], code: str) -> dict[str, Any]:
    return keeper.post(f"/v1/points/shops/{shop['id']}/collections", {"code": code})


def no_collection(keeper: Person, shop: dict[str, Any], code: str) -> str:
    return keeper.refused("POST", f"/v1/points/shops/{shop['id']}/collections", {"code": code})["code"]


def no_redemption(holder: Holder, offer: dict[str, Any], **more: Any) -> str:
    return holder.person.refused("POST", "/v1/points/redemptions", {"offer_id": offer["id"]} | more)["code"]


def sums(town: Town) -> dict[str, int]:
    """What the book has of all points: issued, available, held, spent and expired."""
    found = {"issued": 0, "available": 0, "held": 0, "spent": 0, "expired": 0}
    for account in town.database("volunteers")["ledger_accounts"].find({"unit": "point"}):
        place = account["_id"].split("#")[0].split(":")[1]
        balance, held = account["balance"], account["held"]
        if place == "of":
            found["available"] += balance - held
            found["held"] += held
        else:
            found[place] += -balance if place == "issued" else balance
    return found
