"""The tree's shape: what may stand at the top, how large shared/ may grow, names that say nothing."""

import re
import subprocess

from tests.architecture.imports import ROOT, modules

TOP = {
    "services",
    "gateway",
    "shared",
    "infra",
    "tests",
    "docker-compose.yml",
    "Makefile",
    "README.md",
    "pyproject.toml",
}
BUDGETS = {"shared.ledger": 960, "shared": 2090}
"""Lines of code that may stand in the suite's book, and in all else that is shared; contracts grow with what is offered."""

EMPTY_NAMES = {"utils", "util", "helper", "helpers", "manager", "base", "common", "misc"}
BUSINESS = re.compile(r"\b(ticket|resident|volunteer|household|elder|donation|tenant|wage)s?\b", re.IGNORECASE)


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.splitlines()


def stray(paths: list[str]) -> set[str]:
    tops = {path.split("/")[0] for path in paths}
    return {
        top for top in tops - TOP if not top.startswith(".") and not re.fullmatch(r"requirements[a-z-]*\.lock", top)
    }


def test_top_level_holds_what_is_agreed_and_nothing_else():
    assert stray(tracked()) == set()


def test_a_stray_top_level_entry_would_be_found():
    assert stray(["scripts/x.py", "README.md"]) == {"scripts"}


def code_lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip() and not line.strip().startswith("#"))


def test_shared_stays_within_its_budget():
    spent = dict.fromkeys(BUDGETS, 0)
    for name, path in modules("shared").items():
        if not name.startswith("shared.contracts"):
            part = next(part for part in BUDGETS if name.startswith(part))
            spent[part] += code_lines(path.read_text())
    assert {part: lines for part, lines in spent.items() if lines > BUDGETS[part]} == {}


def business_nouns(text: str) -> set[str]:
    return {found.group(0).lower() for found in BUSINESS.finditer(text)}


def test_shared_knows_no_business_noun_outside_of_contracts():
    found = {
        name: nouns
        for name, path in modules("shared").items()
        if not name.startswith("shared.contracts") and (nouns := business_nouns(path.read_text()))
    }
    assert found == {}


def test_a_business_noun_would_be_found():
    assert business_nouns("def close(ticket): ...") == {"ticket"}


def test_no_module_has_a_name_that_says_nothing():
    empty = {name for name in modules("shared", "services", "gateway", "infra") if name.split(".")[-1] in EMPTY_NAMES}
    assert empty == set()
