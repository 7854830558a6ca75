# /// script
# requires-python = ">=3.11"
# dependencies = ["cryptography"]
# ///
"""`python statement.py FILE [--key PUBLIC_KEY]`: verify a statement that somebody kept. 核验留存的对账单。

This file needs nothing of the suite: copy it anywhere, with Python and `cryptography`. What it checks is described in
`shared/ledger/README.md`. Exits with 0 when the statement is genuine, with 1 and what is wrong when it is not, with 2 when
the file is no statement. Without `--key` the statement is checked by the key that it names: compare that with the
published one.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "linli.ledger.statement.1"
LINE_PREFIX, SEAL_PREFIX = b"linli.ledger.line.1\n", b"linli.ledger.statement.1\n"
LINE_FIELDS = ("entry", "kind", "at", "reason", "amount", "held")
WHOSE = ("book", "account", "unit", "since", "until")
PLACE = ("number", "balance", "on_hold")
GENUINE, FORGED, NO_STATEMENT = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", help="the book's public key as it was published, 64 hex digits")
    asked = parser.parse_args(arguments)
    try:
        statement = json.loads(asked.file.read_text(encoding="utf-8"))
        problems = wrong_with(statement, asked.key)
        shown = "\n".join(told(statement))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"not a statement 不是对账单: {type(error).__name__}: {error}", file=sys.stderr)
        return NO_STATEMENT
    print(shown)
    if problems:
        print("NOT GENUINE 不可信:", *problems, sep="\n  ")
        return FORGED
    print(
        "genuine 真实有效"
        if asked.key
        else "holds together; compare the key with the published one 内容一致，请核对公钥"
    )
    return GENUINE


def wrong_with(statement: dict[str, Any], key: str | None) -> list[str]:
    """What is wrong, in words; nothing when the statement is genuine."""
    if statement["format"] != FORMAT:
        return [f"the format is {statement['format']}, not {FORMAT} 格式不符"]
    problems = [*wrong_with_lines(statement)]
    if key is not None and statement["key"] != key.lower():
        problems.append("it is sealed by another key 公钥不符")
    if not is_sealed(statement):
        problems.append("the seal is not of this content 签名不符")
    return problems


def wrong_with_lines(statement: dict[str, Any]) -> list[str]:
    place, head = [statement["opening"][name] for name in PLACE], statement["opening"]["head"]
    for line in statement["lines"]:
        place = [place[0] + 1, place[1] + line["amount"], place[2] + line["held"]]
        content = [
            statement["account"],
            place[0],
            *(line[name] for name in LINE_FIELDS),
            *place[1:],
            line["digest"],
            head,
        ]
        head = hashlib.sha256(LINE_PREFIX + canonical(content)).hexdigest()
        if place != [line[name] for name in PLACE] or head != line["hash"]:
            return [f"line {line['number']} is not what was booked 第 {line['number']} 行与账目不符"]
        if not statement["since"] <= line["at"] < statement["until"]:
            return [f"line {line['number']} is not of this period 第 {line['number']} 行不在对账期内"]
    if [*place, head] != end(statement["closing"]):
        return ["the closing position is not that of the lines 期末数与明细不符"]
    return []


def is_sealed(statement: dict[str, Any]) -> bool:
    content = [*(statement[name] for name in WHOSE), end(statement["opening"]), end(statement["closing"])]
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(statement["key"]))
        public.verify(bytes.fromhex(statement["seal"]), SEAL_PREFIX + canonical(content))
    except (InvalidSignature, ValueError):
        return False
    return True


def end(position: dict[str, Any]) -> list[Any]:
    return [*(position[name] for name in PLACE), position["head"]]


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def told(statement: dict[str, Any]) -> list[str]:
    return [
        f"{statement['book']} {statement['account']} ({statement['unit']})",
        f"{statement['since']} .. {statement['until']}",
        f"key {statement['key']}",
        f"opening {statement['opening']['balance']}",
        *(
            f"  {line['number']:>6}  {line['at']}  {line['amount']:>+8}  {line['balance']:>8}  {line['reason']}"
            for line in statement["lines"]
        ),
        f"closing {statement['closing']['balance']}, {statement['closing']['on_hold']} of it held",
    ]


if __name__ == "__main__":
    sys.exit(main())
