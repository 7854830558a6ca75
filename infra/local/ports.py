"""TCP ports on loopback: which are free, who holds one, which were chosen before."""

import json
import random
import socket
from pathlib import Path

import psutil

from infra.local.problems import PortTaken

LOOPBACK = "127.0.0.1"
# Below the range that the kernel hands to outgoing connections, so that no client socket can take a chosen port.
CHOICE = range(20_000, 30_000)


def is_free(port: int) -> bool:
    """Whether a server could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def choose() -> int:
    """A port that nobody listens on."""
    for port in random.sample(CHOICE, 500):
        if is_free(port):
            return port
    raise PortTaken(CHOICE.start, "any free port", None, None)


def holder(port: int) -> str | None:
    """Name and process id of whoever listens on the port, as far as this user may see it."""
    try:
        for connection in psutil.net_connections("inet"):
            local = connection.laddr
            if local and local.port == port and connection.status == psutil.CONN_LISTEN and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        return None
    return None


def require_free(port: int, purpose: str, setting: str | None = None) -> None:
    """Raises PortTaken when the port is in use."""
    if not is_free(port):
        raise PortTaken(port, purpose, setting, holder(port))


class PortBook:
    """Ports that were chosen for a folder, so that a restart finds clients with the same address."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def port(self, purpose: str, wanted: int, in_use_by_us: bool) -> int:
        """The wanted port; for 0 the remembered one if it is still ours or free, else a new one."""
        known = self._read()
        port = wanted or known.get(purpose, 0)
        if not port or (not wanted and not in_use_by_us and not is_free(port)):
            port = choose()
        if known.get(purpose) != port:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(known | {purpose: port}, indent=2))
        return port

    def _read(self) -> dict[str, int]:
        return json.loads(self._file.read_text()) if self._file.exists() else {}
