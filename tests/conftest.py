"""Fixtures that every part of the tests may ask for."""

import base64
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings as property_settings

from infra.local.suite import Suite
from tests.support.servers import Servers, running_servers
from tests.support.town import Town

property_settings.register_profile("linli", deadline=None, print_blob=True)
property_settings.register_profile("quick", property_settings.get_profile("linli"), max_examples=20)
property_settings.load_profile("linli")
os.environ.setdefault("LINLI_DATA_KEY", base64.b64encode(bytes(range(32))).decode())


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Real RabbitMQ and MongoDB."""
    with running_servers() as started:
        yield started


@pytest.fixture(scope="session")
def town(servers: Servers) -> Iterator[Town]:
    """The whole suite, running, with no rate limit in the way."""
    suite = Suite(servers.folder / "suite", servers.broker, servers.database, {"LINLI_RATE_LIMIT": ""})
    suite.start()
    try:
        yield Town(servers, suite)
    finally:
        suite.stop()
