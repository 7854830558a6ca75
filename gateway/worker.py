"""The gunicorn worker: threads, with an end to every request.

gunicorn by itself waits without an end for a client that sends its headers or body drop by drop, or never takes its
reply; a dozen of those would hold all threads. Here such a connection is cut.
"""

import contextlib
import socket
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from shared.runtime.settings import settings


class BoundedWorker(ThreadWorker):
    """Cuts connections that hold a thread for longer than LINLI_REQUEST_SECONDS."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seconds = settings().request_seconds
        self._held: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        self._held[conn] = time.monotonic() + self._seconds
        try:
            return super().handle(conn)
        finally:
            self._held.pop(conn, None)

    def murder_pending(self) -> None:
        """Called by gunicorn every second at least."""
        super().murder_pending()
        now = time.monotonic()
        for conn, until in list(self._held.items()):
            if now > until:
                with contextlib.suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)
