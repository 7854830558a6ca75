"""The running suite as the loader sees it: bulk operations over the RPC line, asked as operations staff."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from infra.local.mint import Mint
from infra.local.problems import LocalProblem
from infra.local.run import LocalRun
from infra.local.settings import LocalSettings
from infra.town.buildings import Building, Estate
from infra.town.geography import DISTRICT_CODE, Area
from infra.town.households import AS_OF, Household
from infra.town.points import ServicePoint
from infra.town.staff import StaffMember
from shared.contracts.actor import Actor, Role
from shared.contracts.call import Context
from shared.contracts.operation import Op
from shared.contracts.residents import areas, buildings, figures, households, points
from shared.contracts.residents import staff as staff_api
from shared.kernel.clock import SystemClock
from shared.kernel.errors import DEADLINE, UNAVAILABLE, Refusal
from shared.kernel.ids import new_id
from shared.messaging.line import Line

TOKEN_SECONDS = 600
TURNS = 5
IN_FLIGHT = 3
"""Batches on their way at once: one is made, one is checked, one is written."""


def connect() -> RunningSuite:
    """The suite that the environment names, or the one that runs from this folder."""
    if "LINLI_DATA_KEY" in os.environ:
        return RunningSuite(os.environ)
    settings = LocalSettings()
    if not (settings.run_dir / "ready").exists():
        raise LocalProblem("The suite does not run, or has not started yet.", "make run.")
    return RunningSuite(LocalRun(settings, {}).environment)


class RunningSuite:
    """Sends batches ahead; the first that is refused stops the loading at the next one."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._line = Line(environment.get("LINLI_GATEWAY_AMQP_URL") or environment["LINLI_AMQP_URL"])
        self._mint = Mint(environment)
        self._token = ("", 0.0)
        self._pool = ThreadPoolExecutor(IN_FLIGHT)
        self._sent: deque[Future[Any]] = deque()

    def is_empty(self) -> bool:
        """Whether there are no people: a loading that broke off before them is taken up again."""
        try:
            counted = self._ask(figures.SHOW_FIGURES, figures.ShowFigures(path=DISTRICT_CODE))
        except Refusal as refusal:
            if refusal.reason.code == "not_found":
                return True
            raise
        return counted.residents == 0 and not counted.pending

    def send_areas(self, batch: Sequence[Area]) -> None:
        self.finish()  # an area is taken after the one that it lies in
        self._send(areas.LOAD_AREAS, lambda: areas.LoadAreas(areas=[_area(area) for area in batch]))

    def send_estates(self, batch: Sequence[Estate]) -> None:
        self._send(buildings.LOAD_BUILDINGS, lambda: buildings.LoadBuildings(estates=[_estate(one) for one in batch]))

    def send_buildings(self, batch: Sequence[Building]) -> None:
        self._send(
            buildings.LOAD_BUILDINGS, lambda: buildings.LoadBuildings(buildings=[_building(one) for one in batch])
        )

    def send_staff(self, batch: Sequence[StaffMember]) -> None:
        self._send(staff_api.LOAD_STAFF, lambda: staff_api.LoadStaff(staff=[_staff(member) for member in batch]))

    def send_points(self, batch: Sequence[ServicePoint]) -> None:
        self._send(points.LOAD_POINTS, lambda: points.LoadPoints(points=[_point(point) for point in batch]))

    def send_households(self, batch: Sequence[Household]) -> None:
        self._send(
            households.LOAD_HOUSEHOLDS,
            lambda: households.LoadHouseholds(households=[_household(home) for home in batch]),
        )

    def finish(self) -> None:
        """Returns when all that was sent has been written; raises what was refused."""
        while self._sent:
            self._sent.popleft().result()

    def _send(self, op: Op, command: Callable[[], Any]) -> None:
        while len(self._sent) >= IN_FLIGHT:
            self._sent.popleft().result()
        self._sent.append(self._pool.submit(lambda: self._ask(op, command())))

    def _ask(self, op: Op, command: Any) -> Any:
        """Under one key however often it is asked, so that a batch that came late is not refused, and none is written twice."""
        key = new_id(SystemClock().now())
        return patiently(
            lambda: self._line.ask(
                op,
                command,
                Context(new_id(SystemClock().now()), time.time() + op.deadline, token=self._bearer(), key=key),
            )
        )

    def _bearer(self) -> str:
        token, until = self._token
        if time.monotonic() > until:
            loader = Actor("town-loader", frozenset({Role.OPS}), areas=(DISTRICT_CODE,))
            token = self._mint.token(loader, TOKEN_SECONDS)
            self._token = (token, time.monotonic() + TOKEN_SECONDS / 2)
        return token


def patiently(ask: Callable[[], Any], turns: int = TURNS) -> Any:
    """What is asked, again while a busy machine answers too late or not at all."""
    for _ in range(turns - 1):
        try:
            return ask()
        except Refusal as refusal:
            if refusal.reason not in (DEADLINE, UNAVAILABLE):
                raise
    return ask()


def _area(area: Area) -> areas.AreaFields:
    return areas.AreaFields.model_validate(
        {"path": area.code, "kind": area.kind, "name": area.name_zh, "name_en": area.name_en, "outline": area.polygon}
    )


def _estate(estate: Estate) -> buildings.EstateFields:
    return buildings.EstateFields(
        code=estate.code, community=estate.community, name=estate.name_zh, name_en=estate.name_en
    )


def _building(building: Building) -> buildings.BuildingRecord:
    return buildings.BuildingRecord.model_validate(
        {
            "code": building.code,
            "estate": building.estate,
            "address": f"{building.estate_name}{building.number}号楼",
            "number": str(building.number),
            "storeys": building.storeys,
            "units": building.units,
            "landing": building.landing,
            "completed": building.completed,
            "point": _place(building.position),
            "grid": building.grid,
        }
    )


def _staff(member: StaffMember) -> staff_api.StaffRecord:
    """A constable answers for the grids that his or her buildings lie in."""
    duty = sorted({code.rpartition("-")[0] for code in member.buildings}) or [member.area]
    return staff_api.StaffRecord(
        staff_number=member.number, name=member.name, phone=member.phone, post=staff_api.PostCode(member.post),
        areas=duty, buildings=list(member.buildings), since=AS_OF,
    )  # fmt: skip


def _point(point: ServicePoint) -> points.PointRecord:
    return points.PointRecord.model_validate(
        {
            "code": point.code,
            "kind": point.kind,
            "name": point.name_zh,
            "name_en": point.name_en,
            "point": _place(point.position),
            "hours": [span._asdict() for span in point.hours],
            "grid": point.grid,
        }
    )


def _household(home: Household) -> households.LoadedHousehold:
    return households.LoadedHousehold.model_validate(
        {
            "building": home.building,
            "grid": home.grid,
            "dwelling": home.dwelling,
            "moved_in": home.moved_in,
            "members": [
                {
                    "role": who.role,
                    "name": who.name,
                    "sex": who.sex,
                    "birth_date": who.birth_date,
                    "identity_number": who.identity_number,
                    "phone": who.phone,
                }
                for who in home.members
            ],
        }
    )


def _place(position: tuple[float, float]) -> dict[str, float]:
    return {"longitude": position[0], "latitude": position[1]}
