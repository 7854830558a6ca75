"""The vocabulary of the ledger: legs, kinds of entry, statements that an owner can keep, and why a posting is refused.

Amounts are whole numbers of the smallest unit: minutes, points, fen. Into an account is positive, out of it negative.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.contracts.model import Moment, View
from shared.kernel.errors import ErrorCode

LARGEST = 2**53 - 1

Name = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/#-]{0,255}$"),
    Field(description="of an account, an entry or a hold"),
]
Amount = Annotated[int, Field(ge=-LARGEST, le=LARGEST, description="smallest unit; into the account is positive")]
Digest = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$"), Field(description="SHA-256 in hex digits")]


class Unit(StrEnum):
    MINUTE = "minute"
    POINT = "point"
    FEN = "fen"


class Kind(StrEnum):
    """What an entry does. `hold` and `release` change what is held, `opened`, `terms` and `closed` an account itself."""

    OPENED = "opened"
    TERMS = "terms"
    CLOSED = "closed"
    TRANSFER = "transfer"
    HOLD = "hold"
    CAPTURE = "capture"
    RELEASE = "release"
    REVERSAL = "reversal"


@dataclass(frozen=True)
class Leg:
    """One account's part of an entry: `amount` changes its balance, `held` what of it is held."""

    account: str
    amount: int
    held: int = 0


@dataclass(frozen=True)
class Hold:
    """An amount of `account` that is kept for `target` until it is captured, released or past `expires_at`.

    `state` is open, captured or released; `captured` is what the target got.
    """

    id: str
    account: str
    target: str
    unit: Unit
    amount: int
    reason: str
    expires_at: datetime
    state: str = "open"
    captured: int = 0


class StatementLine(View):
    """One entry as one account sees it. `amount` and `held` are changes, `balance` and `on_hold` what they left.

    `digest` stands for the whole entry, `hash` for the chain until here.
    """

    number: int = Field(ge=1, le=LARGEST)
    entry: Name
    kind: Kind
    at: Moment
    reason: str
    amount: Amount
    held: Amount
    balance: Amount
    on_hold: Amount
    digest: Digest
    hash: Digest


class Position(View):
    """Where an account's chain stands after its line `number`; number 0 and an empty `head` before its first line."""

    number: int = Field(ge=0, le=LARGEST)
    balance: Amount
    on_hold: Amount
    head: Digest


class Statement(View):
    """An account's lines from `since` until before `until`, to keep: `shared/ledger/README.md` tells how anybody verifies it.

    `seal` is the book's signature (Ed25519, hex digits) by `key`, its published public key.
    """

    format: Literal["linli.ledger.statement.1"] = "linli.ledger.statement.1"
    book: str = Field(description="the service whose book this is of", examples=["volunteers"])
    account: Name
    unit: Unit
    since: Moment
    until: Moment
    opening: Position
    lines: list[StatementLine]
    closing: Position
    key: Annotated[str, Field(description="public key of the book, 64 hex digits")]
    seal: Annotated[str, Field(description="signature, 128 hex digits")]


ACCOUNT_UNKNOWN = ErrorCode("ledger.account_unknown", 409, "There is no such account.", "账户不存在。")
ACCOUNT_EXISTS = ErrorCode(
    "ledger.account_exists", 409, "This account was opened before on other terms.", "该账户已按其他条件开立。"
)
ACCOUNT_CLOSED = ErrorCode("ledger.account_closed", 409, "This account is closed.", "该账户已关闭。")
ACCOUNT_NOT_EMPTY = ErrorCode(
    "ledger.account_not_empty",
    409,
    "An account can be closed only when nothing is in it and nothing is held.",
    "账户余额和冻结额均为零时才能关闭。",
)
TERMS_BROKEN = ErrorCode(
    "ledger.terms_broken", 409, "The account does not keep to these limits as it stands.", "账户现状不符合新的限额。"
)
OVERDRAWN = ErrorCode(
    "ledger.overdrawn",
    409,
    "There is not enough: {available} {unit} available, {needed} needed.",
    "余额不足：可用 {available} {unit}，需要 {needed} {unit}。",
)
OVER_CAP = ErrorCode(
    "ledger.over_cap", 409, "The account would pass its cap of {cap} {unit}.", "账户将超过上限 {cap} {unit}。"
)
AMOUNT_NOT_POSITIVE = ErrorCode(
    "ledger.amount_not_positive", 422, "The amount must be a whole number above zero.", "数额必须为正整数。"
)
AMOUNT_TOO_LARGE = ErrorCode("ledger.amount_too_large", 422, "The amount is too large.", "数额过大。")
UNBALANCED = ErrorCode(
    "ledger.unbalanced", 422, "What goes out and what comes in must be equal.", "转出与转入的数额必须相等。"
)
SAME_ACCOUNT = ErrorCode(
    "ledger.same_account", 422, "Each account may take part only once.", "同一账户不能重复参与一笔转账。"
)
MIXED_UNITS = ErrorCode(
    "ledger.mixed_units", 422, "The accounts are not kept in the same unit.", "账户的计量单位不一致。"
)
KEY_TAKEN = ErrorCode(
    "ledger.key_taken", 409, "This was booked before with another content.", "该业务已按其他内容入账。"
)
HOLD_UNKNOWN = ErrorCode("ledger.hold_unknown", 404, "There is no such hold.", "冻结记录不存在。")
HOLD_SETTLED = ErrorCode(
    "ledger.hold_settled", 409, "This hold was captured or released before.", "该冻结已扣款或已解冻。"
)
HOLD_EXPIRED = ErrorCode("ledger.hold_expired", 409, "This hold has expired.", "该冻结已过期。")
ABOVE_HOLD = ErrorCode(
    "ledger.above_hold",
    409,
    "No more than the {held} {unit} that are held can be taken.",
    "最多只能使用已冻结的 {held} {unit}。",
)
ENTRY_UNKNOWN = ErrorCode("ledger.entry_unknown", 404, "There is no such entry.", "分录不存在。")
NOT_REVERSIBLE = ErrorCode(
    "ledger.not_reversible", 409, "Only transfers and captures can be reversed.", "只有转账和扣款可以冲正。"
)
ALREADY_REVERSED = ErrorCode("ledger.already_reversed", 409, "This was reversed before.", "该笔已冲正。")

OPENING_ERRORS = (ACCOUNT_EXISTS, ACCOUNT_UNKNOWN, MIXED_UNITS)
TRANSFER_ERRORS = (
    ACCOUNT_UNKNOWN,
    ACCOUNT_CLOSED,
    OVERDRAWN,
    OVER_CAP,
    AMOUNT_NOT_POSITIVE,
    AMOUNT_TOO_LARGE,
    UNBALANCED,
    SAME_ACCOUNT,
    MIXED_UNITS,
    KEY_TAKEN,
)
HOLD_ERRORS = (*TRANSFER_ERRORS, HOLD_EXPIRED)
SETTLING_ERRORS = (
    HOLD_UNKNOWN,
    HOLD_SETTLED,
    HOLD_EXPIRED,
    ABOVE_HOLD,
    AMOUNT_NOT_POSITIVE,
    ACCOUNT_CLOSED,
    OVER_CAP,
)
REVERSAL_ERRORS = (ENTRY_UNKNOWN, NOT_REVERSIBLE, ALREADY_REVERSED, ACCOUNT_CLOSED, OVERDRAWN, OVER_CAP)


def move(amount: int, source: str, target: str) -> tuple[Leg, Leg]:
    """The two legs of `amount` from `source` to `target`; refuses zero, negative amounts and self-transfers."""
    if type(amount) is not int or amount <= 0:
        raise AMOUNT_NOT_POSITIVE("/amount")
    if source == target:
        raise SAME_ACCOUNT()
    return Leg(source, -amount), Leg(target, amount)
