"""`make start` and its like: everything comes up, what crashes comes back, what cannot be done is said."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
import pytest
import requests

from infra.local import ports
from infra.local.environment import ROOT
from tests.support.waiting import eventually

Environment = Mapping[str, str]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """A run of its own: free ports, an empty folder, no town."""
    automatic = ("AMQP_PORT", "MANAGEMENT_PORT", "BROKER_METRICS_PORT", "MQTT_PORT", "MONGO_PORT", "TOWN_SIZE")
    own = {f"LINLI_{name}": "0" for name in automatic}
    own |= {"LINLI_PORT": str(ports.choose()), "LINLI_RUN_DIR": str(tmp_path_factory.mktemp("run") / "run")}
    environment = dict(os.environ) | own
    yield environment
    local(environment, "clean")


def local(environment: Environment, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "infra.local", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180)


def counts(environment: Environment) -> dict[str, int]:
    return {
        name: int(count) for name, count in re.findall(r"(\w+) +(\d+) process", local(environment, "status").stdout)
    }


def service_pids(environment: Environment, service: str) -> set[int]:
    circus = int((Path(environment["LINLI_RUN_DIR"]) / "circus.pid").read_text().split()[0])
    return {child.pid for child in psutil.Process(circus).children() if child.cmdline()[-1:] == [service]}


def test_run_starts_scales_heals_and_stops(environment: Environment) -> None:
    url = f"http://{ports.LOOPBACK}:{environment['LINLI_PORT']}"
    started = local(environment, "start", "tickets=2")
    assert started.returncode == 0, started.stdout + started.stderr
    assert f"{url}/v1/docs" in started.stdout
    assert "make token" in started.stdout
    assert requests.get(f"{url}/readyz", timeout=10).status_code == 200
    assert "runs already" in local(environment, "start").stdout
    assert counts(environment)["tickets"] == 2

    assert local(environment, "scale", "tickets=3").returncode == 0
    assert counts(environment)["tickets"] == 3

    before = service_pids(environment, "tickets")
    killed = psutil.Process(min(before))
    killed.kill()
    killed.wait(10)
    after = eventually(lambda: len(now := service_pids(environment, "tickets")) == 3 and now)
    assert len(after - before) == 1

    assert local(environment, "stop").returncode == 0
    assert counts(environment) == {}
    assert ports.is_free(int(environment["LINLI_PORT"]))


def test_taken_gateway_port_is_said_and_nothing_is_left_running(environment: Environment) -> None:
    with socket.create_server((ports.LOOPBACK, int(environment["LINLI_PORT"]))):
        refused = local(environment, "run")
    assert refused.returncode == 1
    assert f"Port {environment['LINLI_PORT']} (the gateway) is taken by" in refused.stderr
    assert "LINLI_PORT=<port>" in refused.stderr
    assert local(environment, "status").stdout.count("does not run") == 2


def test_commands_on_a_suite_that_does_not_run_say_so(environment: Environment) -> None:
    for command in (["scale", "tickets=2"], ["token"]):
        refused = local(environment, *command)
        assert (refused.returncode, refused.stderr.strip().splitlines()[0]) == (1, "The suite does not run.")


def test_unknown_service_and_silly_numbers_are_refused(environment: Environment) -> None:
    assert "there is no service 'pigeons'" in local(environment, "run", "pigeons=2").stderr
    assert "from 1 to 64" in local(environment, "run", "tickets=0").stderr
    make = subprocess.run(["make", "run", "pigeons=2"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (make.returncode, "There is no service pigeons" in make.stderr) == (2, True)


def test_help_lists_every_target_of_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in said.splitlines()} == targets
    assert {"run", "test", "unit", "check", "demo", "faults", "bench", "clean"} <= targets
