"""Services and gateway under circus, which starts again what crashes and changes the number of replicas."""

import configparser
import contextlib
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from circus.client import CircusClient
from circus.exc import CallError

from infra.local.environment import ROOT, service_names
from infra.local.problems import LocalProblem
from infra.local.process import ServerProcess

GATEWAY = "gateway"
GRACE_SECONDS = 30
LOG_BYTES = 20_000_000


class Runner:
    """The process runner of one run folder. `replicas` says how many processes of a service (default: one)."""

    def __init__(self, folder: Path, replicas: Mapping[str, int] | None = None) -> None:
        self._folder = folder
        self._replicas = dict(replicas or {})
        self._circus = ServerProcess(folder, "circus")
        self._logs = folder / "logs"

    @property
    def pid(self) -> int | None:
        return self._circus.pid

    @property
    def log(self) -> Path:
        return self._circus.log

    def start(self, environment: Mapping[str, str]) -> None:
        """Starts all services and the gateway with this environment; does not wait until they are ready."""
        self._logs.mkdir(parents=True, exist_ok=True)
        file = self._folder / "circus.ini"
        with file.open("w") as out:
            self._configuration().write(out)
        command = [sys.executable, "-W", "ignore", "-m", "circus.circusd", "--log-level", "WARNING", str(file)]
        self._circus.spawn(command, environment, working_folder=ROOT)

    def stop(self) -> None:
        """Asks everything to end and waits."""
        self._circus.terminate(GRACE_SECONDS + 5)

    def scale(self, service: str, processes: int) -> None:
        """Changes the number of processes of a running service."""
        self._ask("set", name=service, options={"numprocesses": processes}, waiting=True)

    def counts(self) -> dict[str, int]:
        """How many processes of each service run now; empty when nothing runs."""
        if self.pid is None:
            return {}
        pids = {name: self._ask("list", name=name)["pids"] for name in self._ask("list")["watchers"]}
        return {name: len(found) for name, found in pids.items()}

    def _ask(self, command: str, **properties: Any) -> dict[str, Any]:
        client = CircusClient(endpoint=self._endpoint("control"), timeout=GRACE_SECONDS)
        try:
            reply = client.send_message(command, **properties)
        except CallError as error:
            raise LocalProblem(f"The process runner does not answer: {error}.", "make stop, then make run.") from None
        finally:
            with contextlib.suppress(CallError):
                client.stop()
        if reply.get("status") == "error":
            raise LocalProblem(f"The process runner refused: {reply.get('reason')}.", "look at make status.")
        return reply

    def _endpoint(self, name: str) -> str:
        # Relative to the repository where possible: the address of a local socket has 107 characters at most.
        folder = self._folder.relative_to(ROOT) if self._folder.is_relative_to(ROOT) else self._folder
        return f"ipc://{folder}/circus-{name}.sock"

    def _configuration(self) -> configparser.RawConfigParser:
        ini = configparser.RawConfigParser()
        ini["circus"] = {
            "check_delay": "1",
            "endpoint": self._endpoint("control"),
            "pubsub_endpoint": self._endpoint("news"),
            "umask": "077",
        }
        for name in service_names():
            ini[f"watcher:{name}"] = self._watcher(name, f"-m services {name}")
        ini[f"watcher:{GATEWAY}"] = self._watcher(GATEWAY, f"-m {GATEWAY}")
        return ini

    def _watcher(self, name: str, arguments: str) -> dict[str, str]:
        watcher = {
            "cmd": f"{shlex.quote(sys.executable)} {arguments}",
            "working_dir": str(ROOT),
            "numprocesses": str(self._replicas.get(name, 1)),
            "copy_env": "true",
            "stop_signal": "TERM",
            "graceful_timeout": str(GRACE_SECONDS),
            "max_retry": "-1",
        }
        for stream, file in (("stdout", f"{name}.log"), ("stderr", f"{name}.errors.log")):
            watcher |= {
                f"{stream}_stream.class": "FileStream",
                f"{stream}_stream.filename": str(self._logs / file),
                f"{stream}_stream.max_bytes": str(LOG_BYTES),
                f"{stream}_stream.backup_count": "2",
            }
        return watcher
