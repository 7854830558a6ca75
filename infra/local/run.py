"""The whole suite in the foreground: start everything in order, watch it, end it in order."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from types import FrameType

from infra.local import ports
from infra.local.broker import Broker
from infra.local.database import Database
from infra.local.environment import ROOT, service_names, suite_environment
from infra.local.problems import LocalProblem, ServerFailed
from infra.local.process import ServerProcess, last_lines
from infra.local.readiness import asked_in_vain
from infra.local.runner import GATEWAY, Runner
from infra.local.settings import LocalSettings

STEPS = 6
READY_SECONDS = 60
WATCH_SECONDS = 1.0
TOWN_RECEIVER = "infra.town.receiver:connect"


class LocalRun:
    """One run of the suite in its run folder, with the processes that `make stop` finds again."""

    def __init__(self, settings: LocalSettings, replicas: Mapping[str, int]) -> None:
        folder = settings.run_dir.resolve()
        self.settings = settings
        self.itself = ServerProcess(folder, "run")
        self.ready_mark = folder / "ready"
        self.broker = Broker(
            folder / "rabbitmq",
            settings.amqp_port,
            settings.management_port,
            settings.broker_metrics_port,
            settings.mqtt_port,
            settings.broker_password,
        )
        self.database = Database(folder / "mongo", settings.mongo_port, settings.mongo_cache_gigabytes)
        self.runner = Runner(folder, replicas)
        self.environment = suite_environment(folder, self.broker, self.database, settings.port)
        self.folder = folder
        self._step = 0

    @property
    def url(self) -> str:
        return f"http://{ports.LOOPBACK}:{self.settings.port}"

    def start(self) -> None:
        """Starts everything in order, says so, and returns when the gateway is ready and the town is there."""
        self.ready_mark.unlink(missing_ok=True)
        self.runner.stop()  # left behind by a run that was killed
        ports.require_free(self.settings.port, "the gateway", "LINLI_PORT")
        with self._told("database", f"MongoDB on port {self.database.port}"):
            self.database.start()
        with self._told("broker", f"RabbitMQ on port {self.broker.ports['amqp']}"):
            self.broker.start()
        with self._told("topology", "exchanges, queues and bindings"):
            self._module("infra.rabbitmq", "declare", quiet=True)
        with self._told("services", "all services and the gateway under circus"):
            self.runner.start(self.environment)
            self._wait_for(lambda: asked_in_vain(self.broker.amqp_url, service_names()))
        with self._told("gateway", f"answers on {self.url}"):
            self._wait_for(self._silent_gateway)
        with self._told("town", f"demo town of {self.settings.town_size} residents, if the database is empty"):
            if self.settings.town_size:
                size = str(self.settings.town_size)
                self._module("infra.town", "load", "--if-empty", "--size", size, "--into", TOWN_RECEIVER)
        self.ready_mark.write_text(self.url)

    def watch(self) -> None:
        """Starts broker, database and runner again when they end; circus does the same for the services."""
        starts: list[tuple[str, Callable[[], int | None], Callable[[], None]]] = [
            ("database", lambda: self.database.pid, self.database.start),
            ("broker", lambda: self.broker.pid, self.broker.start),
            ("process runner", lambda: self.runner.pid, lambda: self.runner.start(self.environment)),
        ]
        while True:
            for name, pid, start in starts:
                if pid() is None:
                    print(f"The {name} has ended unexpectedly and is started again.", flush=True)
                    start()
            time.sleep(WATCH_SECONDS)

    def stop(self) -> None:
        """Ends gateway, services, broker and database in this order; data stays."""
        self.ready_mark.unlink(missing_ok=True)
        self.runner.stop()
        self.broker.stop()
        self.database.stop()

    @contextlib.contextmanager
    def _told(self, name: str, what: str) -> Iterator[None]:
        self._step += 1
        print(f"[{self._step}/{STEPS}] {name:<9} {what} ...", flush=True)
        before = time.monotonic()
        yield
        print(f"      {name:<9} ready after {time.monotonic() - before:.1f} s", flush=True)

    def _module(self, module: str, *arguments: str, quiet: bool = False) -> None:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
        )
        if done.returncode != 0:
            said = done.stdout or ""
            raise ServerFailed(
                f"python -m {module} failed.\n{said}", f"read what it says above and {self.folder}/logs."
            )

    def _silent_gateway(self) -> list[str]:
        with contextlib.suppress(urllib.error.URLError, OSError):
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as reply:
                if reply.status == 200:
                    return []
        return [GATEWAY]

    def _wait_for(self, missing: Callable[[], list[str]]) -> None:
        """Returns when nobody is missing any more."""
        deadline = time.monotonic() + READY_SECONDS
        while names := missing():
            if self.runner.pid is None:
                raise ServerFailed("The process runner ended.", f"read {self.runner.log}.")
            if time.monotonic() > deadline:
                logs = self.folder / "logs"
                end = last_lines(logs / f"{names[0]}.errors.log")
                raise ServerFailed(f"Not ready after {READY_SECONDS} s: {', '.join(names)}.\n{end}", f"read {logs}.")
            time.sleep(0.1)


def run(settings: LocalSettings, replicas: Mapping[str, int]) -> None:
    """Starts everything and stays until Ctrl-C or SIGTERM, then ends everything in order."""
    suite = LocalRun(settings, replicas)
    running = suite.itself.pid
    if running not in (None, os.getpid()):
        raise LocalProblem(
            f"The suite runs already (process {running}), see {suite.url}/v1/docs.",
            "make stop ends it, make scale tickets=2 changes it while it runs.",
        )
    suite.itself.claim()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        suite.start()
        print(_welcome(suite), flush=True)
        suite.watch()
    except KeyboardInterrupt:
        print("\nStopping ...", flush=True)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        suite.stop()
        suite.itself.forget()
        print(f"Stopped. Data is kept in {suite.folder}; make clean removes it.", flush=True)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _welcome(suite: LocalRun) -> str:
    management = f"http://{ports.LOOPBACK}:{suite.broker.ports['management']}"
    return f"""
Linli runs.
  API explorer   {suite.url}/v1/docs
  a token        make token role=grid_worker area=150202   (curl -H "Authorization: Bearer $(make token)" ...)
  the main job   make demo
  broker         {management}, user {suite.broker.user}, password in {suite.broker.folder}/password
  logs           {suite.folder}/logs (codes that would go out by SMS are there, too)
make stop ends it, and so does Ctrl-C after make run; data is kept.
"""
