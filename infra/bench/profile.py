"""Which functions the processor time of gateway and service goes to, sampled by py-spy under load."""

import subprocess
import time
from collections import Counter
from pathlib import Path

import psutil

from infra.bench import ours, report, venv
from infra.bench.measure import Kind, drive, warm_up
from infra.bench.stage import Stage
from infra.local.environment import ROOT

SAMPLES_PER_SECOND = 200
SHOWN = 25


def run(stage: Stage) -> None:
    with ours.running(stage) as (_, system):
        warm_up(stage, system)
        kinds: tuple[Kind, ...] = ("write", "read")
        for kind in kinds:
            records = {part: stage.folder / f"{kind}-{part}.stacks" for part in ("http", "service")}
            spies = [_spy(_busiest(system.processes[part]), file, stage.options.seconds) for part, file in records.items()]
            time.sleep(0.5)
            drive(stage, system, kind, stage.options.seconds + 1)
            for spy in spies:
                spy.wait(60)
            for part, file in records.items():
                _print(f"{kind.capitalize()}s, {part} process", file)


def _spy(pid: int, file: Path, seconds: int) -> "subprocess.Popen[bytes]":
    spy = str(venv.python().with_name("py-spy"))
    return subprocess.Popen(
        [spy, "record", "--pid", str(pid), "--gil", "--format", "raw", "--output", str(file), "--nonblocking",
         "--duration", str(seconds), "--rate", str(SAMPLES_PER_SECOND)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _busiest(pids: list[int]) -> int:
    """gunicorn's worker, not its master."""
    root = psutil.Process(pids[0])
    return max([root, *root.children(recursive=True)], key=lambda process: sum(process.cpu_times()[:2])).pid


def _print(title: str, file: Path) -> None:
    """Share of samples by function: anywhere on the stack, and at its top."""
    report.heading(f"{title}: share of samples that hold the interpreter lock, with what it calls and alone")
    if not file.exists():
        report.note("  py-spy could not read the process; it needs the right to trace (root, or kernel.yama.ptrace_scope=0).")
        return
    total, inside, alone = 0, Counter[str](), Counter[str]()
    for line in file.read_text().splitlines():
        stack, _, count = line.rpartition(" ")
        frames = [_short(frame) for frame in stack.split(";")]
        total += int(count)
        alone[frames[-1]] += int(count)
        for frame in set(frames):
            inside[frame] += int(count)
    left, right = inside.most_common(SHOWN * 2), alone.most_common(SHOWN)
    known = [pair for pair in left if pair[1] < 0.97 * total][:SHOWN]
    rows = [
        [f"{count / total:6.1%}  {frame}", f"{own_count / total:6.1%}  {own}".ljust(60)]
        for (frame, count), (own, own_count) in zip(known, right, strict=False)
    ]
    report.table(["with what it calls", "alone".ljust(60)], rows)


def _short(frame: str) -> str:
    """`function (package/module.py)` without line and path."""
    function, _, place = frame.partition(" (")
    path = place.rstrip(")").rpartition(":")[0] or place.rstrip(")")
    for root in (f"{ROOT}/", "site-packages/", "python3.11/"):
        path = path.rpartition(root)[2]
    return f"{function} ({path[-44:]})"
