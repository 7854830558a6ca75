"""A service that has nothing but a book."""

import pytest

from tests.integration.ledger.bookkeeping import House, house_named
from tests.support.servers import Servers


@pytest.fixture(scope="session")
def house(servers: Servers) -> House:
    return house_named("bookkeeping", servers.database.url)


@pytest.fixture
def fresh(servers: Servers, house: House) -> House:
    """The same, with an empty book."""
    house.clear()
    return house
