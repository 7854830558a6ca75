"""Households as text: CSV with a line for each resident, JSON lines with a line for each household."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import TextIO

from infra.town.households import Household, Resident

__all__ = ["COLUMNS", "write_csv", "write_jsonl"]

COLUMNS = ("building", "dwelling", "moved_in", "role", "name", "sex", "birth_date", "identity_number", "phone")


def write_csv(households: Iterable[Household], out: TextIO) -> None:
    """A header and a line for each resident; the head of each household comes first."""
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    for home in households:
        address = (home.building, home.dwelling, home.moved_in)
        lines.writerows(
            (*address, who.role, who.name, who.sex, who.birth_date, who.identity_number, who.phone)
            for who in home.members
        )


def write_jsonl(households: Iterable[Household], out: TextIO) -> None:
    """A JSON object for each household, its members in a list with the head first."""
    for home in households:
        record = {
            "building": home.building,
            "grid": home.grid,
            "dwelling": home.dwelling,
            "moved_in": home.moved_in.isoformat(),
            "members": [_member(who) for who in home.members],
        }
        out.write(json.dumps(record, ensure_ascii=False) + "\n")


def _member(who: Resident) -> dict[str, str | None]:
    return {
        "role": who.role,
        "name": who.name,
        "sex": who.sex,
        "birth_date": who.birth_date.isoformat(),
        "identity_number": who.identity_number,
        "phone": who.phone,
    }
