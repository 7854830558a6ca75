"""Asking services over one connection from many threads."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.kernel.errors import DEADLINE, INTERNAL, UNAVAILABLE, Refusal
from tests.integration.messaging.bus import Bus, context, fresh
from tests.integration.messaging.contract import ADD, BREAK, ECHO, Add, Break, Echo
from tests.support.waiting import eventually


def reason(line, op, command, **options):
    with pytest.raises(Refusal) as refused:
        line.ask(op, command, context(**options))
    return refused.value.reason


def test_replies_reach_the_threads_that_asked(bus: Bus):
    with bus.probes(), bus.line() as line, ThreadPoolExecutor(50) as threads:
        texts = [f"{number}-" + "x" * (number % 7 * 30_000) for number in range(1000)]
        replies = list(threads.map(lambda text: line.ask(ECHO, Echo(text=text), context(30)).text, texts))
        assert replies == texts
        assert line.waiting() == 0


def test_service_that_fails_says_internal_and_nothing_else(bus: Bus):
    with bus.probes(), bus.line() as line:
        assert reason(line, BREAK, Break()) is INTERNAL
        assert line.ask(ECHO, Echo(text="still here"), context()).text == "still here"


def test_late_reply_is_deadline_and_is_dropped(bus: Bus):
    with bus.probes(), bus.line() as line:
        assert reason(line, ECHO, Echo(text="late", seconds=1), seconds=0.3) is DEADLINE
        assert line.ask(ECHO, Echo(text="next", seconds=1), context()).text == "next"
        assert line.waiting() == 0


def test_service_that_does_not_run_is_unavailable_at_once(bus: Bus):
    with bus.line() as line:
        before = time.monotonic()
        assert reason(line, ECHO, Echo(text="x"), seconds=5) is UNAVAILABLE
        assert time.monotonic() - before < 1


def test_service_that_has_stopped_is_unavailable_and_comes_back(bus: Bus):
    with bus.line() as line:
        with bus.probes() as (probe,):
            assert line.ask(ECHO, Echo(text="x"), context()).text == "x"
            probe.stop()
            assert reason(line, ECHO, Echo(text="x")) is UNAVAILABLE
        with bus.probes():
            assert line.ask(ECHO, Echo(text="y"), context()).text == "y"


def test_no_request_is_lost_when_one_of_two_replicas_leaves_under_load(bus: Bus):
    account = fresh("leaving")
    with bus.probes(2) as (leaving, _staying), bus.line() as line, ThreadPoolExecutor(20) as threads:
        asked = [
            threads.submit(lambda: line.ask(ECHO, Echo(text="x", seconds=0.02), context(10)).process)
            for _ in range(600)
        ]
        added = [threads.submit(lambda: line.ask(ADD, Add(account=account), context(20))) for _ in range(100)]
        eventually(lambda: sum(call.done() for call in asked) > 100)
        leaving.stop()
        assert leaving.process.returncode == 0
        assert {call.result() for call in asked} >= {leaving.pid}
        for call in added:
            call.result()
        assert bus.total(account) == 100


def test_calls_survive_a_broker_restart_with_one_effect_each(bus: Bus):
    account, failures, done = fresh("restart"), [], []
    stop = threading.Event()

    def caller(line):
        while not stop.is_set():
            command, waiting = Add(account=account), context(20)
            while True:  # as a client does: 503 and 504 are repeated under the same key
                try:
                    line.ask(ADD, command, waiting)
                    done.append(1)
                    break
                except Refusal as refusal:
                    if refusal.reason not in (UNAVAILABLE, DEADLINE) and refusal.reason.code != "conflict":
                        failures.append(refusal)
                        break
                    waiting = context(20, key=waiting.key)
                    stop.wait(0.05)

    with bus.probes(), bus.line() as line:
        callers = [threading.Thread(target=caller, args=(line,)) for _ in range(8)]
        for thread in callers:
            thread.start()
        eventually(lambda: len(done) > 50)
        bus.broker.restart()
        before = len(done)
        eventually(lambda: len(done) > before + 50, seconds=60)
        stop.set()
        for thread in callers:
            thread.join()
        assert failures == []
        assert bus.total(account) == len(done)
