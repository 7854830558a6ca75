"""A private RabbitMQ node from the distribution's package, beside whatever the distribution itself runs.

Node, ports, data, cookie and plugins are its own; everything listens on loopback. It runs as root or as any other
user because the package's wrapper, which insists on the user `rabbitmq`, is passed by.
"""

import base64
import hashlib
import json
import os
import secrets
import subprocess
from pathlib import Path

from infra.local.ports import LOOPBACK, PortBook, require_free
from infra.local.problems import LocalProblem
from infra.local.process import ServerProcess
from infra.local.readiness import listens, queues_are_led

PROGRAMS = Path("/usr/lib/rabbitmq/bin")
PLUGINS = ("rabbitmq_management", "rabbitmq_prometheus", "rabbitmq_mqtt")
# With a private epmd per node the name needs not differ, so a data folder can be moved.
NODE = f"linli@{LOOPBACK}"
START_SECONDS = 90


class Broker:
    """RabbitMQ with one virtual host and one administrator.

    Ports given as 0 are chosen once and remembered in the folder. Without a password, one is made and kept there.
    """

    vhost = "linli"
    user = "linli"

    def __init__(
        self,
        folder: Path,
        port: int = 0,
        management_port: int = 0,
        prometheus_port: int = 0,
        mqtt_port: int = 0,
        password: str | None = None,
    ) -> None:
        self.folder = folder.resolve()
        self._server = ServerProcess(self.folder, "rabbitmq")
        self._epmd = ServerProcess(self.folder, "epmd")
        self._wanted = {
            "amqp": port,
            "management": management_port,
            "prometheus": prometheus_port,
            "mqtt": mqtt_port,
            "distribution": 0,
            "epmd": 0,
        }
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.password = password or self._kept("password", secrets.token_urlsafe(24))
        self._choose_ports()

    @property
    def pid(self) -> int | None:
        """Process id of the Erlang machine, None when the node does not run."""
        return self._server.pid

    @property
    def amqp_url(self) -> str:
        return f"amqp://{self.user}:{self.password}@{LOOPBACK}:{self.ports['amqp']}/{self.vhost}"

    @property
    def management_url(self) -> str:
        return f"http://{self.user}:{self.password}@{LOOPBACK}:{self.ports['management']}"

    @property
    def mqtt_port(self) -> int:
        return self.ports["mqtt"]

    @property
    def log(self) -> Path:
        return self._server.log

    def start(self) -> None:
        """Starts the node and returns when it takes connections. Does nothing when it runs already."""
        if self.pid is not None:
            return
        if not (PROGRAMS / "rabbitmq-server").exists():
            raise LocalProblem("RabbitMQ is not installed.", "apt-get install rabbitmq-server (as root).")
        self._require_ports()
        self._write_settings()
        if self._epmd.pid is None:
            # epmd is started here because the one that Erlang starts by itself is shared, and open to the network.
            self._epmd.spawn(["epmd", "-port", str(self.ports["epmd"]), "-address", LOOPBACK], self._environment())
        self._server.spawn([str(PROGRAMS / "rabbitmq-server")], self._environment())
        self._server.wait_until(self._is_ready, START_SECONDS)

    def stop(self) -> None:
        """Ends the node in order; durable queues and persistent messages stay."""
        self._server.terminate()
        self._epmd.terminate()

    def kill(self) -> None:
        """Ends the node at once with SIGKILL.

        Confirmed messages survive. A quorum queue declared less than a second ago may not: RabbitMQ 3.10 writes
        the directory of its queues to disk only twice a second.
        """
        self._server.kill()
        self._epmd.kill()

    def restart(self) -> None:
        """Ends the node in order and starts it on the same ports."""
        self.stop()
        self.start()

    def control(self, *arguments: str) -> str:
        """Runs rabbitmqctl against this node and returns what it prints."""
        done = subprocess.run(
            [str(PROGRAMS / "rabbitmqctl"), "--quiet", *arguments],
            env=self._environment(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def _choose_ports(self) -> None:
        book = PortBook(self.folder / "ports.json")
        self.ports = {name: book.port(name, wanted, self.pid is not None) for name, wanted in self._wanted.items()}

    def _require_ports(self) -> None:
        settings = {"amqp": "LINLI_AMQP_PORT", "management": "LINLI_MANAGEMENT_PORT"}
        for name, port in self.ports.items():
            if name != "epmd" or self._epmd.pid is None:
                require_free(port, f"RabbitMQ, {name}", settings.get(name))

    def _is_ready(self) -> bool:
        url = self.management_url
        return listens(url, self.ports["amqp"]) and queues_are_led(url, self.amqp_url, self.vhost)

    def _environment(self) -> dict[str, str]:
        inherited = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
        if "/usr/sbin" not in inherited.get("PATH", ""):
            inherited["PATH"] = inherited.get("PATH", "/usr/bin:/bin") + ":/usr/sbin:/sbin"
        folder = self.folder
        return inherited | {
            "HOME": str(folder),  # where Erlang keeps the cookie
            "ERL_EPMD_PORT": str(self.ports["epmd"]),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "RABBITMQ_NODENAME": NODE,
            "RABBITMQ_USE_LONGNAME": "true",
            "RABBITMQ_DIST_PORT": str(self.ports["distribution"]),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "RABBITMQ_CONF_ENV_FILE": str(folder / "rabbitmq-env.conf"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "advanced.config"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
            "RABBITMQ_PLUGINS_EXPAND_DIR": str(folder / "plugins"),
            "RABBITMQ_FEATURE_FLAGS_FILE": str(folder / "feature_flags"),
            "RABBITMQ_MNESIA_BASE": str(folder / "data"),
            "RABBITMQ_MNESIA_DIR": str(folder / "data" / "node"),
            "RABBITMQ_LOG_BASE": str(folder),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PID_FILE": str(folder / "node.pid"),
            # The start script then becomes the Erlang machine, which handles SIGTERM, instead of waiting beside it.
            "RUNNING_UNDER_SYSTEMD": "true",
        }

    def _write_settings(self) -> None:
        definitions = self.folder / "definitions.json"
        self._write_private(definitions, json.dumps(self._definitions()))
        self._write_private(self.folder / "enabled_plugins", f"[{','.join(PLUGINS)}].\n")
        self._write_private(self.folder / "rabbitmq-env.conf", "")
        self._write_private(self.folder / "advanced.config", "[].\n")
        cookie = self.folder / ".erlang.cookie"
        if not cookie.exists():
            self._write_private(cookie, secrets.token_hex(20))
            cookie.chmod(0o400)
        lines = [
            f"listeners.tcp.local = {LOOPBACK}:{self.ports['amqp']}",
            f"management.tcp.ip = {LOOPBACK}",
            f"management.tcp.port = {self.ports['management']}",
            f"prometheus.tcp.ip = {LOOPBACK}",
            f"prometheus.tcp.port = {self.ports['prometheus']}",
            f"mqtt.listeners.tcp.local = {LOOPBACK}:{self.ports['mqtt']}",
            "mqtt.allow_anonymous = false",
            f"load_definitions = {definitions}",
            "loopback_users = none",
            "disk_free_limit.absolute = 100MB",
            # Half a gigabyte per node by default, which is much for a laptop and for tests in parallel.
            "raft.wal_max_size_bytes = 67108864",
        ]
        self._write_private(self.folder / "rabbitmq.conf", "\n".join(lines) + "\n")

    def _definitions(self) -> dict[str, object]:
        # Loaded at each start, so a password that was changed in the settings takes effect.
        salt = secrets.token_bytes(4)
        digest = base64.b64encode(salt + hashlib.sha256(salt + self.password.encode()).digest()).decode()
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        return {
            "vhosts": [{"name": self.vhost}],
            "users": [
                {
                    "name": self.user,
                    "password_hash": digest,
                    "hashing_algorithm": "rabbit_password_hashing_sha256",
                    "tags": "administrator",
                }
            ],
            "permissions": [{"user": self.user, "vhost": self.vhost, **everything}],
        }

    def _kept(self, name: str, fresh: str) -> str:
        file = self.folder / name
        if not file.exists():
            self._write_private(file, fresh)
        return file.read_text().strip()

    @staticmethod
    def _write_private(file: Path, text: str) -> None:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(text)
