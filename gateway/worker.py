"""The gunicorn worker: threads, with an end to every request.

gunicorn by itself waits without an end for a client that sends its headers or body drop by drop, or never takes its
reply; a dozen of those would hold all threads. Here such a connection is cut. The time in which a service is asked is no
fault of the client and counts apart, by the deadline of the operation.
"""

import contextlib
import socket
import time
from collections.abc import Iterable
from functools import partial
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from gateway.rpc import WAITS
from shared.runtime.settings import settings


class BoundedWorker(ThreadWorker):
    """Cuts connections that hold a thread for longer than LINLI_REQUEST_SECONDS."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seconds = settings().request_seconds
        self._held: dict[socket.socket, float] = {}

    def load_wsgi(self) -> None:
        super().load_wsgi()
        app: Any = self.wsgi

        def patient(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            environ[WAITS] = partial(self._wait, environ["gunicorn.socket"])
            return app(environ, start_response)

        self.wsgi = patient

    def handle(self, conn: Any) -> Any:
        self._held[conn.sock] = time.monotonic() + self._seconds
        try:
            return super().handle(conn)
        finally:
            self._held.pop(conn.sock, None)

    def _wait(self, sock: socket.socket, seconds: float) -> None:
        if sock in self._held:
            self._held[sock] += seconds

    def murder_pending(self) -> None:
        """Called by gunicorn every second at least."""
        super().murder_pending()
        now = time.monotonic()
        for sock, until in list(self._held.items()):
            if now > until:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
