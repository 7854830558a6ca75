"""`python -m infra.local run|start|stop|scale|status|clean [service=processes ...]`."""

import argparse
import logging
import sys

from infra.local import commands
from infra.local.environment import service_names
from infra.local.problems import LocalProblem
from infra.local.run import run
from infra.local.settings import LocalSettings

MOST_PROCESSES = 64


def _replicas(text: str) -> tuple[str, int]:
    name, _, count = text.partition("=")
    if name not in service_names():
        raise argparse.ArgumentTypeError(f"there is no service {name!r}; there are {', '.join(service_names())}")
    if not count.isdigit() or not 1 <= int(count) <= MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"{text!r}: write a number from 1 to {MOST_PROCESSES} after the =")
    return name, int(count)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    parser.add_argument("command", choices=("run", "start", "stop", "scale", "status", "clean"))
    parser.add_argument("replicas", nargs="*", type=_replicas, metavar="service=processes")
    arguments = parser.parse_args()
    # While a node starts, being refused is expected and not worth a line.
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    settings, replicas = LocalSettings(), dict(arguments.replicas)
    try:
        if arguments.command == "run":
            run(settings, replicas)
        elif arguments.command == "start":
            commands.start(settings, replicas)
        elif arguments.command == "scale":
            commands.scale(settings, replicas)
        else:
            {"stop": commands.stop, "status": commands.status, "clean": commands.clean}[arguments.command](settings)
    except LocalProblem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
