"""The lock file names every queue with its arguments: whoever removes or changes one shows it in a diff."""

import json
from pathlib import Path

from infra.rabbitmq.topology import queues

LOCK = Path(__file__).with_name("queues.lock")


def lock_text() -> str:
    lines = [f"{queue.name} {json.dumps(queue.arguments, sort_keys=True)}" for queue in queues()]
    return "\n".join(sorted(lines)) + "\n"
