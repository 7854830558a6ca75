"""The private mongod: transactions, durable over restarts and kills, clear about a taken port."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient

from infra.local import ports
from infra.local.database import Database
from infra.local.problems import PortTaken, ServerFailed


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(tmp_path_factory.mktemp("database"))
    database.start()
    yield database
    database.stop()


@pytest.fixture
def client(database: Database) -> Iterator[MongoClient]:
    with MongoClient(database.url) as client:
        yield client


def test_transaction_commits_all_or_nothing(client: MongoClient) -> None:
    client.town.create_collection("homes")
    client.town.create_collection("people")
    with client.start_session() as session, session.start_transaction():
        client.town.homes.insert_one({"_id": 1}, session=session)
        client.town.people.insert_one({"_id": 1}, session=session)
    with client.start_session() as session:
        session.start_transaction()
        client.town.homes.insert_one({"_id": 2}, session=session)
        session.abort_transaction()
    assert [home["_id"] for home in client.town.homes.find()] == [1]
    assert [person["_id"] for person in client.town.people.find()] == [1]


def test_restart_keeps_data_and_a_connected_client_goes_on(database: Database, client: MongoClient) -> None:
    client.kept.things.insert_one({"_id": "before"})
    database.restart()
    client.kept.things.insert_one({"_id": "after"})
    assert {thing["_id"] for thing in client.kept.things.find()} == {"before", "after"}


def test_kill_keeps_what_was_acknowledged(database: Database, client: MongoClient) -> None:
    client.killed.things.insert_many({"_id": number} for number in range(500))
    database.kill()
    assert database.pid is None
    database.start()
    assert client.killed.things.count_documents({}) == 500


def test_database_listens_on_loopback_only_and_keeps_its_port(database: Database) -> None:
    assert not ports.is_free(database.port)
    assert Database(database.folder).port == database.port
    with MongoClient(database.url) as client:
        options = client.admin.command("getCmdLineOpts")["parsed"]["net"]
    assert options["bindIp"] == ports.LOOPBACK
    assert options["compression"]["compressors"] == "snappy"


def test_data_moves_with_the_folder_to_another_port(tmp_path: Path) -> None:
    here = Database(tmp_path)
    here.start()
    with MongoClient(here.url) as client:
        client.moved.things.insert_one({"_id": 1})
    here.stop()
    there = Database(tmp_path, port=ports.choose())
    there.start()
    with MongoClient(there.url) as client:
        assert client.moved.things.count_documents({}) == 1
    there.stop()
    assert there.port != here.port


def test_taken_port_names_port_and_setting(tmp_path: Path) -> None:
    with socket.create_server((ports.LOOPBACK, 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"Port {taken} \(MongoDB\) is taken by .*\n.*LINLI_MONGO_PORT=<port>"):
            Database(tmp_path, port=taken).start()


def test_failed_start_shows_the_end_of_the_log(tmp_path: Path) -> None:
    database = Database(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "storage.bson").write_bytes(b"no such thing")
    with pytest.raises(ServerFailed, match="mongod ended while starting") as caught:
        database.start()
    assert str(database.log) in caught.value.remedy
