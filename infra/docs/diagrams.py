"""State diagrams in the services' pages, drawn from the transition tables."""

import importlib
import pkgutil
import re
from pathlib import Path

from shared.kernel.machine import Machine

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(<!-- machine: (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def machines(service: str) -> dict[str, Machine]:
    """All transition tables of a service's domain, by name."""
    package = importlib.import_module(f"services.{service}.domain")
    found: dict[str, Machine] = {}
    for module in pkgutil.iter_modules(package.__path__):
        for value in vars(importlib.import_module(f"{package.__name__}.{module.name}")).values():
            if isinstance(value, Machine):
                found[value.name] = value
    return found


def redrawn(text: str, tables: dict[str, Machine]) -> str:
    """The text with every diagram block replaced by what its table says."""

    def draw(block: re.Match[str]) -> str:
        return f"{block.group(1)}```mermaid\n{tables[block['name']].mermaid()}\n```\n{block.group(3)}"

    return BLOCK.sub(draw, text)


def named(text: str) -> set[str]:
    return {block["name"] for block in BLOCK.finditer(text)}


def services() -> list[str]:
    return sorted(path.parent.name for path in (ROOT / "services").glob("*/service.py"))


def pages(service: str) -> list[Path]:
    """Its README, and a page for each subject where it has many."""
    home = ROOT / "services" / service
    return [home / "README.md", *sorted((home / "subjects").glob("*.md"))]
