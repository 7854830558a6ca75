"""Many at once on the same account: nobody gets what is not there."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from shared.contracts.ledger import Unit, move
from shared.kernel.errors import Refusal
from tests.integration.ledger.bookkeeping import House

AT_ONCE = 100


def all_at_once(house: House, bodies: list) -> list[str]:
    """What became of each: done, or the code of its refusal. Whoever loses a race tries again, as a client would."""
    start = Barrier(len(bodies))

    def one(body) -> str:
        start.wait()
        while (code := _code(house, body)) in ("conflict", "deadline"):
            pass
        return code or "done"

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(one, bodies))


def _code(house: House, body) -> str | None:
    try:
        house.do(body)
    except Refusal as refusal:
        return refusal.reason.code
    return None


@pytest.fixture
def house(fresh: House) -> House:
    fresh.open("issued", floor=None)
    fresh.open("anna")
    fresh.open("shop")
    fresh.do(lambda book: book.transfer(key="gift", legs=move(10, "issued", "anna"), reason="gift"))
    return fresh


@pytest.mark.parametrize(("price", "covered"), [(1, 10), (3, 3), (10, 1), (11, 0)])
def test_of_a_hundred_spends_of_the_last_ten_points_as_many_succeed_as_the_points_cover(
    house: House, price: int, covered: int
):
    def spend(n: int):
        return lambda book: book.transfer(key=f"spend:{n}", legs=move(price, "anna", "shop"), reason="spend")

    outcomes = all_at_once(house, [spend(n) for n in range(AT_ONCE)])
    assert {code: outcomes.count(code) for code in set(outcomes)} == {
        code: count for code, count in {"done": covered, "ledger.overdrawn": AT_ONCE - covered}.items() if count
    }
    assert house.balance("anna") == 10 - covered * price
    assert house.proof().problems == []


def test_of_holds_and_spends_at_once_no_more_succeed_than_the_points_cover(house: House):
    later = house.clock.now().replace(year=2030)

    def take(n: int):
        if n % 2:
            return lambda book: book.transfer(key=f"take:{n}", legs=move(3, "anna", "shop"), reason="spend")
        return lambda book: book.hold(
            key=f"take:{n}", amount=3, source="anna", target="shop", expires_at=later, reason="book"
        )

    outcomes = all_at_once(house, [take(n) for n in range(40)])
    assert outcomes.count("done") == 3 and outcomes.count("ledger.overdrawn") == 37
    assert house.proof().problems == []


def test_repeats_at_once_have_one_effect(house: House):
    def spend(_: int):
        return lambda book: book.transfer(key="once", legs=move(3, "anna", "shop"), reason="spend")

    assert all_at_once(house, [spend(n) for n in range(30)]) == ["done"] * 30
    assert house.balance("shop") == 3


def test_capture_and_release_at_once_settle_the_hold_once(house: House):
    later = house.clock.now().replace(year=2030)
    house.do(lambda book: book.hold(key="h", amount=7, source="anna", target="shop", expires_at=later, reason="book"))
    bodies = [(lambda book: book.capture("h")) if n % 2 else (lambda book: book.release("h")) for n in range(30)]
    outcomes = all_at_once(house, bodies)
    assert sorted(set(outcomes)) == ["done", "ledger.hold_settled"] and outcomes.count("done") == 15
    assert house.balance("shop") in (0, 7)
    assert house.proof().problems == []


def test_openings_at_once_open_one_account(house: House):
    def opening(_: int):
        return lambda book: book.open_account("new", Unit.POINT)

    assert all_at_once(house, [opening(n) for n in range(20)]) == ["done"] * 20
    assert house.proof().problems == []


def test_checkpoints_while_others_post_match(house: House):
    def body(n: int):
        if n % 10 == 0:
            return lambda book: book.checkpoint(["issued", "shop"])
        return lambda book: book.transfer(key=f"t:{n}", legs=move(1, "issued", "shop"), reason="gift")

    all_at_once(house, [body(n) for n in range(60)])
    house.pin()
    assert house.balance("shop") == 54
    assert house.proof().problems == []
