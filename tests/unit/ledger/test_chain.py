"""Hashes that an owner can check alone."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.ledger import Kind, Leg, Position, Statement, StatementLine, Unit
from shared.ledger import chain, rules
from shared.ledger.rules import Entry, Terms

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
EMPTY = Position(number=0, balance=0, on_hold=0, head="")


def statement(amounts: list[int]) -> Statement:
    opened = Entry("a/opened", Kind.OPENED, "m", Unit.POINT, NOW, "opened", facts=vars(Terms(floor=None)))
    state, lines = None, []
    entries = [opened] + [
        Entry(f"e{n}", Kind.TRANSFER, "m", Unit.POINT, NOW + timedelta(minutes=n), "gift")
        for n, _ in enumerate(amounts)
    ]
    for entry, amount in zip(entries, [0, *amounts], strict=True):
        line = chain.next_line(entry, Leg("a", amount), chain.digest(entry, [Leg("a", amount)]), state)
        state = rules.after(state, entry, line)
        lines.append(
            StatementLine(
                number=line.number, entry=entry.id, kind=entry.kind, at=entry.at, reason=entry.reason, amount=amount,
                held=0, balance=line.balance, on_hold=0, digest=chain.digest(entry, [line.leg]), hash=line.hash,
            )
        )  # fmt: skip
    assert state is not None
    closing = Position(number=state.number, balance=state.balance, on_hold=0, head=state.head)
    return Statement(
        book="b", account="a", unit=Unit.POINT, since=NOW, until=NOW + timedelta(days=31), opening=EMPTY, lines=lines,
        closing=closing, key="", seal="",
    )  # fmt: skip


@given(st.lists(st.integers(-100, 100), max_size=8))
def test_statement_verifies(amounts: list[int]):
    assert chain.verify(statement(amounts))


CHANGES = {
    "number": 9, "entry": "other", "kind": "capture", "at": "2026-03-01T08:00:00.001Z", "reason": "theft", "amount": 99,
    "held": 1, "balance": 99, "on_hold": 1, "digest": "0" * 64, "hash": "0" * 64,
}  # fmt: skip


@pytest.mark.parametrize("field", sorted(CHANGES))
@pytest.mark.parametrize("line", range(4))
def test_statement_with_any_field_of_any_line_changed_does_not_verify(field: str, line: int):
    wire = json.loads(statement([5, -2, 7]).model_dump_json())
    wire["lines"][line][field] = CHANGES[field]
    assert not chain.verify(Statement.model_validate(wire))


@pytest.mark.parametrize("line", range(4))
def test_statement_with_a_line_missing_doubled_or_moved_does_not_verify(line: int):
    whole = statement([5, -2, 7])
    lines = list(whole.lines)
    for forged in (
        lines[:line] + lines[line + 1 :],
        [*lines[: line + 1], *lines[line:]],
        [*lines[line + 1 :], *lines[: line + 1]] if line < 3 else lines[::-1],
    ):
        assert not chain.verify(whole.model_copy(update={"lines": forged}))


def test_statement_can_be_checked_by_its_description_alone():
    """Without any of this code: the JSON as it was sent, json and hashlib."""
    wire = json.loads(statement([5, -2]).model_dump_json())
    head = wire["opening"]["head"]
    for line in wire["lines"]:
        fields = ("number", "entry", "kind", "at", "reason", "amount", "held", "balance", "on_hold", "digest")
        content = [wire["account"], *(line[name] for name in fields), head]
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        head = hashlib.sha256(b"linli.ledger.line.1\n" + text.encode()).hexdigest()
        assert head == line["hash"]
    assert head == wire["closing"]["head"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(JSON, JSON)
def test_different_values_have_different_bytes(one, other):
    assert (chain.canonical(one) == chain.canonical(other)) == (repr_of(one) == repr_of(other))


def repr_of(value) -> str:
    """Tells 1 from True and from 1.0, and does not heed the order of keys."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key!r}:{repr_of(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(repr_of, value)) + "]"
    return repr(value)


def test_time_is_not_its_text_and_the_same_in_every_zone():
    shanghai = NOW.astimezone(timezone(timedelta(hours=8)))
    assert chain.canonical(NOW) == chain.canonical(shanghai) != chain.canonical(NOW.isoformat())
    assert chain.moment(shanghai) == "2026-03-01T08:00:00.000Z"


@given(st.lists(st.text(max_size=4), min_size=1, max_size=12), st.data())
def test_merkle_root_changes_with_any_leaf_and_their_order(leaves: list[str], data):
    root = chain.merkle_root(leaves)
    place = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:place], leaves[place] + "x", *leaves[place + 1 :]]
    assert chain.merkle_root(changed) != root
    assert chain.merkle_root([*leaves, leaves[-1]]) != root
    assert chain.merkle_root(leaves[:-1]) != root
    assert (chain.merkle_root(leaves[::-1]) == root) == (leaves == leaves[::-1])
