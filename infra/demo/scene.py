"""Where a play happens: the suite, the place, the staff, and the agency that watches."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.demo.agency import NAME as AGENCY
from infra.demo.agency import Agency
from infra.demo.people import PATIENCE, Caller, Failed, Resident, Worker, within
from infra.local.mint import Mint
from shared.contracts.actor import Actor, Role
from shared.kernel.clock import SHANGHAI

Tell = Callable[[str, str], None]


class Scene:
    """One place in the suite at `url`, whose processes were started with `environment`.

    grid: path of the grid; the first of the town when None.
    tell: is given each thing that happens, in Chinese and in English.
    latencies: milliseconds from each event's happening to its arrival at the agency.
    """

    def __init__(self, url: str, environment: Mapping[str, str], tell: Tell, grid: str | None) -> None:
        self.tell = tell
        self.latencies: list[float] = []
        self._url, self._environment, self._asked = url, environment, grid
        # What an operator of the suite does on its own machine: lend out a token for the first appointments.
        operator = Actor("demo-operator", frozenset({Role.OPS}), areas=("150202",))
        self._operator = Caller(url, Mint(environment).token(operator, 900))

    def grid(self) -> dict[str, Any]:
        path = self._asked
        if path is None:
            found = self._operator.get("/areas", kind="grid", limit=1)["items"]
            if not found:
                raise Failed("the town has no grid; load one with: python -m infra.town load")
            path = found[0]["path"]
        grid = self._operator.get(f"/areas/{path}")
        self.tell(f"地点：{grid['full_name']}（{path}）。", f"The place: {grid['name_en']}, {path}.")
        return grid

    def resident(self) -> Resident:
        return Resident(self._url, Path(self._environment["LINLI_RUN_DIR"]) / "sms.jsonl")

    def appoint(self, post: str, area: str) -> Worker:
        """Somebody new at this post for this area, signed in."""
        worker = Worker(self._url)
        today = datetime.now(UTC).astimezone(SHANGHAI).date().isoformat()
        duty = {"post": post, "areas": [area], "since": today}
        self._operator.post("/staff", {"staff_number": worker.number, "name": "李演示"} | duty)

        def account() -> dict[str, Any] | None:
            return next(iter(self._operator.get("/accounts", staff_number=worker.number)["items"]), None)

        opened = within(PATIENCE, f"the account of the {post}", account)
        given = self._operator.post(f"/accounts/{opened['id']}/reset")
        worker.enrol(given["initial_password"])
        return worker

    def dismiss(self, worker: Worker) -> None:
        self._operator.post(f"/staff/{worker.number}/dismiss", {"reason": "demo is over"})

    def agency(self, area: str, types: str) -> Agency:
        self.tell(
            f"合作单位“{AGENCY}”用自己的消息队列账号连上，只看本社区的事件。",
            f"The partner agency {AGENCY} connects with a broker user of its own and sees this community only.",
        )
        return Agency(self._environment, area, types)

    def seen(self, agency: Agency, kind: str, subject: str) -> None:
        """Fails unless the agency sees this event about this thing within the second."""
        seen = agency.sees(kind, subject)
        self.latencies.append(seen.milliseconds)
        self.tell(
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
