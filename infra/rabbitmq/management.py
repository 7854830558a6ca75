"""The broker's management interface, as far as users, permissions and definitions need it."""

from typing import Any
from urllib.parse import quote, unquote, urlsplit

import requests

SECONDS = 10


class Management:
    """Acts as the administrator whom `url` names, in the virtual host of `amqp_url`."""

    def __init__(self, url: str, amqp_url: str) -> None:
        parts = urlsplit(url)
        self._base = f"{parts.scheme}://{parts.hostname}:{parts.port or 15672}/api"
        self._http = requests.Session()
        self.user, self.password = unquote(parts.username or "guest"), unquote(parts.password or "guest")
        self._http.auth = (self.user, self.password)
        self.vhost = vhost_of(amqp_url)

    def put_user(self, name: str, password: str, tags: str = "") -> None:
        self._send("PUT", f"users/{_q(name)}", {"password": password, "tags": tags})

    def delete_user(self, name: str) -> None:
        """The broker closes its connections, too."""
        self._send("DELETE", f"users/{_q(name)}", missing_ok=True)

    def close_connections(self, user: str) -> None:
        self._send("DELETE", f"connections/username/{_q(user)}", missing_ok=True)

    def permit(self, user: str, configure: str, write: str, read: str) -> None:
        """Three patterns over names of queues and exchanges; `^$` allows nothing."""
        self._send(
            "PUT", f"permissions/{_q(self.vhost)}/{_q(user)}", {"configure": configure, "write": write, "read": read}
        )

    def permit_topics(self, user: str, exchange: str, write: str, read: str) -> None:
        """Two patterns over routing keys."""
        body = {"exchange": exchange, "write": write, "read": read}
        self._send("PUT", f"topic-permissions/{_q(self.vhost)}/{_q(user)}", body)

    def binding_keys(self, exchange: str, queue: str) -> list[str]:
        """The routing keys by which the queue is bound; none where there is no such queue."""
        vhost = _q(self.vhost)
        found = self._send("GET", f"bindings/{vhost}/e/{_q(exchange)}/q/{_q(queue)}", missing_ok=True)
        return [binding["routing_key"] for binding in found or ()]

    def put_parameter(self, name: str, value: Any) -> None:
        self._send("PUT", f"global-parameters/{_q(name)}", {"name": name, "value": value})

    def parameters(self) -> dict[str, Any]:
        return {parameter["name"]: parameter["value"] for parameter in self._send("GET", "global-parameters")}

    def delete_parameter(self, name: str) -> None:
        self._send("DELETE", f"global-parameters/{_q(name)}", missing_ok=True)

    def _send(self, method: str, path: str, body: Any = None, missing_ok: bool = False) -> Any:
        reply = self._http.request(method, f"{self._base}/{path}", json=body, timeout=SECONDS)
        if missing_ok and reply.status_code == 404:
            return None
        reply.raise_for_status()
        return reply.json() if reply.content else None


def vhost_of(amqp_url: str) -> str:
    return unquote(urlsplit(amqp_url).path[1:]) or "/"


def _q(name: str) -> str:
    return quote(name, safe="")
