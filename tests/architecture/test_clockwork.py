"""What is due by the clock: one that goes wrong keeps no other waiting."""

import ast

import pytest

from tests.architecture.imports import modules

ENTRYPOINTS = {name: path for name, path in modules("services").items() if ".entrypoints." in name}


def acts_on_many(source: str) -> list[int]:
    """Lines in a loop over what is due where a failure would end the loop: `act` raises, `attempt` does not."""
    return [
        call.lineno
        for loop in ast.walk(ast.parse(source))
        if isinstance(loop, ast.For)
        for call in ast.walk(loop)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "act"
    ]


@pytest.mark.parametrize("name", ENTRYPOINTS)
def test_loop_over_what_is_due_goes_on_past_a_failure(name: str):
    assert acts_on_many(ENTRYPOINTS[name].read_text()) == []


def test_a_loop_that_ends_with_the_first_failure_would_be_found():
    assert acts_on_many("for due in look():\n    self.store.act(due, end)") == [2]
    assert acts_on_many("for due in look():\n    self.store.attempt(due, end)") == []
