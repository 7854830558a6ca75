"""The import table holds, and the test of it can fail."""

import pytest

from tests.architecture.imports import modules, violations

ALL = modules("shared", "services", "gateway", "infra")


@pytest.mark.parametrize("module", sorted(ALL))
def test_module_imports_only_what_it_may(module: str):
    assert violations(module, ALL[module].read_text()) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("shared.kernel.clock", "import pymongo"),
        ("shared.kernel.clock", "from shared.contracts import model"),
        ("shared.contracts.tickets", "from services.tickets import usecases"),
        ("shared.contracts.tickets", "import nameko.rpc"),
        ("shared.messaging.relay", "from pymongo import MongoClient"),
        ("shared.storage.work", "import kombu"),
        ("services.tickets.domain.flow", "from shared.storage.work import Work"),
        ("services.tickets.domain.flow", "import requests"),
        ("services.tickets.usecases", "from services.tickets.store import TicketStore"),
        ("services.tickets.usecases.open", "from mongoengine import Document"),
        ("services.tickets.documents", "from services.tickets.domain.flow import FLOW"),
        ("services.tickets.service", "from services.tickets.domain.flow import FLOW"),
        ("services.tickets.service", "from nameko.rpc import rpc"),
        ("services.tickets.store", "from services.residents.documents import Area"),
        ("gateway.binding", "from shared.messaging.line import Line"),
        ("gateway.binding", "import mongoengine"),
        ("infra.rabbitmq.topology", "from services.tickets import usecases"),
    ],
)
def test_forbidden_import_is_found(module: str, source: str):
    assert violations(module, source)


def test_nameko_is_imported_in_one_package_only():
    users = {
        name for name, path in ALL.items() if "import nameko" in path.read_text() or "from nameko" in path.read_text()
    }
    assert {name for name in users if not name.startswith(("shared.messaging", "infra.bench.peers"))} == set()
