"""The main job, step by step."""

import time
from collections.abc import Mapping
from typing import Any

from infra.demo.agency import Agency
from infra.demo.people import PATIENCE, Failed, Resident, Worker, identity_number, within
from infra.demo.pictures import flooded_path
from infra.demo.scene import Scene, Tell, middle_of

OPENED, ACCEPTED = "tickets.ticket.opened.v1", "tickets.ticket.accepted.v1"
DONE, RATED = "tickets.ticket.done.v1", "tickets.ticket.rated.v1"


class Play:
    """One run against the suite at `url`; what the arguments are, `Scene` says."""

    def __init__(self, url: str, environment: Mapping[str, str], tell: Tell, grid: str | None = None) -> None:
        self._scene = Scene(url, environment, tell, grid)
        self._tell = tell

    @property
    def latencies(self) -> list[float]:
        return self._scene.latencies

    def run(self) -> dict[str, Any]:
        """The rated ticket. Raises Failed at the first step that does not go as it must."""
        grid = self._scene.grid()
        resident = self._scene.resident()
        worker = self._scene.appoint("grid_worker", grid["path"])
        self._tell(
            f"网格员 {worker.number} 上岗：账号自动开通，首次登录改密码并绑定动态验证码。",
            f"Grid worker {worker.number} is appointed, gets an account, and signs in by password and authenticator app.",
        )
        try:
            with self._scene.agency(grid["path"].rpartition(".")[0], "tickets.*") as agency:
                self._admit(resident, worker, grid["path"])
                return self._matter(resident, worker, agency, middle_of(grid))
        finally:
            self._scene.dismiss(worker)

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
        self._scene.seen(agency, OPENED, ticket["id"])
        worker.post(f"/tickets/{ticket['id']}/accept")
        self._tell("网格员受理。", "The grid worker takes it on.")
        self._scene.seen(agency, ACCEPTED, ticket["id"])
        worker.post(f"/tickets/{ticket['id']}/finish", {"note": "已疏通排水口，路面积水退去。"})
        self._tell("网格员办结：已疏通排水口。", "The worker closes it: the drain was cleared.")
        self._scene.seen(agency, DONE, ticket["id"])
        rated = resident.post(f"/tickets/{ticket['id']}/rate", {"stars": 5, "comment": "半天就处理好了，谢谢！"})
        self._tell("她评价五星。", "She rates it with five stars.")
        self._scene.seen(agency, RATED, ticket["id"])
        if rated["state"] != "closed":
            raise Failed(f"the matter is {rated['state']}, not closed")
        return rated


def narrator() -> Tell:
    """Prints each thing with the seconds since the start."""
    start = time.monotonic()

    def tell(zh: str, en: str) -> None:
        print(f"{time.monotonic() - start:6.2f} s  {zh}\n          {en}", flush=True)

    return tell
