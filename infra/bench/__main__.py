"""`python -m infra.bench [gateway|events|replicas|ledger|matching|tickets|profile|all] [--rounds 3] [--seconds 6] [--connections 16]`."""

import argparse
import shutil
import signal
import sys
import time
from types import FrameType

from infra.bench import gateway, latency, ledger, matching, million, profile, replicas, report, venv
from infra.bench.stage import Options, stage
from infra.local.problems import LocalProblem

BENCHES = {
    "gateway": gateway.run,
    "events": latency.run,
    "replicas": replicas.run,
    "ledger": ledger.run,
    "matching": matching.run,
    "tickets": million.run,
    "profile": profile.run,
}


def main() -> int:
    defaults = Options()
    parser = argparse.ArgumentParser(prog="python -m infra.bench", description=__doc__)
    parser.add_argument("bench", nargs="*", choices=[*BENCHES, "all"], default="all")
    for name in ("rounds", "seconds", "warmup", "connections"):
        parser.add_argument(f"--{name}", type=int, default=getattr(defaults, name))
    given = parser.parse_args()
    wanted = [given.bench] if isinstance(given.bench, str) else given.bench
    options = Options(given.rounds, given.seconds, given.warmup, given.connections)
    signal.signal(signal.SIGTERM, _interrupt)
    started = time.monotonic()
    try:
        if shutil.which("wrk") is None:
            raise LocalProblem("wrk is not installed.", "apt-get install wrk (as root).")
        venv.python()
        with stage(options) as standing:
            report.machine(standing)
            for name, run in BENCHES.items():
                if name in wanted or "all" in wanted:
                    run(standing)
    except LocalProblem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    report.note(f"\nTook {time.monotonic() - started:.0f} s.")
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
