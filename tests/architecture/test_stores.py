"""A service's store is made of one class per subject: no two of them may call different things by the same name."""

import importlib
import inspect
from collections import defaultdict
from itertools import combinations
from typing import Any

import pytest

from infra.docs.diagrams import services
from shared.storage.work import Work


def clashes(classes: list[type]) -> set[str]:
    """Names by which two of the classes mean something different, where neither of them builds on the other."""
    owners: dict[str, list[type]] = defaultdict(list)
    for one in {above for each in classes for above in each.__mro__ if above.__module__.startswith("services.")}:
        for name in vars(one).keys() - {"documents"}:
            if not name.startswith("__"):
                owners[name].append(one)
    return {
        name
        for name, having in owners.items()
        for one, other in combinations(having, 2)
        if not issubclass(one, other) and not issubclass(other, one)
        if text_of(vars(one)[name]) != text_of(vars(other)[name])
    }


def text_of(member: Any) -> str:
    return inspect.getsource(member.fget if isinstance(member, property) else member)


@pytest.mark.parametrize("service", services())
def test_no_store_hides_what_another_calls_by_the_same_name(service: str):
    store = importlib.import_module(f"services.{service}.store")
    classes = [each for _, each in inspect.getmembers(store, inspect.isclass) if issubclass(each, Work)]
    assert classes and clashes(classes) == set()


def test_a_hidden_name_would_be_found():
    class Asked:
        __module__ = "services.x"

        def count(self):
            return "asked"

    class Booked:
        __module__ = "services.x"

        def count(self):
            return "booked"

    assert clashes([Asked, Booked]) == {"count"}
