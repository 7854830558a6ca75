"""Which functions the processor time of gateway and service goes to, sampled by py-spy under load."""

import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from itertools import zip_longest
from pathlib import Path

import psutil

from infra.bench import ours, report, venv
from infra.bench.measure import Kind, drive, warm_up
from infra.bench.stage import Stage
from infra.local.environment import ROOT

SAMPLES_PER_SECOND = 200
SHOWN = 30
PLUMBING = (
    "threading.py",
    "concurrent/",
    "<frozen runpy>",
    "gunicorn/arbiter",
    "gunicorn/app",
    "gunicorn/__main__",
    "services/__main__",
)
CALLS_TO_KERNEL = {
    "wait (shared/messaging/line.py)",
    "_worker (concurrent/futures/thread.py)",
    "wait (threading.py)",
    "select (selectors.py)",
    "do_poll (eventlet/hubs/epolls.py)",
    "_send_loop (eventlet/greenio/base.py)",
    "_recv_loop (eventlet/greenio/base.py)",
    "_read (amqp/transport.py)",
    "write (amqp/transport.py)",
    "write (gunicorn/util.py)",
    "chunk (gunicorn/http/unreader.py)",
}
"""Waiting, and socket calls: a process that sends is often put aside for the one it wakes, and a sample cannot tell that
from work. What the kernel itself takes is in its accounts."""
STANDARD = ("concurrent", "email", "json", "logging", "collections", "http", "urllib", "re")


def run(stage: Stage) -> None:
    with ours.running(stage) as (_, system):
        warm_up(stage, system)
        kinds: tuple[Kind, ...] = ("write", "read")
        for kind in kinds:
            records = {part: stage.folder / f"{kind}-{part}.stacks" for part in ("http", "service")}
            spies = [
                _spy(_busiest(system.processes[part]), file, stage.options.seconds) for part, file in records.items()
            ]
            time.sleep(0.5)
            before = {part: _accounts(pids) for part, pids in system.processes.items()}
            seconds = stage.options.seconds + 1
            requests = drive(stage, system, kind, seconds).rate * seconds
            after = {part: _accounts(pids) for part, pids in system.processes.items()}
            for spy in spies:
                spy.wait(60)
            for part, file in records.items():
                user, kernel = ((b - a) / requests * 1e6 for a, b in zip(before[part], after[part], strict=True))
                report.heading(
                    f"{kind.capitalize()}s, {part}: {user:.0f} us a request in Python and C, {kernel:.0f} in the kernel"
                )
                _print(file)


def _spy(pid: int, file: Path, seconds: int) -> "subprocess.Popen[bytes]":
    spy = str(venv.python().with_name("py-spy"))
    return subprocess.Popen(
        [spy, "record", "--pid", str(pid), "--function", "--format", "raw", "--output", str(file),
         "--duration", str(seconds), "--rate", str(SAMPLES_PER_SECOND)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _busiest(pids: list[int]) -> int:
    """gunicorn's worker, not its master."""
    root = psutil.Process(pids[0])
    return max([root, *root.children(recursive=True)], key=lambda process: sum(process.cpu_times()[:2])).pid


def _accounts(pids: list[int]) -> tuple[float, float]:
    """User and system seconds until now."""
    times = [
        process.cpu_times() for pid in pids for process in (psutil.Process(pid), *psutil.Process(pid).children(True))
    ]
    return sum(t.user for t in times), sum(t.system for t in times)


def _print(file: Path) -> None:
    """Share of samples outside of the kernel: by package of the function that ran, by function with its callees and alone."""
    if not file.exists():
        report.note(
            "  py-spy could not read the process; it needs the right to trace (root, or kernel.yama.ptrace_scope=0)."
        )
        return
    packages, inside, alone = Counter[str](), Counter[str](), Counter[str]()
    for line in file.read_text().splitlines():
        stack, _, count = line.rpartition(" ")
        frames = [_short(frame) for frame in stack.split(";") if " (" in frame]
        if not frames or frames[-1] in CALLS_TO_KERNEL:
            continue
        packages[_package(frames[-1])] += int(count)
        alone[frames[-1]] += int(count)
        for frame in set(frames):
            inside[frame] += int(count)
    total = sum(alone.values())
    report.note(f"  {total} samples outside of kernel calls")
    columns = [
        _shares(counts, total)
        for counts in (packages, {frame: count for frame, count in inside.items() if not _is_plumbing(frame)}, alone)
    ]
    report.table(["by package, alone", "by function, with what it calls", "by function, alone"], _rows(columns))


def _shares(counts: Mapping[str, int], total: int) -> list[str]:
    return [f"{count / total:6.1%}  {what}" for what, count in Counter(counts).most_common(SHOWN)]


def _rows(columns: list[list[str]]) -> list[list[str]]:
    widths = [max(map(len, column), default=0) for column in columns]
    rows = zip_longest(*columns, fillvalue="")
    return [[cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows]


def _is_plumbing(frame: str) -> bool:
    """What is on every stack, and says nothing."""
    return any(f"({file}" in frame for file in PLUMBING)


def _short(frame: str) -> str:
    """`function (package/module.py)` without line and path."""
    function, _, place = frame.partition(" (")
    path = place.rstrip(")").rpartition(":")[0] or place.rstrip(")")
    for root in (f"{ROOT}/", "site-packages/", "python3.11/"):
        path = path.rpartition(root)[2]
    return f"{function.rpartition('.')[2]} ({path})"


def _package(frame: str) -> str:
    """`shared/storage`, `pymongo`, or `python` for the standard library."""
    path = frame.partition(" (")[2].rstrip(")")
    parts = path.split("/")
    if parts[0] in ("shared", "services"):
        return "/".join(parts[:2])
    return parts[0] if len(parts) > 1 and parts[0] not in STANDARD else "python"
