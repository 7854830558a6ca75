"""Who may do what at the broker: services, gateway and tools have a user each, with no more rights than they need."""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from infra.rabbitmq.management import Management

NOTHING = "^$"


@dataclass(frozen=True)
class Rights:
    """Patterns over the names of queues and exchanges. Publishing to a queue by its name needs `amq.default`."""

    configure: str
    write: str
    read: str


SERVICES = Rights(
    configure=r"^rpc-[a-z]+$",
    write=r"^(rpc|rpc-[a-z]+|domain\.events|events\.retry\.[0-9.]+|amq\.default|amq\.topic)$",
    read=r"^(rpc|rpc-[a-z]+|[a-z]+\.on\..+)$",
)
GATEWAY = Rights(configure=NOTHING, write="^rpc$", read=NOTHING)
"""It asks, and hears replies by direct reply-to, which needs no right."""
TOOLS = Rights(configure=NOTHING, write=r"^amq\.default$", read=r"^([a-z]+\.dead|events\.log)$")


def ensure_user(management: Management, amqp_url: str, rights: Rights) -> None:
    """Makes the user of that URL, or gives it the URL's password and these rights; an administrator stays what it is."""
    parts = urlsplit(amqp_url)
    name, password = unquote(parts.username or "guest"), unquote(parts.password or "guest")
    if name == management.user:
        return
    management.put_user(name, password)
    management.permit(name, rights.configure, rights.write, rights.read)


def administrator_url(management: Management, amqp_url: str) -> str:
    """The AMQP address of the same broker for the administrator, who alone declares."""
    return with_user(amqp_url, management.user, management.password)


def with_user(amqp_url: str, name: str, password: str) -> str:
    parts = urlsplit(amqp_url)
    port = f":{parts.port}" if parts.port else ""
    login = f"{quote(name, safe='')}:{quote(password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{login}@{parts.hostname}{port}"))
