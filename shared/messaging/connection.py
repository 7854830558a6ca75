"""Connections to the broker that several threads or greenlets may publish on."""

from typing import Any

from amqp.exceptions import AMQPError
from amqp.transport import TCPTransport
from kombu.connection import Connection
from kombu.exceptions import OperationalError

LOST = (OSError, AMQPError, OperationalError, AttributeError)
"""What a call on a broken connection raises; a channel that has been closed has no connection, hence the last."""

READ_BYTES = 65_536


def connect(url: str, heartbeat: int, seconds: int = 5) -> Connection:
    """An open connection.

    Where the broker can tell that it is blocked, amqp reads from the socket in every publish, beside whoever reads
    already: frames would be torn apart. So that is switched off, and one thread alone reads.
    """
    connection = Connection(url, heartbeat=heartbeat, connect_timeout=seconds)
    opened: Any = connection.connect()
    opened.client_properties.get("capabilities", {}).pop("connection.blocked", None)
    read_ahead(opened.transport)
    return connection


def read_ahead(transport: Any) -> None:
    """Takes what has come in at one go. amqp asks for each part of a frame by itself: ten calls a message, each of which
    lets other threads in. It keeps what it did not ask for in its buffer."""
    if isinstance(transport, TCPTransport):
        receive: Any = transport.sock.recv  # pyright: ignore[reportOptionalMemberAccess]
        transport._quick_recv = lambda wanted, _flags=0: receive(max(wanted, READ_BYTES))
