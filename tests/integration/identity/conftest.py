"""Identity and the gateway on servers of their own, with the city's provider beside them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.suite import Suite
from tests.support.servers import running_servers
from tests.support.town import Town
from tests.support.waiting import eventually


@pytest.fixture(scope="package")
def desk() -> Iterator[Town]:
    with running_servers() as servers:
        suite = Suite(servers.folder / "suite", servers.broker, servers.database, {"LINLI_RATE_LIMIT": ""}, ["identity"])
        suite.start()
        try:
            yield Town(servers, suite)
        finally:
            suite.stop()


def last_code(desk: Town, phone: str) -> str:
    """The newest code that was sent to the number."""

    def read() -> str | None:
        file = Path(desk.suite.environment["LINLI_RUN_DIR"]) / "sms.jsonl"
        sent = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        return next((entry["code"] for entry in reversed(sent) if entry["phone"] == phone), None)

    return eventually(read)
