"""`python -m infra.local run|start|scale [service=processes ...]`, or `stop|status|token|clean`."""

import argparse
import logging
import sys

from infra.local import commands
from infra.local.environment import service_names
from infra.local.problems import LocalProblem
from infra.local.run import run
from infra.local.settings import LocalSettings

MOST_PROCESSES = 64
DISTRICT = "150202"


def _replicas(text: str) -> tuple[str, int]:
    name, _, count = text.partition("=")
    if name not in service_names():
        raise argparse.ArgumentTypeError(f"there is no service {name!r}; there are {', '.join(service_names())}")
    if not count.isdigit() or not 1 <= int(count) <= MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"{text!r}: write a number from 1 to {MOST_PROCESSES} after the =")
    return name, int(count)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    parsers = parser.add_subparsers(dest="command", required=True)
    for command in ("run", "start", "scale"):
        parsers.add_parser(command).add_argument("replicas", nargs="*", type=_replicas, metavar="service=processes")
    for command in ("stop", "status", "clean"):
        parsers.add_parser(command)
    token = parsers.add_parser("token")
    token.add_argument("--role", default="district_staff")
    token.add_argument("--area", default=DISTRICT, help="path of the area of duty, for example 150202.003.005")
    return parser


def main() -> int:
    arguments = _parser().parse_args()
    # While a node starts, being refused is expected and not worth a line.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    settings = LocalSettings()
    try:
        match arguments.command:
            case "run":
                run(settings, dict(arguments.replicas))
            case "start":
                commands.start(settings, dict(arguments.replicas))
            case "scale":
                commands.scale(settings, dict(arguments.replicas))
            case "token":
                commands.token(settings, arguments.role, arguments.area)
            case "stop":
                commands.stop(settings)
            case "status":
                commands.status(settings)
            case "clean":
                commands.clean(settings)
    except LocalProblem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
