"""Servers that are tied to a process end with it, also when nothing of it can run any more."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from infra.local.environment import ROOT
from infra.local.scratch import scratch_folder, started_in
from tests.support.waiting import eventually

LIKE_A_TEST_RUN = """
import time
from infra.local.suite import Suite
from tests.support.servers import running_servers

with running_servers() as servers:
    Suite(servers.folder / "suite", servers.broker, servers.database, services=["identity"]).start()
    print(servers.folder, servers.broker.pid, servers.database.pid, flush=True)
    time.sleep(3600)
"""


def test_nothing_is_left_of_a_test_run_that_is_killed():
    command = [sys.executable, "-c", LIKE_A_TEST_RUN]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as run:
        assert run.stdout is not None
        folder, *servers = run.stdout.readline().split()
        there = {process.pid for process in started_in(Path(folder))}
        assert {int(pid) for pid in servers} < there
        os.killpg(run.pid, signal.SIGKILL)
    eventually(lambda: not started_in(Path(folder)), seconds=60)
    eventually(lambda: not Path(folder).exists())


def test_process_that_was_forgotten_ends_with_its_folder():
    with scratch_folder("linli-test-") as folder:
        forgotten = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)", str(folder)])
    assert forgotten.wait(10) == -signal.SIGKILL
    assert not folder.exists()
