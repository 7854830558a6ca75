"""The book on MongoDB: transfers, holds, corrections, statements, and what is refused."""

from datetime import timedelta

import pytest

from shared.contracts.ledger import Leg, Unit, move
from shared.ledger.chain import verify
from tests.integration.ledger.bookkeeping import START, House


@pytest.fixture
def house(fresh: House) -> House:
    """Anna and Bo have accounts; points come from `issued`, which has no floor."""
    fresh.clock.moment = START
    fresh.open("issued", floor=None)
    fresh.open("anna")
    fresh.open("bo")
    return fresh


def give(house: House, account: str, amount: int, key: str = "gift") -> None:
    house.do(lambda book: book.transfer(key=f"{key}:{account}", legs=move(amount, "issued", account), reason="gift"))


def test_transfer_moves_the_amount(house: House):
    give(house, "anna", 10)
    house.do(lambda book: book.transfer(key="t", legs=move(4, "anna", "bo"), reason="thanks"))
    assert (house.balance("anna"), house.balance("bo"), house.balance("issued")) == (6, 4, -10)
    assert house.proof().problems == []


def pay(key: str, amount: int = 4, source: str = "anna", target: str = "bo"):
    return lambda book: book.transfer(key=key, legs=move(amount, source, target), reason="thanks")


def book_hold(key: str, amount: int = 5, minutes: int = 60, source: str = "anna", target: str = "bo"):
    return lambda book: book.hold(
        key=key, amount=amount, source=source, target=target, expires_at=book.now + timedelta(minutes=minutes),
        reason="visit",
    )  # fmt: skip


def test_replay_gives_the_first_entry_and_changes_nothing(house: House):
    give(house, "anna", 10)
    first = house.do(pay("t"))
    before = house.stored()
    house.clock.pass_by(days=400)
    assert house.do(pay("t")) == first
    assert house.stored() == before


def test_same_key_with_another_content_is_refused(house: House):
    give(house, "anna", 10)
    house.do(pay("t"))
    assert house.refusal(pay("t", 5)) == "ledger.key_taken"
    assert house.refusal(pay("t", 4, "bo", "anna")) == "ledger.key_taken"
    assert house.refusal(book_hold("t")) == "ledger.key_taken"


@pytest.mark.parametrize(
    ("legs", "code"),
    [
        ((Leg("anna", -11), Leg("bo", 11)), "ledger.overdrawn"),
        ((Leg("anna", -1), Leg("nobody", 1)), "ledger.account_unknown"),
        ((Leg("anna", -1), Leg("shut", 1)), "ledger.account_closed"),
        ((Leg("anna", -1), Leg("hours", 1)), "ledger.mixed_units"),
        ((Leg("anna", -1), Leg("anna", 1)), "ledger.same_account"),
        ((Leg("anna", -1), Leg("bo", 2)), "ledger.unbalanced"),
        ((Leg("anna", 0), Leg("bo", 0)), "ledger.amount_not_positive"),
        ((), "ledger.unbalanced"),
        ((Leg("issued", -(2**53)), Leg("bo", 2**53)), "ledger.amount_too_large"),
        ((Leg("issued", -21), Leg("capped", 21)), "ledger.over_cap"),
    ],
)
def test_transfer_that_is_not_in_order_is_refused_and_leaves_nothing(house: House, legs: tuple[Leg, ...], code: str):
    give(house, "anna", 10)
    house.open("hours", Unit.MINUTE)
    house.open("capped", cap=20)
    house.open("shut")
    house.do(lambda book: book.close_account("shut", "left"))
    before = house.stored()
    assert house.refusal(lambda book: book.transfer(key="t", legs=legs, reason="thanks")) == code
    assert house.stored() == before


def test_amounts_that_are_not_above_zero_are_refused(house: House):
    for amount in (0, -1, True, 1.5):
        assert house.refusal(lambda book, n=amount: book.hold(**_hold_of(n))) == "ledger.amount_not_positive"


def _hold_of(amount: int) -> dict:
    later = START + timedelta(hours=1)
    return {
        "key": "h",
        "amount": amount,
        "source": "anna",
        "target": "bo",
        "expires_at": later,
        "reason": "visit",
    }


def test_what_goes_beyond_the_cap_goes_to_the_pool_in_one_entry(house: House):
    house.open("pool")
    house.open("saver", cap=1500 * 60, overflow="pool")
    give(house, "saver", 1499 * 60)
    entry = house.do(pay("visit", 120, "issued", "saver"))
    assert [(leg.account, leg.amount) for leg in entry.legs] == [("issued", -120), ("saver", 60), ("pool", 60)]
    full = house.do(pay("visit-2", 30, "issued", "saver"))
    assert [(leg.account, leg.amount) for leg in full.legs] == [("issued", -30), ("saver", 0), ("pool", 30)]
    assert (house.balance("saver"), house.balance("pool")) == (1500 * 60, 90)
    assert house.do(pay("visit", 120, "issued", "saver")) == entry
    assert house.proof().problems == []


def test_hold_binds_what_is_available_and_not_the_balance(house: House):
    give(house, "anna", 10)
    hold = house.do(book_hold("h", 7))
    balance = house.look().balance("anna")
    assert (balance.balance, balance.held, balance.available, hold.state) == (10, 7, 3, "open")
    assert house.refusal(pay("t", 4)) == "ledger.overdrawn"
    assert house.refusal(book_hold("h2", 4)) == "ledger.overdrawn"
    house.do(pay("t2", 3))


def test_capture_takes_a_part_and_releases_the_rest(house: House):
    give(house, "anna", 10)
    house.do(book_hold("h", 7))
    house.do(lambda book: book.capture("h", 5))
    assert (house.balance("anna"), house.balance("bo"), house.look().balance("anna").held) == (5, 5, 0)
    hold = house.look().get_hold("h")
    assert (hold.state, hold.captured) == ("captured", 5)
    assert house.proof().problems == []


def test_hold_is_settled_once(house: House):
    give(house, "anna", 10)
    house.do(book_hold("h", 7))
    first = house.do(lambda book: book.capture("h", 5))
    assert house.do(lambda book: book.capture("h", 5)) == first
    assert house.refusal(lambda book: book.capture("h", 6)) == "ledger.hold_settled"
    assert house.refusal(lambda book: book.release("h")) == "ledger.hold_settled"
    assert house.balance("bo") == 5


def test_capture_above_the_hold_is_refused(house: House):
    give(house, "anna", 10)
    house.do(book_hold("h", 7))
    assert house.refusal(lambda book: book.capture("h", 8)) == "ledger.above_hold"
    assert house.refusal(lambda book: book.capture("h", 0)) == "ledger.amount_not_positive"
    assert house.refusal(lambda book: book.capture("nothing")) == "ledger.hold_unknown"


def test_release_frees_all(house: House):
    give(house, "anna", 10)
    house.do(book_hold("h", 7))
    house.do(lambda book: book.release("h"))
    assert (house.balance("anna"), house.look().balance("anna").available) == (10, 10)
    assert house.refusal(lambda book: book.capture("h")) == "ledger.hold_settled"


def test_expired_hold_cannot_be_captured(house: House):
    give(house, "anna", 10)
    house.do(book_hold("h", 7, minutes=60))
    house.clock.pass_by(minutes=60)
    assert house.refusal(lambda book: book.capture("h")) == "ledger.hold_expired"
    assert house.do(lambda book: book.sweep()) == 1
    assert house.do(lambda book: book.sweep()) == 0
    assert house.look().balance("anna").available == 10
    assert house.proof().problems == []


def test_expired_hold_binds_nobody_before_it_is_swept(house: House):
    give(house, "anna", 10)
    house.do(book_hold("h", 7, minutes=60))
    house.clock.pass_by(minutes=60)
    house.do(pay("t", 10))
    assert (house.balance("anna"), house.balance("bo"), house.look().balance("anna").held) == (0, 10, 0)
    assert house.proof().problems == []


def test_hold_needs_a_time_to_come_and_an_open_target_in_its_unit(house: House):
    give(house, "anna", 10)
    house.open("hours", Unit.MINUTE)
    house.open("shut")
    house.do(lambda book: book.close_account("shut", "left"))
    assert house.refusal(book_hold("h", minutes=0)) == "ledger.hold_expired"
    assert house.refusal(book_hold("h", target="hours")) == "ledger.mixed_units"
    assert house.refusal(book_hold("h", target="shut")) == "ledger.account_closed"
    assert house.refusal(book_hold("h", target="anna")) == "ledger.same_account"
    assert house.refusal(book_hold("h", target="nobody")) == "ledger.account_unknown"


def test_reversal_names_the_old_entry_and_happens_once(house: House):
    give(house, "anna", 10)
    house.do(pay("t", 4))
    back = house.do(lambda book: book.reverse("t", "wrong person"))
    assert (back.of, house.balance("anna"), house.balance("bo")) == ("t", 10, 0)
    assert house.do(lambda book: book.reverse("t", "wrong person")) == back
    assert house.refusal(lambda book: book.reverse("t", "again")) == "ledger.already_reversed"
    assert house.refusal(lambda book: book.reverse(back.id, "undo")) == "ledger.not_reversible"
    assert house.refusal(lambda book: book.reverse("anna/opened", "undo")) == "ledger.not_reversible"
    assert house.refusal(lambda book: book.reverse("none", "undo")) == "ledger.entry_unknown"


def test_reversal_of_what_was_spent_is_refused(house: House):
    give(house, "anna", 10)
    house.do(pay("t", 4))
    house.do(pay("t2", 2, "bo", "issued"))
    assert house.refusal(lambda book: book.reverse("t", "wrong person")) == "ledger.overdrawn"


def test_captured_amount_can_be_reversed(house: House):
    give(house, "anna", 10)
    house.do(book_hold("h", 7))
    taken = house.do(lambda book: book.capture("h", 5))
    house.do(lambda book: book.reverse(taken.id, "no visit"))
    assert (house.balance("anna"), house.balance("bo")) == (10, 0)
    assert house.proof().problems == []


def test_account_opens_once_and_closes_when_empty(house: House):
    give(house, "anna", 10)
    house.open("anna")
    assert house.refusal(lambda book: book.open_account("anna", Unit.POINT, cap=5)) == "ledger.account_exists"
    assert house.refusal(lambda book: book.close_account("anna", "left")) == "ledger.account_not_empty"
    house.do(pay("t", 10))
    house.do(lambda book: book.close_account("anna", "left"))
    assert house.refusal(pay("t2", 1, "bo", "anna")) == "ledger.account_closed"
    assert house.proof().problems == []


def test_new_terms_hold_from_then_on(house: House):
    give(house, "anna", 10)

    def terms(key: str, floor: int | None, cap: int | None):
        return lambda book: book.change_terms(key, "anna", floor=floor, cap=cap, overflow=None, reason="rule")

    assert house.refusal(terms("c1", 11, None)) == "ledger.terms_broken"
    assert house.refusal(terms("c2", 0, 9)) == "ledger.terms_broken"
    house.do(terms("c3", -5, 12))
    assert house.refusal(pay("t", 3, "issued", "anna")) == "ledger.over_cap"
    house.do(pay("t2", 15))
    assert house.balance("anna") == -5
    assert house.proof().problems == []


def test_overflow_account_must_be_there_and_in_the_same_unit(house: House):
    def opening(**terms):
        return lambda book: book.open_account("new", Unit.MINUTE, cap=5, **terms)

    assert house.refusal(opening(overflow="nobody")) == "ledger.account_unknown"
    assert house.refusal(opening(overflow="anna")) == "ledger.mixed_units"
    assert house.refusal(opening(overflow="new")) == "ledger.same_account"


def test_lanes_share_what_one_account_would_take(house: House):
    house.open("given", floor=None, lanes=8)
    for n in range(20):
        house.do(pay(f"t{n}", 1, "given", "anna"))
    lanes = {
        line["leg"]["account"]
        for entry in house.stored()["entries"]
        for line in entry["lines"]
        if line["leg"]["amount"] < 0
    }
    assert (house.balance("given"), house.balance("anna")) == (-20, 20)
    assert lanes <= {f"given#{n}" for n in range(8)} and len(lanes) > 1
    assert house.do(pay("t0", 1, "given", "anna")).amount("given") == -1
    assert house.proof().problems == []


def test_statement_verifies_and_is_confirmed(house: House):
    give(house, "anna", 10)
    house.clock.moment = START + timedelta(days=31)
    house.do(pay("t", 4))
    house.do(book_hold("h", 3))
    house.clock.moment = START + timedelta(days=60)
    house.do(pay("t2", 1))
    month = house.look().statement("anna", START + timedelta(days=31), START + timedelta(days=59))
    assert [(line.entry, line.amount, line.held, line.balance) for line in month.lines] == [
        ("t", -4, 0, 6),
        ("h", 0, 3, 6),
    ]
    assert (month.opening.balance, month.closing.balance, month.closing.on_hold) == (10, 6, 3)
    assert verify(month) and house.look().confirms(month)
    again = type(month).model_validate_json(month.model_dump_json())
    assert again == month and verify(again)


def test_statement_that_was_changed_is_not_confirmed(house: House):
    give(house, "anna", 10)
    house.do(pay("t", 4))
    statement = house.look().statement("anna", START, START + timedelta(days=1))
    line = statement.lines[-1].model_copy(update={"amount": 4})
    forged = statement.model_copy(update={"lines": [*statement.lines[:-1], line]})
    assert not verify(forged) and not house.look().confirms(forged)
    longer = statement.model_copy(update={"until": START + timedelta(days=2)})
    assert verify(longer) and not house.look().confirms(longer)
    other_unit = statement.model_copy(update={"unit": Unit.FEN})
    assert verify(other_unit) and not house.look().confirms(other_unit)


def test_statement_is_not_confirmed_once_the_book_says_otherwise(house: House):
    give(house, "anna", 10)
    house.do(pay("t", 4))
    statement = house.look().statement("anna", START, START + timedelta(days=1))
    house.collections.ledger_entries.update_one(
        {"_id": "t", "lines.leg.account": "anna"}, {"$set": {"lines.$.hash": "0" * 64}}
    )
    assert verify(statement) and not house.look().confirms(statement)


def test_statement_of_a_quiet_month_is_empty(house: House):
    give(house, "anna", 10)
    quiet = house.look().statement("anna", START + timedelta(days=5), START + timedelta(days=9))
    assert quiet.lines == [] and quiet.opening == quiet.closing and quiet.closing.balance == 10
    early = house.look().statement("anna", START - timedelta(days=9), START)
    assert early.lines == [] and early.opening.number == 0 and house.look().confirms(early)


def test_lines_come_newest_first_in_pages(house: House):
    for n in range(7):
        give(house, "anna", n + 1, f"gift{n}")
    first = house.look().lines("anna", limit=3)
    second = house.look().lines("anna", before=first[-1].number, limit=3)
    assert [line.number for line in first + second] == [8, 7, 6, 5, 4, 3]


def test_time_never_falls_along_a_chain(house: House):
    give(house, "anna", 10)
    house.clock.moment = START - timedelta(hours=1)
    house.do(pay("t", 4))
    assert [entry["at"] for entry in house.stored()["entries"] if entry["_id"] == "t"] == [START]
    assert house.proof().problems == []
    house.clock.moment = START


@pytest.mark.parametrize("key", ["", "a/b", "a#1", "-a", "张三", "x" * 201])
def test_names_are_plain(house: House, key: str):
    with pytest.raises(ValueError):
        house.do(lambda book: book.transfer(key=key, legs=move(1, "issued", "anna"), reason="x"))
