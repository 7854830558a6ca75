"""The verifier that needs nothing of the suite: the published example is genuine, and nothing of it can be changed."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from infra.local.environment import ROOT
from infra.tools.statement import FORGED, GENUINE, NO_STATEMENT, main
from shared.contracts.ledger import Statement
from shared.ledger import chain, seals

VERIFIER = ROOT / "infra/tools/statement.py"
EXAMPLE = (ROOT / "shared/ledger/README.md").read_text().partition("```json\n")[2].partition("```")[0]
KEY = json.loads(EXAMPLE)["key"]
PLACES = [
    *(path for name in ("format", "book", "account", "unit", "since", "until", "key", "seal") for path in [(name,)]),
    *((end, name) for end in ("opening", "closing") for name in ("number", "balance", "on_hold", "head")),
    *(("lines", line, name) for line in range(3) for name in json.loads(EXAMPLE)["lines"][0]),
]


def verdict(folder: Path, text: str, *more: str) -> int:
    kept = folder / "statement.json"
    kept.write_text(text, encoding="utf-8")
    return main([str(kept), *more])


def test_example_is_genuine_by_the_published_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert verdict(tmp_path, EXAMPLE, "--key", KEY) == GENUINE
    told = capsys.readouterr().out
    assert "genuine 真实有效" in told and "+60" in told and "closing 50" in told
    assert verdict(tmp_path, EXAMPLE) == GENUINE
    assert "compare the key" in capsys.readouterr().out


def test_example_is_what_the_book_gives_out():
    """So the description cannot go other ways than the code."""
    statement = Statement.model_validate_json(EXAMPLE)
    assert chain.verify(statement)
    assert seals.holds(KEY, seals.STATEMENT, chain.sealed_content(statement), statement.seal)
    assert json.loads(statement.model_dump_json()) == json.loads(EXAMPLE)
    assert seals.public_key("volunteers") == KEY


@pytest.mark.parametrize("path", PLACES, ids=str)
def test_whatever_is_changed_is_found(tmp_path: Path, path: tuple[Any, ...]):
    statement = json.loads(EXAMPLE)
    holder = statement
    for step in path[:-1]:
        holder = holder[step]
    old = holder[path[-1]]
    holder[path[-1]] = old + 1 if isinstance(old, int) else old[:-1] + ("0" if old[-1:] != "0" else "1")
    assert verdict(tmp_path, json.dumps(statement), "--key", KEY) == FORGED


@pytest.mark.parametrize("line", range(3))
def test_line_that_is_taken_away_is_found(tmp_path: Path, line: int):
    statement = json.loads(EXAMPLE)
    del statement["lines"][line]
    assert verdict(tmp_path, json.dumps(statement), "--key", KEY) == FORGED


def test_statement_by_another_key_is_not_genuine(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    statement = Statement.model_validate_json(EXAMPLE).model_copy(update={"key": seals.public_key("other")})
    seal = seals.sealed("other", seals.STATEMENT, chain.sealed_content(statement))
    text = statement.model_copy(update={"seal": seal}).model_dump_json()
    assert verdict(tmp_path, text, "--key", KEY) == FORGED
    assert "another key" in capsys.readouterr().out
    assert verdict(tmp_path, text) == GENUINE


@pytest.mark.parametrize("text", ["", "[]", "{}", "1", '{"format": "linli.ledger.statement.1"}'])
def test_what_is_no_statement_is_told(tmp_path: Path, text: str):
    assert verdict(tmp_path, text) == NO_STATEMENT


def test_verifier_is_one_file_that_needs_nothing_of_the_suite(tmp_path: Path):
    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(ast.parse(VERIFIER.read_text()))
        if isinstance(node, ast.Import)
        for name in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(ast.parse(VERIFIER.read_text()))
        if isinstance(node, ast.ImportFrom)
    }
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}
    kept = tmp_path / "kept.json"
    kept.write_text(EXAMPLE, encoding="utf-8")
    copied = tmp_path / "verifier.py"
    copied.write_text(VERIFIER.read_text())
    done = subprocess.run(
        [sys.executable, copied, kept, "--key", KEY], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (GENUINE, "")
