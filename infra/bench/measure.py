"""One round of load on one system: rate, latency, and the processor time of everything that took part."""

import json
import os
import resource
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from infra.bench.partner import arrived, purge
from infra.bench.stage import Stage
from infra.bench.system import System
from infra.local.problems import LocalProblem

LUA = Path(__file__).parent / "lua"
SCRIPTS = {"write": "open.lua", "read": "get.lua"}
READ_FROM = 1000
DRAIN_SECONDS = 10.0
REFUSED_AT_MOST = 0.02

Kind = Literal["write", "read"]


@dataclass(frozen=True)
class Round:
    """`rate` in good requests a second, p50 and p99 in milliseconds, `cpu` in microseconds per request by part.

    `drain` is how many seconds after the last reply the last event had arrived; None where there are no events.
    """

    rate: float
    p50: float
    p99: float
    refused: int
    cpu: dict[str, float]
    busy: float
    drain: float | None = None


def warm_up(stage: Stage, system: System) -> None:
    """Writes until there are enough tickets to read from, then reads."""
    until = time.monotonic() + 40
    while system.tickets.estimated_document_count() < READ_FROM:
        if time.monotonic() > until:
            raise LocalProblem(f"{system.name} stored too few tickets in 40 s.", f"look into {stage.folder}.")
        _wrk(stage, system, "write", stage.options.warmup)
    system.known = [row["_id"] for row in system.tickets.find({}, {"_id": 1}, limit=READ_FROM)]
    _wrk(stage, system, "read", stage.options.warmup)
    if system.queue is not None:
        purge(stage.broker.amqp_url, system.queue)


def drive(stage: Stage, system: System, kind: Kind, seconds: int | None = None) -> Round:
    """A round of `kind` on a warm system; fails when the system refuses more than a stray request."""
    url = stage.broker.amqp_url
    parts = {**system.processes, "broker": [stage.broker.pid or 0], "database": [stage.database.pid or 0]}
    before, busy_before, wrk_before = _spent(parts), _busy(), _children()
    started = time.monotonic()
    found = _wrk(stage, system, kind, seconds or stage.options.seconds)
    good = found["requests"] - found["refused"]
    drain = None
    after, busy_after, wrk_after = _spent(parts), _busy(), _children()
    elapsed = time.monotonic() - started
    if kind == "write" and system.queue is not None:
        drain = arrived(url, system.queue, good, DRAIN_SECONDS)
        purge(url, system.queue)
    if found["broken"] or found["refused"] > REFUSED_AT_MOST * found["requests"]:
        raise LocalProblem(f"{system.name} failed under load ({kind}): {found}.", f"look into {stage.folder}.")
    cpu = {part: (after[part] - before[part]) / good * 1e6 for part in parts}
    cpu["wrk"] = (wrk_after - wrk_before) / good * 1e6
    cpu["all else"] = max((busy_after - busy_before) / good * 1e6 - sum(cpu.values()), 0)
    return Round(
        rate=good / (found["duration"] / 1e6),
        p50=found["p50"] / 1000,
        p99=found["p99"] / 1000,
        refused=found["refused"],
        cpu=cpu,
        busy=(busy_after - busy_before) / elapsed / (psutil.cpu_count() or 1),
        drain=drain,
    )


def command(stage: Stage, kind: Kind) -> str:
    """What is run, for the report."""
    options = stage.options
    return f"wrk -t1 -c{options.connections} -d{options.seconds}s -s infra/bench/lua/{SCRIPTS[kind]} <address>"


def _wrk(stage: Stage, system: System, kind: Kind, seconds: int) -> dict[str, int]:
    ids = stage.folder / "ids"
    ids.write_text("\n".join(system.known))
    environment = os.environ | {
        "BENCH_LUA": str(LUA),
        "BENCH_PATH": system.path,
        "BENCH_TOKEN": system.token,
        "BENCH_SEED": f"{time.time_ns():x}",
        "BENCH_IDS": str(ids),
    }
    arguments = [f"-c{stage.options.connections}", f"-d{seconds}s", "-s", str(LUA / SCRIPTS[kind]), system.url]
    done = subprocess.run(
        ["wrk", "-t1", "--timeout", "10s", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds + 30,
    )
    for line in done.stdout.splitlines():
        if line.startswith("SUMMARY "):
            return json.loads(line.removeprefix("SUMMARY "))
    raise LocalProblem(f"wrk failed: {done.stdout}{done.stderr}", "read the message above.")


def _spent(parts: dict[str, list[int]]) -> dict[str, float]:
    """Processor seconds of each part until now, with its children."""
    return {part: sum(_tree_seconds(pid) for pid in pids) for part, pids in parts.items()}


def _tree_seconds(pid: int) -> float:
    root = psutil.Process(pid)
    times = [process.cpu_times() for process in (root, *root.children(recursive=True))]
    return sum(t.user + t.system for t in times)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _busy() -> float:
    """Processor seconds of the whole machine, idle and waiting left out."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - times.iowait - times.guest - times.guest_nice
