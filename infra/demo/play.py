"""The main job, step by step."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.demo.agency import NAME as AGENCY
from infra.demo.agency import Agency
from infra.demo.people import PATIENCE, Caller, Failed, Resident, Worker, identity_number, within
from infra.demo.pictures import flooded_path
from infra.local.mint import Mint
from shared.contracts.actor import Actor, Role
from shared.kernel.clock import SHANGHAI

Tell = Callable[[str, str], None]

OPENED, ACCEPTED = "tickets.ticket.opened.v1", "tickets.ticket.accepted.v1"
DONE, RATED = "tickets.ticket.done.v1", "tickets.ticket.rated.v1"


class Play:
    """One run against the suite at `url`, whose processes were started with `environment`.

    grid: path of the grid in which it happens; the first of the town when None.
    tell: is given each thing that happens, in Chinese and in English.
    """

    def __init__(self, url: str, environment: Mapping[str, str], tell: Tell, grid: str | None = None) -> None:
        self._url = url
        self._environment = environment
        self._tell = tell
        # What an operator of the suite does on its own machine: lend out a token for the first appointments.
        operator = Actor("demo-operator", frozenset({Role.OPS}), areas=("150202",))
        self._operator = Caller(url, Mint(environment).token(operator, 900))
        self._grid = grid
        self.latencies: list[float] = []

    def run(self) -> dict[str, Any]:
        """The rated ticket. Raises Failed at the first step that does not go as it must."""
        grid = self._where()
        resident = Resident(self._url, Path(self._environment["LINLI_RUN_DIR"]) / "sms.jsonl")
        worker = self._appoint(grid)
        try:
            with Agency(self._environment, grid["path"].rpartition(".")[0], "tickets.*") as agency:
                self._tell(
                    f"合作单位“{AGENCY}”用自己的消息队列账号连上，只看本社区的事件。",
                    f"The partner agency {AGENCY} connects with a broker user of its own and sees this community only.",
                )
                self._admit(resident, worker, grid["path"])
                return self._matter(resident, worker, agency, middle_of(grid))
        finally:
            self._operator.post(f"/staff/{worker.number}/dismiss", {"reason": "demo is over"})

    def _where(self) -> dict[str, Any]:
        path = self._grid
        if path is None:
            found = self._operator.get("/areas", kind="grid", limit=1)["items"]
            if not found:
                raise Failed("the town has no grid; load one with: python -m infra.town load")
            path = found[0]["path"]
        grid = self._operator.get(f"/areas/{path}")
        self._tell(f"地点：{grid['full_name']}（{path}）。", f"The place: {grid['name_en']}, {path}.")
        return grid

    def _appoint(self, grid: dict[str, Any]) -> Worker:
        worker = Worker(self._url)
        today = datetime.now(UTC).astimezone(SHANGHAI).date().isoformat()
        duty = {"post": "grid_worker", "areas": [grid["path"]], "since": today}
        self._operator.post("/staff", {"staff_number": worker.number, "name": "李演示"} | duty)

        def account() -> dict[str, Any] | None:
            return next(iter(self._operator.get("/accounts", staff_number=worker.number)["items"]), None)

        opened = within(PATIENCE, "the account of the grid worker", account)
        given = self._operator.post(f"/accounts/{opened['id']}/reset")
        worker.enrol(given["initial_password"])
        self._tell(
            f"网格员 {worker.number} 上岗：账号自动开通，首次登录改密码并绑定动态验证码。",
            f"Grid worker {worker.number} is appointed, gets an account, and signs in by password and authenticator app.",
        )
        return worker

    def _admit(self, resident: Resident, worker: Worker, grid: str) -> None:
        resident.sign_in()
        self._tell(
            f"居民凭短信验证码登录（手机号 {resident.phone[:3]}****{resident.phone[-4:]}）。",
            f"A resident signs in by the code that was sent to {resident.phone[:3]}****{resident.phone[-4:]}.",
        )
        wish = {"name": "王演示", "paper": {"number": identity_number()}, "phone": resident.phone, "area": grid}
        asked = resident.post("/admissions", wish)
        waiting = worker.get("/admissions", state="new", area=grid)["items"]
        if asked["id"] not in {one["id"] for one in waiting}:
            raise Failed("the application is not on the grid worker's list")
        self._tell(
            "她申请实名入格，网格员在待办中看到申请。",
            "She applies to be admitted to her grid; the worker sees it on the list.",
        )
        for candidate in worker.get(f"/admissions/{asked['id']}").get("candidates", ()):
            worker.post(
                f"/admissions/{asked['id']}/duplicates", {"person_id": candidate["person"], "decision": "different"}
            )
        worker.post(f"/admissions/{asked['id']}/admit")
        within(PATIENCE, "the admission in her token", lambda: resident.renew().get("person"))
        self._tell(
            "网格员核对身份后同意入格，她的登录凭证随即带上居民身份。",
            "The worker admits her; her next token says who she is.",
        )

    def _matter(self, resident: Resident, worker: Worker, agency: Agency, place: dict[str, float]) -> dict[str, Any]:
        photo = resident.upload("/photos", flooded_path(), "image/png")
        report = {
            "category": "water",
            "text": "3号楼旁的小路被水淹了，老人出不了门。",
            "point": place,
            "photos": [photo["id"]],
        }
        ticket = resident.post("/tickets", report)
        self._tell(
            f"她拍照上报：小路积水（{ticket['number']}，照片 {photo['size']} 字节）。",
            f"She reports a flooded path with a photo: matter {ticket['number']}, {photo['size']} bytes of picture.",
        )
        self._seen(agency, OPENED, ticket)
        worker.post(f"/tickets/{ticket['id']}/accept")
        self._tell("网格员受理。", "The grid worker takes it on.")
        self._seen(agency, ACCEPTED, ticket)
        worker.post(f"/tickets/{ticket['id']}/finish", {"note": "已疏通排水口，路面积水退去。"})
        self._tell("网格员办结：已疏通排水口。", "The worker closes it: the drain was cleared.")
        self._seen(agency, DONE, ticket)
        rated = resident.post(f"/tickets/{ticket['id']}/rate", {"stars": 5, "comment": "半天就处理好了，谢谢！"})
        self._tell("她评价五星。", "She rates it with five stars.")
        self._seen(agency, RATED, ticket)
        if rated["state"] != "closed":
            raise Failed(f"the matter is {rated['state']}, not closed")
        return rated

    def _seen(self, agency: Agency, kind: str, ticket: dict[str, Any]) -> None:
        seen = agency.sees(kind, ticket["number"])
        self.latencies.append(seen.milliseconds)
        self._tell(
            f"    合作单位收到 {kind}，事发后 {seen.milliseconds:.0f} 毫秒。",
            f"    The agency sees {kind} {seen.milliseconds:.0f} ms after it happened.",
        )


def middle_of(grid: dict[str, Any]) -> dict[str, float]:
    """The mean of the corners, which lies inside of a convex outline."""
    corners = grid["outline"]["coordinates"][0][:-1]
    return {
        "longitude": sum(corner[0] for corner in corners) / len(corners),
        "latitude": sum(corner[1] for corner in corners) / len(corners),
    }


def narrator() -> Tell:
    """Prints each thing with the seconds since the start."""
    start = time.monotonic()

    def tell(zh: str, en: str) -> None:
        print(f"{time.monotonic() - start:6.2f} s  {zh}\n          {en}", flush=True)

    return tell
