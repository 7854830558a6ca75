"""Identity and the gateway on servers of their own, with the city's sign-in provider beside them."""

from collections.abc import Iterator

import pytest

from infra.local.suite import Suite
from tests.integration.identity.people import Desk
from tests.support.oidc_provider import CLIENT_ID, CLIENT_SECRET, running_provider
from tests.support.servers import running_servers


@pytest.fixture(scope="package")
def desk() -> Iterator[Desk]:
    with running_servers() as servers, running_provider() as provider:
        settings = {
            "LINLI_RATE_LIMIT": "",
            "LINLI_RATE_LIMIT_ANONYMOUS": "",
            "LINLI_OIDC_ISSUER": provider.issuer,
            "LINLI_OIDC_CLIENT_ID": CLIENT_ID,
            "LINLI_OIDC_CLIENT_SECRET": CLIENT_SECRET,
        }
        suite = Suite(servers.folder / "suite", servers.broker, servers.database, settings, ["identity"])
        suite.start()
        try:
            yield Desk(servers, suite, provider)
        finally:
            suite.stop()
