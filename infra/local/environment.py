"""What every process of the suite is told by its environment, and the secrets that are made once and kept."""

import base64
import json
import os
import secrets
from pathlib import Path

from infra.local.broker import Broker
from infra.local.database import Database
from infra.rabbitmq.users import with_user

ROOT = Path(__file__).resolve().parents[2]
DATA_KEY_BYTES = 32


def kept_secret(folder: Path, name: str, fresh: str) -> str:
    """The secret of that name from the folder's `secrets.json` (mode 600); `fresh` is stored when there is none."""
    file = folder / "secrets.json"
    known: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    if name not in known:
        known[name] = fresh
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as out:
            json.dump(known, out, indent=2)
    return known[name]


def suite_environment(folder: Path, broker: Broker, database: Database, gateway_port: int) -> dict[str, str]:
    """This process's environment plus the addresses and secrets of the given servers.

    Variables that are set already and do not follow from the servers, such as LINLI_LOG_LEVEL, win.
    """
    data_key = kept_secret(folder, "data_key", base64.b64encode(secrets.token_bytes(DATA_KEY_BYTES)).decode())
    defaults = {
        "LINLI_DATA_KEY": data_key,
        "LINLI_DATABASE_PREFIX": "linli_",
        "LINLI_LOG_LEVEL": "INFO",
        "LINLI_HEALTH_PORT": "0",
    }
    addresses = {
        "LINLI_AMQP_URL": _login(broker, "services"),
        "LINLI_GATEWAY_AMQP_URL": _login(broker, "gateway"),
        "LINLI_TOOLS_AMQP_URL": _login(broker, "tools"),
        "LINLI_MONGO_URL": database.url,
        "LINLI_MANAGEMENT_URL": broker.management_url,
        "LINLI_PORT": str(gateway_port),
        "LINLI_RUN_DIR": str(folder),
        "PYTHONUNBUFFERED": "1",
    }
    return defaults | dict(os.environ) | addresses


def _login(broker: Broker, user: str) -> str:
    """The broker's address for a user of less rights than its administrator; `infra.rabbitmq declare` makes the user."""
    password = kept_secret(broker.folder, f"amqp_{user}", secrets.token_urlsafe(24))
    return with_user(broker.amqp_url, user, password)


def service_names() -> list[str]:
    """Services that can be started: folders under services/ that hold a service.py."""
    return sorted(file.parent.name for file in (ROOT / "services").glob("*/service.py"))
