"""The bus as its tests see it: the layout is declared, probes run as processes, queues can be looked into."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pika
import pymongo

from infra.local import ports
from infra.local.environment import ROOT, suite_environment
from infra.rabbitmq.declare import declare
from shared.contracts.call import Context
from shared.messaging.line import Line
from shared.runtime.settings import settings
from tests.integration.messaging import contract
from tests.support.servers import Servers
from tests.support.waiting import eventually

RETRY_SECONDS = (0.2, 0.4)


class Probe:
    """One process of the probe."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        port = ports.choose()
        self._ready_at = f"http://{ports.LOOPBACK}:{port}/readyz"
        self._log = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.integration.messaging.probe"],
                cwd=ROOT,
                env={**environment, "LINLI_HEALTH_PORT": str(port)},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait_ready(self) -> None:
        eventually(self._ready, seconds=30)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """In order, as a process runner does it; kills after 30 s."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the probe did not leave in 30 s, see {self._log}") from None

    def _ready(self) -> bool:
        assert self.process.poll() is None, f"the probe has ended:\n{self._log.read_text(errors='replace')[-3000:]}"
        try:
            with urllib.request.urlopen(self._ready_at, timeout=5) as reply:
                return reply.status == 200
        except (urllib.error.URLError, OSError):
            return False


class Bus:
    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self.broker = servers.broker
        self.environment = suite_environment(servers.folder / "bus", servers.broker, servers.database, 0) | {
            "LINLI_RETRY_SECONDS": json.dumps(RETRY_SECONDS)
        }
        self.mongo: Any = pymongo.MongoClient(servers.database.url, tz_aware=True)
        self.database: Any = self.mongo[f"{self.environment['LINLI_DATABASE_PREFIX']}{contract.NAME}"]
        self._log = servers.folder / "probe.log"

    def declare(self) -> None:
        """Users by the tool, the layout with the probe in it from here."""
        self.run("infra.rabbitmq", "declare")
        with self.settings(), contract.registered():
            declare(self.broker.amqp_url)

    def run(self, module: str, *arguments: str, **more: str) -> str:
        """What `python -m module` prints."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT, env=self.environment | more, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def settings(self) -> Iterator[None]:
        """This process has the bus's environment."""
        before = {name: os.environ.get(name) for name in self.environment if name.startswith("LINLI_")}
        os.environ.update({name: self.environment[name] for name in before})
        settings.cache_clear()
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)
            settings.cache_clear()

    @contextmanager
    def probes(self, count: int = 1, **environment: str) -> Iterator[list[Probe]]:
        """That many probes, ready; whatever runs at the end is ended."""
        running = [self.probe(**environment) for _ in range(count)]
        try:
            for probe in running:
                probe.wait_ready()
            yield running
        finally:
            for probe in running:
                probe.kill()

    def probe(self, **environment: str) -> Probe:
        return Probe(self.environment | environment, self._log)

    @contextmanager
    def line(self) -> Iterator[Line]:
        """A line with the gateway's rights."""
        line = Line(self.environment["LINLI_GATEWAY_AMQP_URL"])
        try:
            yield line
        finally:
            line.close()

    @contextmanager
    def channel(self, url: str | None = None) -> Iterator[Any]:
        """A pika channel with publisher confirms; an administrator's unless another address is given."""
        connection = pika.BlockingConnection(pika.URLParameters(url or self.broker.amqp_url))
        channel = connection.channel()
        channel.confirm_delivery()
        try:
            yield channel
        finally:
            if connection.is_open:
                connection.close()

    def take(self, queue: str, url: str | None = None) -> list[tuple[Any, bytes]]:
        """Properties and bodies of all that is in a queue, which is empty then."""
        taken = []
        with self.channel(url) as channel:
            while True:
                delivery, properties, body = channel.basic_get(queue, auto_ack=True)
                if delivery is None:
                    return taken
                taken.append((properties, body))

    def heard(self, account: str) -> int:
        """What the reactions to an account's news have added up."""
        found = self.database.accounts.find_one({"_id": account})
        return found["heard"] if found else 0

    def total(self, account: str) -> int:
        found = self.database.accounts.find_one({"_id": account})
        return found["total"] if found else 0


def context(seconds: float = 5, key: str | None = None) -> Context:
    return Context(request_id="test", deadline=time.time() + seconds, key=key or uuid.uuid4().hex)


def fresh(name: str) -> str:
    """A name that no other test uses."""
    return f"{name}-{uuid.uuid4().hex[:8]}"
