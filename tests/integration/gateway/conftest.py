"""The gateway with other settings than the town's, beside the town's own one."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient

from gateway.app import create_app
from infra.local import ports
from infra.local.environment import ROOT
from infra.local.suite import Suite
from shared.contracts.actor import Role
from shared.runtime.settings import Settings
from tests.support.servers import running_servers
from tests.support.town import Person, Town
from tests.support.waiting import eventually

CHROMIUM = Path("/usr/bin/chromium")

GRID = "150202.950.001.001"
PLACE = {"longitude": 113.505, "latitude": 41.505}
REPORT = {"category": "water", "text": "小路被水淹了", "point": PLACE}


@pytest.fixture(scope="session")
def grid(town: Town) -> str:
    """A grid that tickets knows, so that matters can be reported in it."""
    town.draw_square(GRID, 113.5, 41.5)
    probe = town.person(Role.RESIDENT)
    eventually(lambda: probe.send("POST", "/v1/tickets", REPORT).status_code == 201)
    return GRID


@pytest.fixture
def resident(town: Town, grid: str) -> Person:
    return town.person(Role.RESIDENT)


@pytest.fixture
def worker(town: Town, grid: str) -> Person:
    return town.person(Role.GRID_WORKER, areas=(grid,))


@pytest.fixture
def client_with(town: Town) -> Callable[..., FlaskClient]:
    """An app in this process, on the town's broker."""

    def build(**options: Any) -> FlaskClient:
        url = town.suite.environment["LINLI_GATEWAY_AMQP_URL"]
        return create_app(Settings(log_level="WARNING", amqp_url=url, gateway_amqp_url=url, **options)).test_client()

    return build


@pytest.fixture
def another_gateway(town: Town, tmp_path: Path) -> Iterator[Callable[..., tuple[str, Path]]]:
    """Starts a gateway process with further variables; gives its address and its log."""
    started: list[subprocess.Popen[bytes]] = []

    def start(**variables: str) -> tuple[str, Path]:
        port, log = ports.choose(), tmp_path / "gateway.log"
        environment = town.suite.environment | variables | {"LINLI_PORT": str(port)}
        with log.open("ab") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "gateway"],
                cwd=ROOT,
                env=environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        started.append(process)
        url = f"http://{ports.LOOPBACK}:{port}"
        eventually(lambda: alive(url), 30)
        return url, log

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def alive(url: str) -> bool:
    try:
        return requests.get(f"{url}/healthz", timeout=2).ok
    except requests.RequestException:
        return False


@pytest.fixture(scope="package")
def own_town() -> Iterator[Town]:
    """A town that nobody else lives in, for tests that break things or fill them with nonsense."""
    with running_servers() as servers:
        suite = Suite(servers.folder / "suite", servers.broker, servers.database, {"LINLI_RATE_LIMIT": ""})
        suite.start()
        try:
            yield Town(servers, suite)
        finally:
            suite.stop()
