"""Processes of the suite, one by one: killed, replaced, and clear about why one does not start."""

import stat
from pathlib import Path

import pytest

from infra.local.environment import suite_environment
from infra.local.problems import ServerFailed
from infra.local.suite import GATEWAY, Suite
from tests.support.servers import Servers


def test_killed_process_keeps_its_place_and_is_replaced(servers: Servers, tmp_path: Path) -> None:
    suite = Suite(tmp_path, servers.broker, servers.database, replicas={"tickets": 2})
    suite.start()
    try:
        first, second = suite.processes["tickets"]
        suite.kill("tickets", 1)
        assert (first.poll(), second.poll()) == (None, -9)
        third = suite.start_one("tickets")
        assert suite.processes["tickets"] == [first, third]
        fourth = suite.start_one("tickets")
        assert suite.processes["tickets"] == [first, third, fourth]
        suite.wait_ready()
    finally:
        processes = [process for places in suite.processes.values() for process in places]
        suite.stop()
    assert all(process.poll() is not None for process in processes)
    assert {log.name for log in suite.logs.iterdir()} >= {"tickets-0.log", "tickets-1.log", f"{GATEWAY}-0.log"}


def test_failed_start_names_the_service_shows_its_log_and_leaves_nothing(servers: Servers, tmp_path: Path) -> None:
    suite = Suite(tmp_path, servers.broker, servers.database, services=["nowhere"])
    with pytest.raises(ServerFailed, match=r"nowhere ended with 1 while starting[^$]*No module named"):
        suite.start()
    assert suite.processes == {}


def test_data_key_is_made_once_and_is_private(servers: Servers, tmp_path: Path) -> None:
    first, second = (suite_environment(tmp_path, servers.broker, servers.database, 8080) for _ in range(2))
    assert first["LINLI_DATA_KEY"] == second["LINLI_DATA_KEY"]
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
