"""What is printed: the machine, and tables of medians with their spread."""

import platform
import subprocess
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from statistics import median

import psutil

from infra.bench.measure import Round, command
from infra.bench.stage import Stage


def heading(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def note(text: str) -> None:
    print(text, flush=True)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """The first column to the left, the others to the right."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        cells = [
            line[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)),
        ]
        print("  " + "  ".join(cells).rstrip(), flush=True)


def spread(figures: Sequence[float], digits: int = 2) -> str:
    """The median, and from least to most."""
    return f"{median(figures):.{digits}f} ({min(figures):.{digits}f}-{max(figures):.{digits}f})"


def percentile(figures: Sequence[float], share: float) -> float:
    ordered = sorted(figures)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def machine(stage: Stage) -> None:
    """Where this was measured, and with what."""
    heading("Machine")
    memory = psutil.virtual_memory().total / 2**30
    load = ", ".join(f"{value:.1f}" for value in psutil.getloadavg())
    mongodb = stage.mongo.server_info()["version"]
    wrk = _first_line("wrk", "--version").removeprefix("wrk ").split(" ")[0]
    rabbitmq = stage.broker.control("version").strip()
    libraries = ", ".join(
        f"{name} {version(name)}" for name in ("nameko", "flask", "gunicorn", "pymongo", "mongoengine")
    )
    note(f"  {_processor()}, {psutil.cpu_count()} cores, {memory:.0f} GiB, {platform.platform()}; load before: {load}")
    note(f"  Python {platform.python_version()}, RabbitMQ {rabbitmq}, MongoDB {mongodb}, wrk {wrk}; {libraries}")
    note("  load generator, systems, broker and database share these cores; loopback only")
    note(f"  writes: {command(stage, 'write')}")
    note(f"  reads:  {command(stage, 'read')}")


def rates(title: str, rounds: dict[str, list[Round]]) -> None:
    heading(title)
    rows = [
        [
            name,
            spread([one.rate for one in done], 0),
            spread([one.p50 for one in done], 1),
            spread([one.p99 for one in done], 1),
            f"{median([one.busy for one in done]):.0%}",
            str(sum(one.refused for one in done)),
        ]
        for name, done in rounds.items()
    ]
    table(["system", "requests/s", "p50 ms", "p99 ms", "cores busy", "refused"], rows)


def processor_time(title: str, rounds: dict[str, list[Round]]) -> None:
    """Microseconds of processor per request, by part."""
    heading(title)
    parts = ["http", "service", "broker", "database", "wrk", "all else"]
    rows = []
    for name, done in rounds.items():
        cells = [median([one.cpu.get(part, 0.0) for one in done]) for part in parts]
        shown = [f"{cell:.0f}" if cell else "-" for cell in cells]
        rows.append([name, *shown, spread([alone(one) for one in done], 0)])
    table(["system", *parts, "system alone"], rows)


def alone(one: Round) -> float:
    """Microseconds of processor per request that the system, broker and database take, without load and strangers."""
    return sum(one.cpu.get(part, 0.0) for part in ("http", "service", "broker", "database"))


def ratios(first: list[Round], second: list[Round]) -> list[float]:
    """Round by round, so that what disturbed both disturbs the ratio less."""
    return [one.rate / other.rate for one, other in zip(first, second, strict=True)]


def thrift(first: list[Round], second: list[Round]) -> list[float]:
    """How many times the processor time of the first the second takes per request, round by round.

    It hardly depends on what else the machine does, and is what a rate comes down to where processors are the limit.
    """
    return [alone(other) / alone(one) for one, other in zip(first, second, strict=True)]


def _first_line(*command: str) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout.splitlines()[0] if done.stdout else ""


def _processor() -> str:
    with open("/proc/cpuinfo") as info:
        return next(
            (line.split(":", 1)[1].strip() for line in info if line.startswith("model name")), "unknown processor"
        )
