"""Everything that is promised is there: operations implemented and routed, events owned, queues listed."""

import ast

import pytest

from shared.contracts.registry import APIS, CALLS, OUTSIDE, SUBSCRIPTIONS, announcers, events, operations
from tests.architecture.imports import ROOT

SERVICES = sorted(APIS)


def decorated(service: str) -> dict[str, list[str]]:
    """Per decorator name, the last part of the names given to it in service.py and in entrypoints/."""
    found: dict[str, list[str]] = {}
    home = ROOT / "services" / service
    sources = [home / "service.py", *sorted((home / "entrypoints").glob("*.py"))]
    for node in (node for source in sources for node in ast.walk(ast.parse(source.read_text()))):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and decorator.args:
                    given = ast.unparse(decorator.args[0]).split(".")[-1]
                    found.setdefault(ast.unparse(decorator.func), []).append(given)
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_service_serves_each_operation_of_its_contract_once(service: str):
    assert sorted(decorated(service).get("serve", [])) == sorted(name.upper() for name in APIS[service].operations)


@pytest.mark.parametrize("service", SERVICES)
def test_service_subscribes_to_what_the_registry_says(service: str):
    assert sorted(decorated(service).get("subscribe", [])) == sorted(e.__name__ for e in SUBSCRIPTIONS.get(service, ()))


def test_every_subscription_has_an_event_that_somebody_announces():
    known = events()
    assert [e.TYPE for heard in SUBSCRIPTIONS.values() for e in heard if known.get(e.TYPE) is not e] == []


def test_every_event_is_owned_by_the_service_that_its_type_names():
    assert [e.TYPE for api in announcers().values() for e in api.events if e.TYPE.split(".")[0] != api.service] == []


def test_who_announces_from_outside_is_no_service_and_answers_nothing():
    assert set(OUTSIDE) & set(APIS) == set()
    assert [name for name in OUTSIDE if (ROOT / "services" / name).exists()] == []
    assert [op.full_name for api in OUTSIDE.values() for op in api.operations.values()] == []


def test_every_emitted_event_is_declared_by_its_service():
    undeclared = [(op.full_name, e.TYPE) for op in operations() for e in op.emits if e not in APIS[op.service].events]
    assert undeclared == []


def test_routes_are_unique():
    routes = [(op.http.method, op.http.path) for op in operations() if op.http]
    assert len(routes) == len(set(routes))


def test_path_parameters_are_fields_of_the_command():
    missing = [
        (op.full_name, part)
        for op in operations()
        if op.http
        for part in op.http.path.split("/")
        if part.startswith("{") and part[1:-1] not in op.command.model_fields
    ]
    assert missing == []


def test_reading_operations_do_not_write():
    assert [op.full_name for op in operations() if op.http and op.http.method == "GET" and op.writes] == []


def circle_in(calls: dict[str, tuple[str, ...]]) -> list[str] | None:
    """A chain of services that comes back to where it began, or None."""

    def walk(chain: list[str]) -> list[str] | None:
        for callee in calls.get(chain[-1], ()):
            if callee in chain:
                return [*chain, callee]
            found = walk([*chain, callee])
            if found:
                return found
        return None

    return next((found for service in calls if (found := walk([service]))), None)


def test_services_do_not_ask_each_other_in_circles():
    assert circle_in(CALLS) is None


def test_a_circle_would_be_found():
    assert circle_in({"a": ("b",), "b": ("c",), "c": ("a",)}) == ["a", "b", "c", "a"]


@pytest.mark.parametrize("service", SERVICES)
def test_service_folder_has_the_same_modules_as_all(service: str):
    folder = ROOT / "services" / service
    have = {path.stem for path in folder.iterdir() if not path.name.startswith("__pycache__")}
    assert {"service", "usecases", "documents", "store", "domain", "__init__", "README"} <= have
