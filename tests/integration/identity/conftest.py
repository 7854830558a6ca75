"""Identity and the gateway on servers of their own, with the city's sign-in provider beside them."""

from collections.abc import Iterator

import pytest

from infra.local.suite import Suite
from tests.integration.identity.people import Desk
from tests.support.servers import running_servers


@pytest.fixture(scope="package")
def desk() -> Iterator[Desk]:
    with running_servers() as servers:
        suite = Suite(servers.folder / "suite", servers.broker, servers.database, {"LINLI_RATE_LIMIT": ""}, ["identity"])
        suite.start()
        try:
            yield Desk(servers, suite)
        finally:
            suite.stop()
