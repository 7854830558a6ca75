"""Topology, services and gateway as child processes, for tests that start, kill and restart them one by one."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from infra.local import ports
from infra.local.broker import Broker
from infra.local.database import Database
from infra.local.environment import ROOT, service_names, suite_environment
from infra.local.problems import ServerFailed
from infra.local.process import last_lines

GATEWAY = "gateway"
POLL_SECONDS = 0.05


class Suite:
    """All processes of the suite against one broker and one database, both running.

    `services` limits what is started (default: all), `replicas` says how many of a service (default: one).
    `processes` maps a service's name, or "gateway", to its processes; a killed one keeps its place.
    """

    def __init__(
        self,
        folder: Path,
        broker: Broker,
        database: Database,
        environment: Mapping[str, str] | None = None,
        services: list[str] | None = None,
        replicas: Mapping[str, int] | None = None,
        port: int = 0,
    ) -> None:
        self.folder = folder.resolve()
        self.logs = self.folder / "logs"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.port = port or ports.choose()
        self.environment = suite_environment(self.folder, broker, database, self.port) | dict(environment or {})
        self.services = service_names() if services is None else services
        self._replicas = dict(replicas or {})
        self._health_ports: dict[int, int] = {}
        self.processes: dict[str, list[subprocess.Popen[bytes]]] = {}

    @property
    def url(self) -> str:
        """Address of the gateway, without a slash at the end."""
        return f"http://{ports.LOOPBACK}:{self.port}"

    def start(self, seconds: float = 90) -> None:
        """Declares the topology, starts everything and returns when all are ready."""
        try:
            self.run_module("infra.rabbitmq", "declare")
            for name in self.services:
                for _ in range(self._replicas.get(name, 1)):
                    self.start_one(name)
            self.start_one(GATEWAY)
            self.wait_ready(seconds)
        except BaseException:
            self.stop()
            raise

    def run_module(self, module: str, *arguments: str) -> str:
        """Runs `python -m <module>` in the suite's environment to its end and returns what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode != 0:
            raise ServerFailed(f"python -m {module} failed.\n{done.stdout}", "see its output above.")
        return done.stdout

    def start_one(self, name: str) -> subprocess.Popen[bytes]:
        """Starts one process of a service, or of the gateway, in the place of an ended one or as a further replica."""
        places = self.processes.setdefault(name, [])
        ended = (place for place, process in enumerate(places) if process.poll() is not None)
        place = next(ended, len(places))
        health_port = self.port if name == GATEWAY else ports.choose()
        command = [sys.executable, "-m", *((GATEWAY,) if name == GATEWAY else ("services", name))]
        with self._log(name, place).open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment | {"LINLI_HEALTH_PORT": str(health_port)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        places[place : place + 1] = [process]
        self._health_ports[process.pid] = health_port
        return process

    def kill(self, name: str, replica: int = 0) -> None:
        """Ends a process at once with SIGKILL, together with the children it may have."""
        process = self.processes[name][replica]
        _signal_all(process, signal.SIGKILL)
        process.wait()

    def wait_ready(self, seconds: float = 90) -> None:
        """Returns when each running process answers `GET /readyz` with 200."""
        deadline = time.monotonic() + seconds
        for name, places in self.processes.items():
            for place, process in enumerate(places):
                while not self._is_ready(process):
                    if process.poll() is not None:
                        raise self._failed(name, place, f"ended with {process.returncode} while starting")
                    if time.monotonic() > deadline:
                        raise self._failed(name, place, f"was not ready after {seconds:.0f} s")
                    time.sleep(POLL_SECONDS)

    def stop(self, seconds: float = 30) -> None:
        """Asks all processes to end and waits; kills what does not end in time."""
        running = [process for places in self.processes.values() for process in places if process.poll() is None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + seconds
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal_all(process, signal.SIGKILL)
                process.wait()
        self.processes.clear()

    def _is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        address = f"http://{ports.LOOPBACK}:{self._health_ports[process.pid]}/readyz"
        try:
            with urllib.request.urlopen(address, timeout=5) as reply:
                return reply.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _failed(self, name: str, place: int, what: str) -> ServerFailed:
        log = self._log(name, place)
        return ServerFailed(f"{name} {what}.\n{last_lines(log)}", f"read {log}.")

    def _log(self, name: str, place: int) -> Path:
        return self.logs / f"{name}-{place}.log"


def _signal_all(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if process.poll() is None:
        os.killpg(process.pid, number)
