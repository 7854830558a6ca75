"""Partner agencies: a broker user and a queue each, which gets the events of its areas and types and nothing else."""

import re
import secrets
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

import pika

from infra.rabbitmq.management import Management
from infra.rabbitmq.topology import PARTNER_EXCHANGE
from infra.rabbitmq.users import NOTHING, administrator_url
from shared.contracts.registry import events

NAME = re.compile(r"^[a-z][a-z0-9-]{1,30}$")
AREA = re.compile(r"^\d{6}(\.\d{3}){0,3}$")
EVERYWHERE = "*"
PARAMETER = "linli-partner-"
MOST_MESSAGES = 1_000_000
"""What a partner may leave unread; then the oldest go, and a replay brings them back."""
QUEUE_ARGUMENTS = {"x-queue-type": "quorum", "x-max-length": MOST_MESSAGES, "x-overflow": "drop-head"}


class PartnerRefused(Exception):
    """What was asked for a partner is not possible; the text says why."""


@dataclass(frozen=True)
class Partner:
    """areas: paths that cover what is below them, or `*`; types: patterns over event types, such as `tickets.*`."""

    name: str
    areas: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def queue(self) -> str:
        return queue_of(self.name)

    @property
    def event_types(self) -> list[str]:
        return [kind for kind in partner_types() if any(fnmatchcase(kind, pattern) for pattern in self.types)]

    @property
    def binding_keys(self) -> list[str]:
        below = ["#" if area == EVERYWHERE else f"{area}.#" for area in self.areas]
        return [f"{kind}.{rest}" for kind in self.event_types for rest in below]

    @property
    def topic_pattern(self) -> str:
        """The same as a pattern over routing keys, for the broker's topic permission."""
        kinds = "|".join(re.escape(kind) for kind in self.event_types)
        areas = "|".join(".*" if area == EVERYWHERE else re.escape(area) + r"(\..*)?" for area in self.areas)
        return rf"^({kinds})\.({areas})$"

    def may_see(self, routing_key: str) -> bool:
        return re.match(self.topic_pattern, routing_key) is not None


def queue_of(name: str) -> str:
    return f"partner.{name}"


def partner_types() -> list[str]:
    return sorted(kind for kind, event in events().items() if event.AUDIENCE == "partner")


class Partners:
    """The broker holds them: users, queues and permissions, and what was asked for as a parameter."""

    def __init__(self, management: Management, amqp_url: str) -> None:
        self._management = management
        self._admin_url = administrator_url(management, amqp_url)

    def add(self, name: str, areas: list[str], types: list[str]) -> str:
        """The password of the partner's user, which is shown this once. A known name gets the new areas and types."""
        partner = checked(name, areas, types)
        password = secrets.token_urlsafe(24)
        self._wire(partner)
        self._management.put_user(partner.queue, password)
        own_queue = f"^{re.escape(partner.queue)}$"
        self._management.permit(partner.queue, configure=NOTHING, write=NOTHING, read=own_queue)
        self._management.permit_topics(partner.queue, PARTNER_EXCHANGE, write=NOTHING, read=partner.topic_pattern)
        self._management.put_parameter(PARAMETER + name, asdict(partner))
        return password

    def all(self) -> list[Partner]:
        found = self._management.parameters()
        return [_partner(value) for name, value in sorted(found.items()) if name.startswith(PARAMETER)]

    def get(self, name: str) -> Partner:
        for partner in self.all():
            if partner.name == name:
                return partner
        raise PartnerRefused(f"there is no partner {name}")

    def rotate(self, name: str) -> str:
        """A new password; whoever is connected with the old one is sent away."""
        partner = self.get(name)
        password = secrets.token_urlsafe(24)
        self._management.put_user(partner.queue, password)
        self._management.close_connections(partner.queue)
        return password

    def remove(self, name: str) -> None:
        """User, queue and what is in it are gone."""
        partner = self.get(name)
        self._management.delete_user(partner.queue)
        connection = pika.BlockingConnection(pika.URLParameters(self._admin_url))
        connection.channel().queue_delete(partner.queue)
        connection.close()
        self._management.delete_parameter(PARAMETER + name)

    def rewire(self) -> None:
        """Brings every partner up to the contracts: new event types that its patterns cover are bound and allowed."""
        for partner in self.all():
            self._wire(partner)
            self._management.permit_topics(partner.queue, PARTNER_EXCHANGE, write=NOTHING, read=partner.topic_pattern)

    def _wire(self, partner: Partner) -> None:
        """Declares the queue and makes its bindings those that the partner should have."""
        wanted = set(partner.binding_keys)
        bound = set(self._management.binding_keys(PARTNER_EXCHANGE, partner.queue))
        connection = pika.BlockingConnection(pika.URLParameters(self._admin_url))
        channel = connection.channel()
        channel.queue_declare(partner.queue, durable=True, arguments=QUEUE_ARGUMENTS)
        for key in wanted - bound:
            channel.queue_bind(partner.queue, PARTNER_EXCHANGE, routing_key=key)
        for key in bound - wanted:
            channel.queue_unbind(partner.queue, PARTNER_EXCHANGE, routing_key=key)
        connection.close()


def checked(name: str, areas: list[str], types: list[str]) -> Partner:
    """Refuses names, areas and types that cannot be meant."""
    partner = Partner(name, tuple(areas), tuple(types))
    if not NAME.match(name):
        raise PartnerRefused(f"{name!r} is not a name: small letters, digits and -, at most 31")
    wrong = [area for area in areas if area != EVERYWHERE and not AREA.match(area)]
    if wrong or not areas:
        raise PartnerRefused(
            f"not an area path such as 150202.003, or * for everywhere: {', '.join(wrong) or 'none given'}"
        )
    useless = [pattern for pattern in types if not any(fnmatchcase(kind, pattern) for kind in partner_types())]
    if useless or not types:
        raise PartnerRefused(
            f"no event for partners is called {', '.join(useless) or '(none given)'}; there are: {', '.join(partner_types())}"
        )
    return partner


def _partner(value: dict[str, Any]) -> Partner:
    return Partner(value["name"], tuple(value["areas"]), tuple(value["types"]))
