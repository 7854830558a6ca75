"""Each refusal gives the facts that its text tells."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from shared.kernel.errors import ErrorCode
from tests.architecture.imports import ROOT

RULES_AND_USE_CASES = sorted(
    path
    for part in ("domain", "usecases", "store")
    for path in (*(ROOT / "services").glob(f"*/{part}/*.py"), *(ROOT / "services").glob(f"*/{part}.py"))
)


@pytest.mark.parametrize("source", RULES_AND_USE_CASES, ids=lambda path: str(path.relative_to(ROOT)))
def test_refusals_give_the_facts_of_their_texts(source: Path):
    missing = {
        (line, reason.code): told(reason) - given
        for line, reason, given in refusals(source)
        if not told(reason) <= given
    }
    assert missing == {}


def refusals(source: Path) -> Iterator[tuple[int, ErrorCode, set[str]]]:
    """Calls of error codes that are spelled out: line, code, names of the facts; not those that pass facts on."""
    module = importlib.import_module(".".join(source.relative_to(ROOT).with_suffix("").parts))
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            reason = getattr(module, node.func.id, None)
            names = [each.arg for each in node.keywords]
            if isinstance(reason, ErrorCode) and None not in names:
                yield node.lineno, reason, {name for name in names if name}


def told(reason: ErrorCode) -> set[str]:
    return {name for text in (reason.en, reason.zh) for _, name, _, _ in Formatter().parse(text) if name}
