"""A street's 2,000 needs matched with 5,000 resources, as its office asks for it; beside it one need after the other.

Each needs somebody with a skill, at a place and a time; a resource is a volunteer with one to three skills who is free at some times of the
week, goes 2 km and serves one need. The rows are stored as the service writes them, all else is one request.
"""

import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from statistics import median
from typing import Any

import psutil
import requests

from infra.bench import ours, report
from infra.bench.peers.greedy import Solved, best_for_each, best_of_all
from infra.bench.stage import Stage
from infra.local.mint import Mint
from infra.local.suite import Suite
from shared.contracts.actor import Actor, Role
from shared.contracts.model import Point
from shared.contracts.volunteers.needs import Kind, NeedFields
from shared.contracts.volunteers.people import Skill, Slot
from shared.contracts.volunteers.resources import ResourceFields, Source
from shared.kernel.ids import new_id

NEEDS, RESOURCES = 2_000, 5_000
AIM = 10.0
"""Seconds."""
STREET = "150202.001"
COMMUNITIES = 20
SIZE = 0.1
"""Degrees that the street is wide and high."""
MONDAY = datetime(2150, 6, 1, 0, tzinfo=UTC)
SEED = 7
PREFIX = "matching_"
Row = dict[str, Any]


def run(stage: Stage) -> None:
    needs, resources = _posed()
    best, greedy = best_of_all(needs, resources), best_for_each(needs, resources)
    environment = {"LINLI_RATE_LIMIT": "", "LINLI_LOG_LEVEL": "WARNING", "LINLI_DATABASE_PREFIX": PREFIX}
    services = ["identity", "volunteers"]
    suite = Suite(stage.folder / "suite-matching", stage.broker, stage.database, environment, services)
    suite.start()
    try:
        ours.leave_out_others(stage, services)
        office = _Office(stage, suite, needs, resources)
        rounds = [office.match() for _ in range(stage.options.rounds)]
    finally:
        suite.stop()
    _print(rounds, best, greedy)


class _Office:
    """Whoever matches the needs of the street, again and again from the beginning."""

    def __init__(
        self, stage: Stage, suite: Suite, needs: Sequence[NeedFields], resources: Sequence[ResourceFields]
    ) -> None:
        actor = Actor("bench", frozenset({Role.STREET_STAFF}), areas=(STREET,))
        self._url, self._token = suite.url, Mint(suite.environment).token(actor)
        self._database = stage.mongo[f"{PREFIX}volunteers"]
        self._process = psutil.Process(suite.processes["volunteers"][0].pid)
        need = self._stored("needs", needs[0].model_dump(mode="json", exclude_none=True))
        resource = self._stored("resources", resources[0].model_dump(mode="json", exclude_none=True))
        self._rows = {
            "needs": [_need_row(need, each) for each in needs],
            "resources": [_resource_row(resource, each) for each in resources],
        }

    def match(self) -> tuple[Row, float, float]:
        """The reply, the seconds until it came, and the processor seconds that the service took."""
        self._database["projects"].delete_many({})
        for name, rows in self._rows.items():
            self._database[name].delete_many({})
            self._database[name].insert_many(rows)
        spent = sum(self._process.cpu_times()[:2])
        began = time.perf_counter()
        reply = self._post("matchings", {"area": STREET})
        return reply, time.perf_counter() - began, sum(self._process.cpu_times()[:2]) - spent

    def _stored(self, name: str, body: Row) -> Row:
        """One that went through the API, so that the others look as the service writes them."""
        found = self._database[name].find_one({"_id": self._post(name, body)["id"]})
        assert found is not None
        return found

    def _post(self, name: str, body: Row) -> Row:
        headers = {"Authorization": f"Bearer {self._token}"}
        reply = requests.post(f"{self._url}/v1/{name}", json=body, headers=headers, timeout=60)
        reply.raise_for_status()
        return reply.json()


def _posed() -> tuple[list[NeedFields], list[ResourceFields]]:
    dice = random.Random(SEED)
    return [_need(dice) for _ in range(NEEDS)], [_resource(dice, number) for number in range(RESOURCES)]


def _need(dice: random.Random) -> NeedFields:
    begins = MONDAY + timedelta(days=dice.randrange(7), minutes=30 * dice.randrange(24))
    return NeedFields(
        title="需求", kind=Kind.PEOPLE, skill=dice.choice(list(Skill)), area=_community(dice), point=_point(dice),
        starts_at=begins, ends_at=begins + timedelta(hours=2), priority=dice.randint(1, 5),
    )  # fmt: skip


def _resource(dice: random.Random, number: int) -> ResourceFields:
    slots = [
        Slot(weekday=day, since=time_of_day(hour), until=time_of_day(hour + 4))
        for day in dice.sample(range(1, 8), 4)
        for hour in [dice.randrange(8, 18)]
    ]
    return ResourceFields(
        unit=f"志愿服务队{number}", source=Source.TEAM, kind=Kind.PEOPLE, area=_community(dice), point=_point(dice),
        skills=sorted(dice.sample(list(Skill), dice.randint(1, 3))), capacity=1, reach=2000, slots=slots,
    )  # fmt: skip


def _community(dice: random.Random) -> str:
    return f"{STREET}.{dice.randrange(COMMUNITIES) + 1:03d}"


def _point(dice: random.Random) -> Point:
    return Point(longitude=ours.WEST + SIZE * dice.random(), latitude=ours.SOUTH + SIZE * dice.random())


def _need_row(template: Row, fields: NeedFields) -> Row:
    plain = fields.model_dump(include={"kind", "skill", "starts_at", "ends_at", "quantity", "priority"})
    return template | plain | _placed(fields) | {"remaining": fields.quantity}


def _resource_row(template: Row, fields: ResourceFields) -> Row:
    slots = [
        {"weekday": slot.weekday, "since": slot.since.hour * 60, "until": slot.until.hour * 60} for slot in fields.slots
    ]
    plain = fields.model_dump(include={"unit", "kind", "skills", "reach", "capacity"})
    return template | plain | _placed(fields) | {"left": fields.capacity, "slots": slots}


def _placed(fields: NeedFields | ResourceFields) -> Row:
    assert fields.point is not None
    parts = fields.area.split(".")
    within = [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]
    place = {"longitude": fields.point.longitude, "latitude": fields.point.latitude}
    return {"_id": new_id(datetime.now(UTC)), "area": fields.area, "within": within} | place


def _print(rounds: list[tuple[Row, float, float]], best: Solved, greedy: Solved) -> None:
    report.heading(f"Matching {NEEDS:,} needs with {RESOURCES:,} resources")
    seconds = [each[1] for each in rounds]
    rows = [
        [
            "through gateway and service",
            report.spread(seconds),
            report.spread([each[2] for each in rounds]),
            str(rounds[0][0]["pieces"]),
            f"{rounds[0][0]['total'] / best.total:.1%}",
        ],
        *(
            [name, f"{done.seconds:.2f}", f"{done.cpu:.2f}", str(done.pieces), f"{done.total / best.total:.1%}"]
            for name, done in (("the solver alone", best), ("one need after the other", greedy))
        ),
    ]
    report.table(["", "seconds", "of processor", "pieces", "of the optimum"], rows)
    within = "within" if median(seconds) <= AIM else "ABOVE"
    report.note(f"  {within} the aim of {AIM:.0f} s")
    if any(reply["total"] != best.total for reply, _, _ in rounds):
        raise ValueError("the service found another sum than the solver alone")
