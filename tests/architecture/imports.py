"""Who may import what: the table of the house, and how a module's imports are held against it."""

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
THIRD_PARTY = frozenset(
    [
        "nameko",
        "kombu",
        "amqp",
        "eventlet",
        "pika",
        "mongoengine",
        "pymongo",
        "bson",
        "gridfs",
        "flask",
        "werkzeug",
        "requests",
        "cloudevents",
    ]
)
BUS = frozenset({"nameko", "kombu", "amqp", "eventlet", "pika"})
STORES = frozenset({"mongoengine", "pymongo", "bson", "gridfs"})
WEB = frozenset({"flask", "werkzeug"})


@dataclass(frozen=True)
class Rule:
    """`own` are the suite's packages that may be imported (a service's own name stands as X), `libraries` of THIRD_PARTY."""

    own: frozenset[str]
    libraries: frozenset[str] = frozenset()


def rule(*own: str, libraries: frozenset[str] = frozenset()) -> Rule:
    return Rule(frozenset(own), libraries)


SHARED = {
    "kernel": rule("shared.kernel"),
    "contracts": rule("shared.kernel", "shared.contracts"),
    "runtime": rule("shared.kernel", "shared.contracts", "shared.runtime"),
    "messaging": rule(
        "shared.kernel", "shared.contracts", "shared.runtime", "shared.messaging",
        libraries=frozenset({"nameko", "kombu", "amqp", "eventlet"}),
    ),
    "storage": rule("shared.kernel", "shared.contracts", "shared.runtime", "shared.storage", libraries=STORES),
    "ledger": rule("shared.kernel", "shared.contracts", "shared.runtime", "shared.storage", "shared.ledger", libraries=STORES),
}  # fmt: skip
SERVICE = {
    "domain": rule("services.X.domain", "shared.contracts", "shared.kernel"),
    "documents": rule("services.X.documents", "shared.contracts", libraries=frozenset({"mongoengine"})),
    "store": rule(
        "services.X.store", "services.X.documents", "services.X.domain", "shared.storage", "shared.ledger", "shared.contracts",
        "shared.kernel", "shared.runtime.settings", "shared.runtime.tokens", libraries=STORES,
    ),
    "usecases": rule("services.X.usecases", "services.X.domain", "shared.contracts", "shared.kernel"),
    "entrypoints": rule(
        "services.X.entrypoints", "services.X.usecases", "shared.contracts", "shared.messaging", "shared.storage",
    ),
    "service": rule(
        "services.X.entrypoints", "services.X.usecases", "services.X.store", "services.X.outside", "shared.contracts", "shared.messaging",
        "shared.storage", "shared.runtime",
    ),
    "outside": rule(
        "services.X.outside", "services.X.domain", "shared.contracts", "shared.kernel", "shared.runtime", libraries=frozenset({"requests", "eventlet"})
    ),
    "__init__": rule(),
}  # fmt: skip
GATEWAY = rule("gateway", "shared.kernel", "shared.contracts", "shared.runtime", libraries=WEB)
GATEWAY_LINE = Rule(GATEWAY.own | {"shared.messaging.line", "shared.messaging.wire"}, GATEWAY.libraries)
INFRA = Rule(
    frozenset({"infra", "shared", "gateway"}),
    frozenset({"pika", "pymongo", "bson", "requests", "mongoengine", "cloudevents"}),
)


def rule_for(module: str) -> Rule | None:
    """The rule for a module's dotted name; None where the table says nothing (tests, starters, measured peers)."""
    parts = module.split(".")
    match parts:
        case ["shared", package, *_] if package in SHARED:
            return SHARED[package]
        case ["services", name, part, *_] if part in SERVICE:
            own = frozenset(package.replace("services.X", f"services.{name}") for package in SERVICE[part].own)
            return Rule(own, SERVICE[part].libraries)
        case ["services", "__main__"] | ["infra", "docs", *_]:
            return None
        case ["services", _]:
            return SERVICE["__init__"]
        case ["gateway", "rpc"]:
            return GATEWAY_LINE
        case ["gateway", *_]:
            return GATEWAY
        case ["infra", "bench", "peers", *_]:
            return None
        case ["infra", *_]:
            return INFRA
    return None


def violations(module: str, source: str) -> list[str]:
    """The imports of `source` that the rule for `module` does not allow."""
    allowed = rule_for(module)
    if allowed is None:
        return []
    return [f"{module} imports {name}" for name in imported(source) if not _may(name, allowed)]


def imported(source: str) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def _may(name: str, allowed: Rule) -> bool:
    top = name.split(".")[0]
    if top in THIRD_PARTY:
        return top in allowed.libraries
    if top in {"shared", "services", "gateway", "infra", "tests"}:
        return any(name == own or name.startswith(own + ".") or own.startswith(name + ".") for own in allowed.own)
    return True


def modules(*tops: str) -> dict[str, Path]:
    """Dotted names of all modules below the given folders."""
    found = {}
    for top in tops:
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found
