"""Connections to the broker that several threads or greenlets may publish on."""

from typing import Any

import kombu
import kombu.exceptions
from amqp.exceptions import AMQPError

LOST = (OSError, AMQPError, kombu.exceptions.OperationalError, AttributeError)
"""What a call on a broken connection raises; a channel that has been closed has no connection, hence the last."""


def connect(url: str, heartbeat: float, seconds: float = 5) -> kombu.Connection:
    """An open connection.

    Where the broker can tell that it is blocked, amqp reads from the socket in every publish, beside whoever reads
    already: frames would be torn apart. So that is switched off, and one thread alone reads.
    """
    connection = kombu.Connection(url, heartbeat=heartbeat, connect_timeout=seconds)
    opened: Any = connection.connect()
    opened.client_properties.get("capabilities", {}).pop("connection.blocked", None)
    return connection
