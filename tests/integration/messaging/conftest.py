"""The bus, declared once."""

import pytest

from tests.integration.messaging.bus import Bus
from tests.support.servers import Servers


@pytest.fixture(scope="session")
def bus(servers: Servers) -> Bus:
    """The layout is there, with retries after tenths of seconds; no probe runs."""
    made = Bus(servers)
    made.declare()
    return made
