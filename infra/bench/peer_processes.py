"""Starts and stops the peers: each with a database of its own, on the same broker and database server as the suite."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pymongo import ASCENDING, DESCENDING, GEOSPHERE

from infra.bench import partner, venv
from infra.bench.ours import GRID, RING
from infra.bench.stage import Stage
from infra.bench.system import System
from infra.local import ports
from infra.local.environment import ROOT
from infra.local.problems import LocalProblem
from shared.runtime.settings import Settings

PACKAGE = "infra.bench.peers"
READY_SECONDS = 40.0
THREADS, WORKERS = Settings.model_fields["threads"].default, Settings.model_fields["workers"].default
"""The suite's own numbers of gateway threads and service workers, for the peers as well."""

QUEUES = {"nameko": ("ledger.events", "bench.nameko"), "faststream": ("bench.tickets", "bench.faststream")}
PEERS = ("nameko", "faststream", "flask-mongo")


@contextmanager
def running(stage: Stage, name: str) -> Iterator[System]:
    """The peer, ready: a request has gone through all of it."""
    database, port = f"bench_{name.replace('-', '_')}", ports.choose()
    _prepare(stage, database)
    queue = None
    if name in QUEUES:
        exchange, queue = QUEUES[name]
        partner.bind(stage.broker.amqp_url, exchange, queue)
    environment = os.environ | {
        "PEER_AMQP_URL": stage.broker.amqp_url,
        "PEER_MONGO_URL": stage.database.url,
        "PEER_DATABASE": database,
        "PEER_POOL": str(THREADS),
        "PEER_WORKERS": str(WORKERS),
        "PYTHONUNBUFFERED": "1",
    }
    started: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for part, command in _commands(stage, name, port).items():
            started[part] = _start(stage.folder / f"{name}-{part}.log", command, environment)
        url = f"http://{ports.LOOPBACK}:{port}"
        _await(name, url, started, stage.folder)
        processes = {part: [process.pid] for part, process in started.items()}
        yield System(name, url, "/tickets", stage.mongo[database]["tickets"], processes, queue)
    finally:
        for process in started.values():
            _stop(process)


def _commands(stage: Stage, name: str, port: int) -> dict[str, list[str]]:
    python = str(venv.python())
    at = f"{ports.LOOPBACK}:{port}"
    gunicorn = [
        python, "-m", "gunicorn", "--bind", at, "--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS),
        "--keep-alive", "30", "--no-control-socket",
    ]  # fmt: skip
    if name == "flask-mongo":
        return {"http": [*gunicorn, f"{PACKAGE}.flask_mongo:create_app()"]}
    if name == "nameko":
        config = stage.folder / "nameko.yaml"
        config.write_text(f"AMQP_URI: '{stage.broker.amqp_url}'\nmax_workers: {WORKERS}\n")
        nameko = [str(Path(python).with_name("nameko")), "run", "--config", str(config)]
        return {
            "service": [*nameko, f"{PACKAGE}.nameko_service:Ledger"],
            "http": [*gunicorn, f"{PACKAGE}.flask_nameko:create_app()"],
        }
    uvicorn = [python, "-m", "uvicorn", "--host", ports.LOOPBACK, "--port", str(port), "--log-level", "warning"]
    return {
        "service": [python, "-m", f"{PACKAGE}.faststream_service"],
        "http": [*uvicorn, "--no-access-log", f"{PACKAGE}.fastapi_app:app"],
    }


def _prepare(stage: Stage, name: str) -> None:
    """The indexes that the suite's tickets have, and the one grid."""
    stage.mongo.drop_database(name)
    database = stage.mongo[name]
    database["tickets"].create_index("number", unique=True)
    database["tickets"].create_index([("reporter", ASCENDING), ("_id", DESCENDING)])
    database["tickets"].create_index([("area", ASCENDING), ("_id", DESCENDING)])
    database["tickets"].create_index([("place", GEOSPHERE)])
    database["grids"].create_index([("outline", GEOSPHERE)])
    database["grids"].insert_one(
        {"_id": GRID, "outline": {"type": "Polygon", "coordinates": [RING]}, "source_version": 1}
    )


def _start(log: Path, command: list[str], environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    with log.open("ab") as out:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )


def _await(name: str, url: str, started: dict[str, "subprocess.Popen[bytes]"], folder: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while not _says_not_found(f"{url}/tickets/{'0' * 32}"):
        ended = [part for part, process in started.items() if process.poll() is not None]
        if ended or time.monotonic() > until:
            logs = "\n".join((folder / f"{name}-{part}.log").read_text(errors="replace")[-2000:] for part in started)
            raise LocalProblem(f"The peer {name} did not start.\n{logs}", "read its output above.")
        time.sleep(0.1)


def _says_not_found(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=3).close()
    except urllib.error.HTTPError as error:
        return error.code == 404
    except OSError:
        pass
    return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """The whole group: gunicorn has a worker, which must not outlive it."""
    for number, seconds in ((signal.SIGTERM, 8), (signal.SIGKILL, 5)):
        if process.poll() is None:
            os.killpg(process.pid, number)
        try:
            process.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            continue
