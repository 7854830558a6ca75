"""Neighbours help each other: a call taken, a visit confirmed by both, hours that verify, points that buy something."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.demo.agency import Agency
from infra.demo.people import PATIENCE, Failed, Resident, Worker, within
from infra.demo.scene import Scene, Tell, middle_of
from shared.contracts.ledger import Statement
from shared.kernel.clock import SHANGHAI
from shared.ledger.chain import verify

CALLED = "volunteers.help_call.opened.v1"
BOOKED, ENDED = "volunteers.help_visit.booked.v1", "volunteers.help_visit.ended.v1"
AWARDED, SPENT = "volunteers.points.awarded.v1", "volunteers.points.spent.v1"
MINUTES, START, PRICE = 60, 120, 8


class Neighbourly:
    """One run against the suite at `url`; what the arguments are, `Scene` says."""

    def __init__(self, url: str, environment: Mapping[str, str], tell: Tell, grid: str | None = None) -> None:
        self._scene = Scene(url, environment, tell, grid)
        self._tell = tell

    @property
    def latencies(self) -> list[float]:
        return self._scene.latencies

    def run(self) -> dict[str, Any]:
        """The helper's page at the end. Raises Failed at the first step that does not go as it must."""
        grid = self._scene.grid()
        community = grid["path"].rpartition(".")[0]
        office = self._scene.appoint("street_clerk", community.rpartition(".")[0])
        self._tell(
            "街道工作人员上岗，负责时间银行与积分。",
            "Somebody of the street office is appointed for time bank and points.",
        )
        try:
            with self._scene.agency(community, "volunteers.*") as agency:
                elder, helper = self._scene.resident(), self._scene.resident()
                elder.sign_in()
                account = helper.sign_in()["id"]
                self._enrol(helper, office, grid)
                self._open_hours(elder, office, community)
                call, volunteer = self._call(elder, helper, agency, grid)
                self._visit(elder, helper, agency, call, volunteer)
                self._close(elder, helper, call)
                self._statement(helper, elder)
                self._points(helper, account, office, agency, community)
                return helper.get("/volunteers/me/page")
        finally:
            self._scene.dismiss(office)

    def _enrol(self, helper: Resident, office: Worker, grid: dict[str, Any]) -> None:
        offer = {"area": grid["path"], "point": middle_of(grid), "skills": ["meals"]}
        volunteer = helper.put("/volunteers/me", offer)
        office.post(f"/volunteers/{volunteer['id']}/skills", {"skill": "meals", "evidence": "健康证"})
        self._tell(
            "居民甲登记为志愿者（助餐），工作人员查验健康证后核实其技能。",
            "A resident enrols as a volunteer for meals; staff has seen the health certificate and confirms the skill.",
        )

    def _open_hours(self, elder: Resident, office: Worker, community: str) -> None:
        hours = elder.put("/time-bank/me", {"area": community})
        pool = f"/time-bank/pools/{community}"
        office.post(f"{pool}/funds", {"minutes": START, "fund": "养老时间银行专项基金"})
        office.post(f"{pool}/grants", {"to": hours["id"], "minutes": START, "reason": "启动时长"})
        self._tell(
            f"居民乙（老人）开立时间银行账户，社区时间池发给 {START} 分钟启动时长。",
            f"An elder opens an account of hours; the community's pool gives {START} minutes to begin with.",
        )

    def _call(
        self, elder: Resident, helper: Resident, agency: Agency, grid: dict[str, Any]
    ) -> tuple[dict[str, Any], str]:
        """The call, and the volunteer who was confirmed for it."""
        now = datetime.now(UTC)
        call = elder.post("/help-calls", {
            "skill": "meals", "text": "想请人中午帮忙做顿饭", "area": grid["path"], "point": middle_of(grid),
            "address": "3号楼2单元501", "minutes": MINUTES, "starts_at": now.isoformat(),
            "ends_at": (now + timedelta(days=1)).isoformat(),
        })  # fmt: skip
        self._tell(
            "她发出求助：“谁有空？”，附近合适的志愿者收到。",
            "She asks who is free; fitting volunteers near by are called.",
        )
        self._scene.seen(agency, CALLED, call["id"])
        within(
            PATIENCE,
            "the call",
            lambda: call["id"] in {each["id"] for each in helper.get("/volunteers/me/page")["asked"]},
        )
        (answer,) = helper.post(f"/help-calls/{call['id']}/answers")["answers"]
        waiting = elder.get("/volunteers/me/page")["to_do"]
        if ("choose_helper", answer["id"]) not in {(each["what"], each.get("answer_id")) for each in waiting}:
            raise Failed("the elder's page does not say that somebody has taken the call")
        elder.post(f"/help-calls/{call['id']}/answers/{answer['id']}/confirm")
        self._tell(
            "志愿者接单，她在“我的”页面看到并确认；此时志愿者才看到门牌号。",
            "The volunteer takes it; her page says so, and she confirms. Only now the volunteer sees the address.",
        )
        return call, answer["volunteer_id"]

    def _visit(self, elder: Resident, helper: Resident, agency: Agency, call: dict[str, Any], volunteer: str) -> None:
        visit = elder.post("/time-bank/visits", {
            "volunteer_id": volunteer, "kind": "meals", "minutes": MINUTES, "starts_at": datetime.now(UTC).isoformat(),
            "request": f"call:{call['id']}",
        })  # fmt: skip
        left = elder.get("/time-bank/me")["available"]
        self._tell(
            f"她预约上门助餐，{MINUTES} 分钟被冻结，余 {left} 分钟可用。",
            f"She books the visit; {MINUTES} minutes are held, {left} are left to spend.",
        )
        self._scene.seen(agency, BOOKED, visit["id"])
        helper.post(f"/time-bank/visits/{visit['id']}/confirm", {"minutes": MINUTES})
        done = elder.post(f"/time-bank/visits/{visit['id']}/confirm", {"minutes": MINUTES})
        earned = helper.get("/time-bank/me")["minutes"]
        if (done["state"], earned) != ("done", MINUTES):
            raise Failed(f"the visit is {done['state']}, and {earned} minutes were earned")
        self._tell(
            f"双方都确认 {MINUTES} 分钟，时长这才入账。",
            f"Both confirm {MINUTES} minutes, and only then they are earned.",
        )
        self._scene.seen(agency, ENDED, visit["id"])

    def _close(self, elder: Resident, helper: Resident, call: dict[str, Any]) -> None:
        (answer,) = elder.get(f"/help-calls/{call['id']}")["answers"]
        here = f"/help-calls/{call['id']}/answers/{answer['id']}"
        for side in (helper, elder):
            side.post(f"{here}/done", {"minutes": MINUTES})
        for side in (helper, elder):
            side.post(f"{here}/feedback", {"rating": 5, "text": "谢谢！"})
        for side in (helper, elder):
            if side.get("/volunteers/me/page")["to_do"]:
                raise Failed("something still waits for somebody after all was done")
        self._tell("求助办结，双方互评五星。", "The call is done; both give the other side five stars.")

    def _statement(self, helper: Resident, elder: Resident) -> None:
        today = datetime.now(UTC).astimezone(SHANGHAI)
        kept = Statement.model_validate(helper.get(f"/time-bank/me/statements/{today.year}/{today.month}"))
        last = kept.lines[-1]
        forged = kept.model_copy(
            update={"lines": [*kept.lines[:-1], last.model_copy(update={"amount": last.amount + 60})]}
        )
        genuine = [
            elder.post("/time-bank/statements/check", {"text": each.model_dump_json()})["genuine"]
            for each in (kept, forged)
        ]
        if (genuine, verify(kept), verify(forged)) != ([True, False], True, False):
            raise Failed("the statement does not tell a genuine from a forged one")
        self._tell(
            "志愿者保存本月对账单：不连系统也能验真；改动一行，即被发现。",
            "The volunteer keeps the month's statement: it verifies without the suite, and one with a changed line does not.",
        )

    def _points(self, helper: Resident, account: str, office: Worker, agency: Agency, community: str) -> None:
        office.put(f"/points/rules/{community}/service", {"name": "志愿服务", "points": 10, "measure": "hour"})
        deed = {"account": account, "area": community, "kind": "service", "deed": f"demo:{uuid.uuid4().hex}"}
        award = office.post("/points/awards", deed)
        self._tell(
            f"按积分规则，一小时服务得 {award['points']} 分。",
            f"By rule an hour of service earns {award['points']} points.",
        )
        self._scene.seen(agency, AWARDED, award["id"])
        shop = office.post("/points/shops", {"name": "福禧积分超市", "area": community})
        offer = office.post(f"/points/shops/{shop['id']}/offers", {"title": "食用盐", "price": PRICE, "stock": 5})
        reserved = helper.post("/points/redemptions", {"offer_id": offer["id"]})
        office.post(f"/points/shops/{shop['id']}/collections", {"code": reserved["code"]})
        left = helper.get("/points/me")["available"]
        if left != award["points"] - PRICE:
            raise Failed(f"{left} points are left")
        self._tell(
            f"她在积分超市用 {PRICE} 分兑换食用盐，凭一次性兑换码领取，余 {left} 分。",
            f"A packet of salt for {PRICE} points, collected by a code that is good once; {left} points are left.",
        )
        self._scene.seen(agency, SPENT, reserved["id"])
