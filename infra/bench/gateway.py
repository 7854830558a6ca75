"""Writes and reads through the gateway beside the peers: rounds in turn, ratios per round."""

from contextlib import ExitStack

from infra.bench import ours, peer_processes, report
from infra.bench.measure import Kind, Round, drive, warm_up
from infra.bench.stage import Stage
from infra.bench.system import System

AIMS: dict[str, dict[Kind, float | None]] = {
    "nameko": {"write": 3.0, "read": 3.0},
    "faststream": {"write": 3.0, "read": 3.0},
    "flask-mongo": {"write": None, "read": 0.75},
}


def run(stage: Stage) -> None:
    with ExitStack() as running:
        _, suite = running.enter_context(ours.running(stage))
        systems = [
            suite,
            *(running.enter_context(peer_processes.running(stage, name)) for name in peer_processes.PEERS),
        ]
        for system in systems:
            warm_up(stage, system)
        found = {kind: in_turn(stage, systems, kind) for kind in ("write", "read")}
    for kind, rounds in found.items():
        report.rates(f"{kind.capitalize()}s: median (least-most) of {stage.options.rounds} rounds", rounds)
        report.processor_time(f"{kind.capitalize()}s: microseconds of processor per request", rounds)
    drains = [one.drain * 1000 for one in found["write"][ours.NAME] if one.drain is not None]
    report.note(f"  {ours.NAME}: the last event had arrived {report.spread(drains, 0)} ms after the last reply")
    _ratios(found)


def in_turn(stage: Stage, systems: list[System], kind: Kind) -> dict[str, list[Round]]:
    """A B C, B C A, C A B: each round starts with another system, since the one after a pause has it easier."""
    rounds: dict[str, list[Round]] = {system.name: [] for system in systems}
    for number in range(stage.options.rounds):
        first = number % len(systems)
        for system in systems[first:] + systems[:first]:
            rounds[system.name].append(drive(stage, system, kind))
    return rounds


def _ratios(found: dict[Kind, dict[str, list[Round]]]) -> None:
    report.heading(f"Ratios: {ours.NAME} to each peer, per round, median (least-most)")
    rows = []
    for peer, aims in AIMS.items():
        for kind, rounds in found.items():
            both, aim = (rounds[ours.NAME], rounds[peer]), aims[kind]
            rates, thrift = report.spread(report.ratios(*both)), report.spread(report.thrift(*both))
            rows.append([f"{kind}s to {peer}", rates, f"{aim:.2f}" if aim else "-", thrift])
    report.table(["", "by rate", "aim", "by processor time per request"], rows)
