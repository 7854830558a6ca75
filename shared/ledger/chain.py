"""What makes a changed past show: each account's lines are chained by hash, and checkpoints pin the heads of the chains.

An owner needs nothing but a statement to verify it:

- a line's hash is SHA-256 over `linli.ledger.line.1`, a line feed, and the JSON list [account, number, entry, kind, at,
  reason, amount, held, balance, on_hold, digest, hash of the line before], UTF-8, without spaces;
- `at` is written as 2026-01-31T08:00:00.000Z, and the hash before the first line of all is the empty text.

`shared/ledger/README.md` describes statements whole, for whoever has to read one in thirty years.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from shared.contracts.ledger import Position, Statement, StatementLine
from shared.ledger.rules import Account, Entry, Leg, Line

LINE = b"linli.ledger.line.1\n"
ENTRY = b"linli.ledger.entry.1\n"
LEAF, NODE = b"\x00", b"\x01"


def canonical(value: Any) -> bytes:
    """The one way to write a value as bytes. Types that JSON does not know are named, so that a time is not its text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_named).encode()


def _named(value: Any) -> str:
    text = moment(value) if isinstance(value, datetime) else repr(value)
    return f"{type(value).__name__}:{text}"


def hashed(prefix: bytes, value: Any) -> str:
    return sha256(prefix + canonical(value)).hexdigest()


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def digest(entry: Entry, legs: Sequence[Leg]) -> str:
    """Stands for all that an entry says, so that an owner's line need not show the other accounts."""
    content = [entry.id, entry.kind, entry.mark, entry.unit, moment(entry.at), entry.reason, entry.of, entry.facts]
    return hashed(ENTRY, [*content, [[leg.account, leg.amount, leg.held] for leg in legs]])


def chained(entry: Entry, legs: Sequence[Leg], accounts: Mapping[str, Account]) -> tuple[Line, ...]:
    """The lines that carry each account's chain on; an account that is not there yet begins at number 1."""
    content = digest(entry, legs)
    return tuple(next_line(entry, leg, content, accounts.get(leg.account)) for leg in legs)


def next_line(entry: Entry, leg: Leg, content: str, account: Account | None) -> Line:
    """The line that `leg` makes in the account's chain; None stands for an account that is not there yet."""
    number, balance, on_hold, head = (
        (account.number, account.balance, account.held, account.head) if account else (0, 0, 0, "")
    )
    number, balance, on_hold = number + 1, balance + leg.amount, on_hold + leg.held
    own = [leg.account, number, entry.id, entry.kind, moment(entry.at), entry.reason, leg.amount, leg.held]
    return Line(leg, number, balance, on_hold, hashed(LINE, [*own, balance, on_hold, content, head]))


def statement_line(entry: Entry, line: Line) -> StatementLine:
    return StatementLine(
        number=line.number,
        entry=entry.id,
        kind=entry.kind,
        at=entry.at,
        reason=entry.reason,
        amount=line.leg.amount,
        held=line.leg.held,
        balance=line.balance,
        on_hold=line.on_hold,
        digest=digest(entry, entry.legs),
        hash=line.hash,
    )


def verify(statement: Statement) -> bool:
    """Whether a statement holds together: numbers without a gap, sums that are right, and every hash as it must be."""
    position = _parts(statement.opening)
    for line in statement.lines:
        number, balance, on_hold = position[0] + 1, position[1] + line.amount, position[2] + line.held
        own = [statement.account, number, line.entry, line.kind, moment(line.at), line.reason, line.amount, line.held]
        position = (number, balance, on_hold, hashed(LINE, [*own, balance, on_hold, line.digest, position[3]]))
        if position != (line.number, line.balance, line.on_hold, line.hash):
            return False
    return position == _parts(statement.closing)


def sealed_content(statement: Statement) -> list[Any]:
    """What a statement's seal covers: book, account, unit, period, and both ends, which pin all lines between."""
    whose = [statement.book, statement.account, statement.unit]
    ends = [_parts(statement.opening), _parts(statement.closing)]
    return [*whose, moment(statement.since), moment(statement.until), *ends]


def _parts(position: Position) -> tuple[int, int, int, str]:
    return position.number, position.balance, position.on_hold, position.head


def merkle_root(leaves: Sequence[Any]) -> str:
    """The root of the tree over the leaves in their order; a node without a neighbour moves up as it is."""
    level = [sha256(LEAF + canonical(leaf)).digest() for leaf in leaves] or [sha256(LEAF).digest()]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [sha256(NODE + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0].hex()
