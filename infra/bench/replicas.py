"""Two processes of tickets against one."""

import signal

from infra.bench import ours, report
from infra.bench.measure import Kind, Round, drive, warm_up
from infra.bench.stage import Stage

KINDS: tuple[Kind, ...] = ("write", "read")


def run(stage: Stage) -> None:
    one: dict[Kind, list[Round]] = {kind: [] for kind in KINDS}
    two: dict[Kind, list[Round]] = {kind: [] for kind in KINDS}
    with ours.running(stage) as (suite, system):
        warm_up(stage, system)
        for _ in range(stage.options.rounds):
            for kind in KINDS:
                one[kind].append(drive(stage, system, kind))
            second = suite.start_one("tickets")
            suite.wait_ready()
            system.processes = ours.parts(suite)
            drive(stage, system, "read", stage.options.warmup)
            for kind in KINDS:
                two[kind].append(drive(stage, system, kind))
            second.send_signal(signal.SIGTERM)
            second.wait(30)
            system.processes = ours.parts(suite)
    for kind in KINDS:
        rounds = {"1 replica": one[kind], "2 replicas": two[kind]}
        report.rates(f"Replicas of tickets, {kind}s, behind one gateway process", rounds)
        report.processor_time(f"Replicas of tickets, {kind}s: microseconds of processor per request", rounds)
    report.heading("Ratios: two replicas to one, per round, median (least-most)")
    report.table(["", "times"], [[f"{kind}s", report.spread(report.ratios(two[kind], one[kind]))] for kind in KINDS])
