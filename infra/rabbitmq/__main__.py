"""`python -m infra.rabbitmq`: declare the broker's layout, add and remove partner agencies, replay events to them."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from infra.rabbitmq.declare import declare
from infra.rabbitmq.lock import LOCK, lock_text
from infra.rabbitmq.management import Management
from infra.rabbitmq.partners import PartnerRefused, Partners
from infra.rabbitmq.replay import replay
from infra.rabbitmq.users import GATEWAY, SERVICES, TOOLS, administrator_url, ensure_user
from shared.runtime.settings import settings


def main(arguments: list[str]) -> None:
    asked = parser().parse_args(arguments)
    try:
        asked.do(asked)
    except PartnerRefused as refused:
        sys.exit(f"Refused: {refused}")


def declare_all(asked: argparse.Namespace) -> None:
    management = administration()
    options = settings()
    users = ((options.amqp_url, SERVICES), (options.gateway_amqp_url, GATEWAY), (options.tools_amqp_url, TOOLS))
    for amqp_url, rights in users:
        if amqp_url:
            ensure_user(management, amqp_url, rights)
    count = declare(administrator_url(management, options.amqp_url))
    partners().rewire()
    print(f"declared {count} exchanges, queues and bindings")


def write_lock(asked: argparse.Namespace) -> None:
    Path(LOCK).write_text(lock_text())
    print(f"wrote {LOCK}")


def add_partner(asked: argparse.Namespace) -> None:
    password = partners().add(asked.name, asked.areas, asked.types)
    partner = partners().get(asked.name)
    print(f"queue {partner.queue}, bound to {len(partner.binding_keys)} of {len(partner.event_types)} event types")
    show_login(partner.queue, password)


def list_partners(asked: argparse.Namespace) -> None:
    for partner in partners().all():
        print(f"{partner.name:<20} areas {','.join(partner.areas):<30} types {','.join(partner.types)}")


def rotate_partner(asked: argparse.Namespace) -> None:
    password = partners().rotate(asked.name)
    show_login(partners().get(asked.name).queue, password)


def remove_partner(asked: argparse.Namespace) -> None:
    partners().remove(asked.name)
    print(f"removed {asked.name}, its user and its queue")


def replay_events(asked: argparse.Namespace) -> None:
    count = replay(
        settings().tools_amqp_url or settings().amqp_url, partners().get(asked.name), asked.start, asked.limit
    )
    print(f"replayed {count} events to {asked.name}")


def show_login(user: str, password: str) -> None:
    print(f"user {user}\npassword {password}\n(the password is not shown again)")


def administration() -> Management:
    return Management(settings().management_url, settings().amqp_url)


def partners() -> Partners:
    return Partners(administration(), settings().amqp_url)


def starting_point(text: str) -> int | datetime:
    """An offset, or a moment in ISO 8601 with a zone."""
    if text.isdecimal():
        return int(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError("give the moment with its zone, such as 2026-11-21T08:00+08:00")
    return moment


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m infra.rabbitmq", description=__doc__)
    commands = top.add_subparsers(required=True, metavar="command")
    _command(commands, "declare", "users, exchanges, queues and bindings", declare_all)
    _command(commands, "lock", "write the list of queues", write_lock)
    partner = _command(commands, "partner", "partner agencies").add_subparsers(required=True, metavar="action")
    add = _command(partner, "add", "add one, or give a known one other areas and types", add_partner)
    add.add_argument("name")
    add.add_argument("--areas", nargs="+", required=True, help="area paths such as 150202.003, or * for everywhere")
    add.add_argument("--types", nargs="+", required=True, help="patterns over event types, such as 'tickets.*'")
    _command(partner, "list", "who there is", list_partners)
    _command(partner, "rotate", "give a new password", rotate_partner).add_argument("name")
    _command(partner, "remove", "remove user and queue", remove_partner).add_argument("name")
    again = _command(commands, "replay", "send a partner once more what it may see", replay_events)
    again.add_argument("name")
    again.add_argument("--from", dest="start", type=starting_point, default=0, help="offset, or moment in ISO 8601")
    again.add_argument("--limit", type=int, default=1_000_000, help="the most events to send")
    return top


def _command(commands, name, what, do=None):  # type: ignore[no-untyped-def]
    command = commands.add_parser(name, help=what)
    command.set_defaults(do=do)
    return command


if __name__ == "__main__":
    main(sys.argv[1:])
