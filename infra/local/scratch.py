"""A folder for a while, with servers in it that end when their starter does, however it dies.

Servers are in sessions of their own, so what ends a test run or a bench in disorder would leave them behind, and what
they serve as well. A watchdog holds the other end of a pipe: the kernel closes it when the starter is gone.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil

from infra.local.environment import ROOT


@contextlib.contextmanager
def scratch_folder(prefix: str) -> Iterator[Path]:
    """A new folder, removed at the end; so is every process that was started in it."""
    with tempfile.TemporaryDirectory(prefix=prefix) as name, tied_to_this_process(Path(name)):
        yield Path(name)


@contextlib.contextmanager
def tied_to_this_process(folder: Path) -> Iterator[None]:
    """When this is left, or this process dies, every process that was started in the folder ends, and the folder goes."""
    watchdog = subprocess.Popen(
        [sys.executable, "-m", "infra.local.scratch", str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert watchdog.stdin is not None
    try:
        yield
    finally:
        watchdog.stdin.close()
        watchdog.wait()


def started_in(folder: Path) -> list[psutil.Process]:
    """Processes whose command or environment names the folder; servers and services get their addresses by it."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            said = [*process.cmdline(), *process.environ().values()]
            if process.pid != os.getpid() and any(str(folder) in each for each in said):
                found.append(process)
    return found


def end_all(folder: Path) -> None:
    """Kills them, and what others of them start again meanwhile."""
    while found := started_in(folder):
        for process in found:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(found, timeout=5)


if __name__ == "__main__":
    tied = Path(sys.argv[1])
    sys.stdin.buffer.read()
    end_all(tied)
    shutil.rmtree(tied, ignore_errors=True)
