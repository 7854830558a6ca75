"""A million tickets against ten thousand: what a worker, a citizen and an auditor wait for.

Both stores hold the same town: 731 grids with ten open tickets each; what grows is the past. One ticket by its id is asked for beside, as a
measure of what else the machine was doing; a ratio is to be read beside that one's.
"""

import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import requests

from infra.bench import ours, report
from infra.bench.stage import Stage
from infra.bench.system import System
from infra.local.mint import Mint
from infra.local.suite import Suite
from shared.contracts.actor import Actor, Role
from shared.kernel.clock import SHANGHAI
from shared.kernel.ids import new_id

SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000
GRIDS = 731
OPEN = 10 * GRIDS
BATCH = 5_000
QUESTIONS = 200
AIM = 1.5
FIGURE_QUESTIONS = 15
PATIENCE = 900
"""Seconds."""
DISTRICT = "150202"
SEED = 11
CATEGORIES = ("road", "water", "power", "rubbish", "noise", "safety", "other")
CHANNELS = ("app", "hotline", "patrol", "letter_box", "face_to_face")
Row = dict[str, Any]


@dataclass
class Question:
    name: str
    path: Callable[[random.Random], str]
    token: str


def run(stage: Stage) -> None:
    with ours.running(stage) as (suite, system):
        template = _template(suite, system)
        tickets = system.tickets
        questions = _questions(suite, template["_id"])
        found: dict[int, dict[str, list[float]]] = {}
        counted: dict[int, tuple[float, list[float]]] = {}
        held = 0
        for size in (SMALL, MIDDLE, LARGE):
            began = time.monotonic()
            for batch in _batches(template, held, size):
                tickets.insert_many(batch, ordered=False)
            held = size
            report.note(f"  {size:,} tickets stored, after {time.monotonic() - began:.0f} s more")
            if size != MIDDLE:
                found[size] = {question.name: _asked(suite.url, question) for question in questions}
            if size != LARGE:
                counted[size] = _figures(suite, tickets, generation=len(counted) + 2)
        _print(found)
        _print_figures(counted)


def _template(suite: Suite, system: System) -> Row:
    """One ticket that went through the API, so that the others look as the service writes them."""
    body = {"category": "noise", "text": "装修噪声扰民，请管一管。", "point": ours.POINT}
    made = requests.post(f"{suite.url}/v1/tickets", json=body, headers=_bearer(system.token), timeout=10).json()
    return system.tickets.find_one({"_id": made["id"]})


def _batches(template: Row, first: int, last: int) -> Iterator[list[Row]]:
    dice = random.Random(f"{SEED}:{first}")
    now = datetime.now(UTC)
    for start in range(first, last, BATCH):
        yield [_ticket(template, dice, now, number) for number in range(start, min(start + BATCH, last))]


def _ticket(template: Row, dice: random.Random, now: datetime, number: int) -> Row:
    """Opened in the last year; the first ones are open, and were opened in the last week."""
    live = number < OPEN
    opened = now - timedelta(minutes=dice.randrange(7 * 1440 if live else 365 * 1440))
    grid = number % GRIDS
    path = grid_path(grid)
    parts = path.split(".")
    within = [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]
    west, south = corner(grid)
    place = [west + dice.random() * ours.SIZE, south + dice.random() * ours.SIZE]
    row = template | {
        "_id": new_id(opened), "number": f"B{number}", "area": path, "within": within, "desk": path, "live": live,
        "place": {"type": "Point", "coordinates": place}, "reporter": f"{dice.getrandbits(128):032x}",
        "category": dice.choice(CATEGORIES), "channel": dice.choice(CHANNELS), "opened_at": opened,
        "citizen_since": opened, "state_since": opened, "changed_at": opened, "reaction_due": opened + timedelta(hours=24),
        "promised_at": opened + timedelta(days=9), "due": opened + timedelta(days=dice.choice((1, 5, 9))),
        "check_at": now + timedelta(days=400),
    }  # fmt: skip
    if not live:
        closed = opened + timedelta(minutes=dice.randrange(1, 9000))
        row |= {"state": "closed", "reacted_at": opened + timedelta(minutes=dice.randrange(2000)), "done_at": closed,
                "closed_at": closed, "handler": f"{dice.getrandbits(128):032x}", "stars": dice.randrange(1, 6)}  # fmt: skip
        del row["check_at"]
    return row


def grid_path(grid: int) -> str:
    """Fourteen streets, each with eight communities."""
    return f"{DISTRICT}.{grid % 14 + 1:03d}.{grid // 14 % 8 + 1:03d}.{grid + 1:03d}"


def corner(grid: int) -> tuple[float, float]:
    side = math.isqrt(GRIDS) + 1
    return ours.WEST + grid % side * ours.SIZE, ours.SOUTH + grid // side * ours.SIZE


def _questions(suite: Suite, ticket: str) -> list[Question]:
    mint = Mint(suite.environment)

    def token(role: Role, *areas: str) -> str:
        return mint.token(Actor("bench", frozenset({role}), areas=areas))

    worker = token(Role.GRID_WORKER, *(grid_path(grid) for grid in range(3)))
    office = token(Role.DISTRICT_STAFF, DISTRICT)
    resident = token(Role.RESIDENT)

    def board(dice: random.Random) -> str:
        return f"/v1/board?area={grid_path(dice.randrange(GRIDS)).rpartition('.')[0]}"

    def nearby(dice: random.Random) -> str:
        west, south = corner(dice.randrange(GRIDS))
        half = ours.SIZE / 2
        return f"/v1/tickets/nearby?category=road&longitude={west + half}&latitude={south + half}"

    return [
        Question("inbox of a worker with three grids", lambda _: "/v1/inbox", worker),
        Question("tickets of a district, newest first", lambda _: "/v1/tickets", office),
        Question("board of a community", board, resident),
        Question("open matters within 250 m", nearby, resident),
        Question("open matters within 1,000 m", nearby, worker),
        Question("one ticket by id (reference)", lambda _: f"/v1/tickets/{ticket}", office),
    ]


def _asked(url: str, question: Question) -> list[float]:
    """Milliseconds of each answer but the first ones."""
    dice, http, taken = random.Random(SEED), requests.Session(), []
    for turn in range(QUESTIONS + 20):
        began = time.perf_counter()
        reply = http.get(f"{url}{question.path(dice)}", headers=_bearer(question.token), timeout=30)
        if turn >= 20:
            taken.append((time.perf_counter() - began) * 1000)
        reply.raise_for_status()
    return taken


def _print(found: dict[int, dict[str, list[float]]]) -> None:
    report.heading(f"{LARGE:,} tickets against {SMALL:,}: milliseconds until the answer, median (95th percentile)")
    rows = []
    for name in found[SMALL]:
        small, large = found[SMALL][name], found[LARGE][name]
        times = [f"{median(each):.1f} ({report.percentile(each, 0.95):.1f})" for each in (small, large)]
        rows.append([name, *times, f"{median(large) / median(small):.2f}"])
    report.table(["question", f"{SMALL:,}", f"{LARGE:,}", "ratio"], rows)
    report.note(f"  aim: {AIM} at most")


def _figures(suite: Suite, tickets: Any, generation: int) -> tuple[float, list[float]]:
    """Seconds to count all tickets anew, and milliseconds to read a district-year from the counters."""
    mint = Mint(suite.environment)
    ops = _bearer(mint.token(Actor("bench", frozenset({Role.OPS}))))
    auditor = _bearer(mint.token(Actor("bench", frozenset({Role.AUDITOR}))))
    began = time.monotonic()
    requests.post(f"{suite.url}/v1/figures/rebuild", json={}, headers=ops, timeout=30).raise_for_status()
    state = tickets.database["figure_state"]
    while (state.find_one({"_id": "current"}) or {}).get("generation") != generation:
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError(f"the figures are not rebuilt after {PATIENCE} s")
        time.sleep(0.2)
    rebuilt = time.monotonic() - began
    today = datetime.now(SHANGHAI).date()
    query = {"area": DISTRICT, "since": today - timedelta(days=365), "until": today}
    taken = []
    for _ in range(FIGURE_QUESTIONS):
        start = time.perf_counter()
        reply = requests.get(f"{suite.url}/v1/figures", query, headers=auditor, timeout=30)
        taken.append((time.perf_counter() - start) * 1000)
        reply.raise_for_status()
        if reply.json()["total"]["opened"] != tickets.estimated_document_count():
            raise ValueError("the counters do not hold all tickets")
    return rebuilt, taken


def _print_figures(counted: dict[int, tuple[float, list[float]]]) -> None:
    report.heading("Figures of a district and a year")
    rows = [[f"{size:,}", f"{rebuilt:.0f}", report.spread(taken, 0)] for size, (rebuilt, taken) in counted.items()]
    report.table(["tickets", "counted anew, s", "read from counters, ms"], rows)


def _bearer(token: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
