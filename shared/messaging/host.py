"""Run one service in this process, until SIGTERM. Import this first: it patches the standard library for eventlet."""

import eventlet

eventlet.monkey_patch()

# ruff: noqa: E402
import importlib
import inspect
import logging
import signal
from typing import Any

import eventlet.wsgi
from nameko.runners import ServiceRunner

from shared.contracts.registry import APIS, SUBSCRIPTIONS
from shared.messaging.connection import connect
from shared.messaging.serve import Serve
from shared.messaging.subscribe import Subscribe
from shared.runtime.health import health_app
from shared.runtime.logging import configure_logging
from shared.runtime.settings import settings
from shared.runtime.tracing import configure_tracing

log = logging.getLogger("linli.host")


class Unwired(Exception):
    """The service and its contract do not agree."""


def run(name: str) -> None:
    """Runs the service of that name until it has stopped."""
    run_service(importlib.import_module(f"services.{name}.service").SERVICE)


def run_service(service: Any) -> None:
    """Starts a service and its health port; returns when it has stopped."""
    name = service.name
    configure_logging(settings().log_level)
    configure_tracing(name)
    refuse_unwired(service)
    # Requests, reactions and timers must not wait for each other's places: a blocked reader sends no heartbeats.
    runner = ServiceRunner(config={"AMQP_URI": settings().amqp_url, "max_workers": 3 * settings().workers})
    runner.add_service(service)
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn_n(runner.stop))
    signal.signal(signal.SIGINT, lambda *_: eventlet.spawn_n(runner.stop))
    runner.start()
    container = runner.service_map[name]
    port = serve_health(container)
    log.info("%s is serving; health port %d", name, port)
    runner.wait()


def refuse_unwired(service: Any) -> None:
    """Every operation of the contract is served and every declared subscription has its reaction, and nothing else."""
    served = {e.op.name for e in entrypoints(service, Serve)}
    heard = {e.event.TYPE for e in entrypoints(service, Subscribe)}
    declared = set(APIS[service.name].operations)
    listened = {event.TYPE for event in SUBSCRIPTIONS.get(service.name, ())}
    if served != declared or heard != listened:
        raise Unwired(f"{service.name}: operations {served ^ declared}, subscriptions {heard ^ listened}")


def entrypoints(service: Any, kind: type) -> list[Any]:
    """The declared entrypoints of one kind, the class's own and those of the subjects that it is made of."""
    methods = (method for _, method in inspect.getmembers(service, inspect.isfunction))
    return [e for method in methods for e in getattr(method, "nameko_entrypoints", ()) if isinstance(e, kind)]


def serve_health(container: Any) -> int:
    listener = eventlet.listen((settings().host, settings().health_port))
    store = next((p.thing for p in container.dependencies if getattr(p, "attr_name", "") == "store"), None)
    checks = {"broker": lambda: broker_answers(container)}
    if store is not None:
        checks["database"] = store.alive
    eventlet.spawn_n(eventlet.wsgi.server, listener, health_app(checks), log_output=False)
    return int(listener.getsockname()[1])


def broker_answers(container: Any) -> bool:
    connect(container.config["AMQP_URI"], heartbeat=0, seconds=2).close()
    return True
