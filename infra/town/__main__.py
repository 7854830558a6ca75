"""`python -m infra.town`: the demo town's figures, its people as text, and loading it into a running suite."""

from __future__ import annotations

import argparse
import os
import sys
from pkgutil import resolve_name
from time import perf_counter

from pymongo.errors import PyMongoError

from infra.local.problems import LocalProblem
from infra.town.export import write_csv, write_jsonl
from infra.town.figures import figures, population
from infra.town.households import LARGEST, people
from infra.town.load import Measure, Stage, Town, load
from shared.kernel.errors import DEADLINE, UNAVAILABLE, Refusal

_SEED, _SIZE = 1, 1_000
_REPORT_EVERY = 1.0  # seconds
_RECEIVER = "infra.town.receiver:connect"


class _Progress:
    """Writes a line to stderr about once a second, and one at the end of each subject."""

    def __init__(self) -> None:
        self._said = 0.0

    def __call__(self, stage: Stage) -> None:
        now = perf_counter()
        if stage.done == stage.total or now - self._said >= _REPORT_EVERY:
            self._said = now
            print(f"{stage.subject:<10} {stage.done:>9,} of {stage.total:,}  {stage.rate:>9,.0f}/s", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.town", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    totals = commands.add_parser("figures", help="print the town's totals")
    residents = commands.add_parser("people", help="write residents to standard output")
    loading = commands.add_parser("load", help="load the town into a running suite")
    for command in (totals, residents, loading):
        command.add_argument("--seed", type=int, default=_SEED, help=f"same seed, same town (default {_SEED})")
    totals.add_argument("--size", type=_size, help="count a population of this size, too")
    for command in (residents, loading):
        command.add_argument("--size", type=_size, default=_SIZE, help=f"residents, up to {LARGEST:,}")
    residents.add_argument("--format", choices=("csv", "jsonl"), default="csv")
    loading.add_argument("--if-empty", action="store_true", help="leave a town that has people as it is")
    loading.add_argument(
        "--into",
        type=_town,
        default=_RECEIVER,
        metavar="MODULE:FACTORY",
        help="what connects to the suite (default: the one that runs here), or `measure` to see what generating costs",
    )
    return parser


def _size(text: str) -> int:
    size = int(text)
    if not 1 <= size <= LARGEST:
        raise argparse.ArgumentTypeError(f"{text} is not in 1 to {LARGEST}")
    return size


def _town(text: str) -> Town:
    if text == "measure":
        return Measure()
    try:
        factory = resolve_name(text)
    except (ImportError, AttributeError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"{text} cannot be found: {error}") from error
    try:
        return factory()
    except LocalProblem as problem:
        raise argparse.ArgumentTypeError(str(problem)) from problem


def main(arguments: list[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    if chosen.command == "figures":
        for name, count in figures(chosen.seed):
            print(f"{name:<26}{count:>9,}")
        if chosen.size:
            for name, count in population(chosen.size, chosen.seed):
                print(f"{name:<26}{count:>9,}")
    elif chosen.command == "people":
        write = write_csv if chosen.format == "csv" else write_jsonl
        write(people(chosen.size, chosen.seed), sys.stdout)
    else:
        return _load(chosen)
    return 0


def _load(chosen: argparse.Namespace) -> int:
    try:
        if not load(chosen.into, chosen.size, chosen.seed, _Progress(), chosen.if_empty):
            print("The town has people already: nothing was loaded.", file=sys.stderr)
    except Refusal as refusal:
        said = refusal.reason.text("en", refusal.facts)
        print(f"The suite refused: {said} ({refusal})", file=sys.stderr)
        if refusal.reason not in (DEADLINE, UNAVAILABLE):
            print("Is its town of the same seed and size, or empty?", file=sys.stderr)
        return 1
    except PyMongoError as error:
        print(
            f"The suite's database does not answer: {type(error).__name__}. Start the suite with: make run",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # The reader (`head`, say) has had enough; keep the interpreter from complaining when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
