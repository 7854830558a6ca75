"""One server process that outlives the program that started it and is found again by its process-id file."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from infra.local.problems import ServerFailed

POLL_SECONDS = 0.05
LOG_LINES_SHOWN = 20


def last_lines(log: Path) -> str:
    """The end of a log file, indented, for messages."""
    if not log.exists():
        return ""
    lines = log.read_text(errors="replace").splitlines()[-LOG_LINES_SHOWN:]
    return "\n".join("    " + line for line in lines)


class ServerProcess:
    """A process of which pid and time of birth are written to `<folder>/<name>.pid`, its output to `<name>.log`.

    The time of birth guards against a process id that the kernel has given to somebody else meanwhile.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self._file = folder / f"{name}.pid"
        self._folder = folder
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Process id, or None when it does not run."""
        process = self._find()
        return process.pid if process else None

    def spawn(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None, working_folder: Path | None = None
    ) -> None:
        """Starts the command in a session of its own, so that Ctrl-C in a terminal does not reach it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                command,
                env=environment,
                cwd=working_folder or self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        with contextlib.suppress(psutil.NoSuchProcess):
            self._remember(self._child.pid)

    def claim(self) -> None:
        """Makes the calling process itself the one that is remembered."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._remember(os.getpid())

    def forget(self) -> None:
        """Removes the process-id file; for a process that claimed it and is about to end."""
        self._file.unlink(missing_ok=True)

    @property
    def exit_code(self) -> int | None:
        """Exit code of a process that was spawned here and has ended."""
        return self._child.poll() if self._child else None

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Returns once `ready` says so; raises ServerFailed when the process ends or time runs out."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self.pid is None:
                raise ServerFailed(f"{self.name} ended while starting.\n{last_lines(self.log)}", f"read {self.log}.")
            if time.monotonic() > deadline:
                raise ServerFailed(
                    f"{self.name} was not ready after {seconds:.0f} s.\n{last_lines(self.log)}", f"read {self.log}."
                )
            time.sleep(POLL_SECONDS)

    def terminate(self, seconds: float = 30) -> None:
        """Asks the process to end (SIGTERM) and waits; kills it when it does not end in time."""
        if self._signal(signal.SIGTERM) and not self._gone_within(seconds):
            self.kill()
        self._file.unlink(missing_ok=True)

    def kill(self) -> None:
        """Ends the process at once with SIGKILL, as a power cut would."""
        if self._signal(signal.SIGKILL):
            self._gone_within(10)
        self._file.unlink(missing_ok=True)

    def _remember(self, pid: int) -> None:
        self._file.write_text(f"{pid} {psutil.Process(pid).create_time()}")

    def _find(self) -> psutil.Process | None:
        try:
            pid, born = self._file.read_text().split()
            process = psutil.Process(int(pid))
            alive = process.create_time() == float(born) and not self._has_ended(process)
        except (OSError, ValueError, psutil.Error):
            return None
        return process if alive else None

    def _has_ended(self, process: psutil.Process) -> bool:
        if self._child is not None and self._child.pid == process.pid:
            return self._child.poll() is not None
        if process.status() != psutil.STATUS_ZOMBIE:
            return False
        # The first thread of a killed process is a zombie while others still hold its ports.
        return len(list(Path(f"/proc/{process.pid}/task").iterdir())) <= 1

    def _signal(self, number: signal.Signals) -> bool:
        pid = self.pid
        if pid is None:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        return True

    def _gone_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while self.pid is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL_SECONDS)
        return True
