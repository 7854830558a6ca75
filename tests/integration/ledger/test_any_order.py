"""Whatever is done to a book in whatever order, with crashes between any two writes: it does what a simple model does,
its proof holds, and any edit of what it stored is found."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shared.contracts.ledger import Hold, Leg, Unit
from shared.kernel.errors import Refusal
from shared.ledger.book import Book
from shared.ledger.rules import Entry
from tests.integration.ledger.bookkeeping import START, House, SetClock
from tests.integration.ledger.crashing import Crash, CrashingLedger
from tests.integration.ledger.model import ACCOUNTS, UNKNOWN, Model, Refused
from tests.integration.ledger.tampering import edit
from tests.support.servers import Servers

SEED = int(os.environ.get("LINLI_TEST_SEED") or Random().randrange(2**32))
EXAMPLES = int(os.environ.get("LINLI_TEST_EXAMPLES") or 25)
NAMES = st.sampled_from(["anna", "bo", "anna", "bo", *ACCOUNTS, UNKNOWN])
AMOUNTS = st.integers(1, 45) | st.sampled_from(["all", "one more than all"])
"""What is available to the payer, or one more, is where limits are."""
SHARES = st.integers(1, 20)
FIRST = {"anna": 30, "bo": 10, "saver": 35, "full": 20}
NUMBER = st.integers(0, 30)
FLOORS = st.none() | st.integers(-30, 10)
CAPS = st.none() | st.integers(10, 60)
DO = Callable[[Book], Any]


class AnyOrder(RuleBasedStateMachine):
    house: House
    crashing: CrashingLedger

    @initialize()
    def begin(self) -> None:
        self.house.clear()
        self.clock.moment = START
        self.model = Model()
        self.done: list[tuple[DO, Any]] = []
        self.keys: list[str] = []
        for name in ("pool", *ACCOUNTS):
            terms = vars(ACCOUNTS[name])
            self.house.do(lambda book, n=name, t=terms: book.open_account(n, Unit.POINT, **t))
        for name, amount in FIRST.items():
            self.transfer("issued", name, amount, None)

    @property
    def clock(self) -> SetClock:
        clock = self.house.clock
        assert isinstance(clock, SetClock)
        return clock

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def both(self, body: DO, model: Callable[[], None], crash: int | None) -> None:
        """Does it in book and model, and wants the same of both; with a crash first, after so many writes."""
        if crash is not None:
            before = self.house.stored()
            self.crashing.writes = crash
            try:
                self.house.do(body)
            except (Crash, Refusal):
                assert self.house.stored() == before
            finally:
                self.crashing.writes = None
        try:
            model()
            wanted: set[str] = set()
        except Refused as refused:
            wanted = set(refused.args)
        try:
            result = self.house.do(body)
            self.done.append((body, result))
            got = None
        except Refusal as refusal:
            got = refusal.reason.code
        assert got in wanted if wanted else got is None, f"{got} instead of {wanted or 'success'}"

    CRASHES = st.none() | st.integers(0, 5)

    @rule(payer=NAMES, payee=NAMES, amount=AMOUNTS, crash=CRASHES)
    def transfer(self, payer: str, payee: str, amount: int | str, crash: int | None) -> None:
        key = self._key()
        amount = self._amount(payer, amount)
        legs = [Leg(payer, -amount), Leg(payee, amount)]

        def model() -> None:
            if payer == payee:
                raise Refused("ledger.same_account")
            self.model.transfer(key, {payer: -amount, payee: amount}, self.now)

        self.both(lambda book: book.transfer(key=key, legs=legs, reason="move"), model, crash)

    @rule(names=st.lists(NAMES, min_size=3, max_size=3, unique=True), first=SHARES, second=SHARES, crash=CRASHES)
    def split(self, names: list[str], first: int, second: int, crash: int | None) -> None:
        key = self._key()
        legs = dict(zip(names, (-first - second, first, second), strict=True))
        asked = [Leg(name, amount) for name, amount in legs.items()]
        self.both(
            lambda book: book.transfer(key=key, legs=asked, reason="split"),
            lambda: self.model.transfer(key, legs, self.now),
            crash,
        )

    @rule(payer=NAMES, payee=NAMES, amount=AMOUNTS, minutes=st.integers(1, 120), crash=CRASHES)
    def hold(self, payer: str, payee: str, amount: int | str, minutes: int, crash: int | None) -> None:
        key = self._key()
        amount = self._amount(payer, amount)
        until = self.now + timedelta(minutes=minutes)
        self.both(
            lambda book: book.hold(
                key=key, amount=amount, source=payer, target=payee, expires_at=until, reason="booked"
            ),
            lambda: self.model.hold(key, payer, payee, amount, until, self.now),
            crash,
        )

    @rule(which=NUMBER, off=st.sampled_from([0, 0, 1, -1, -5]), crash=CRASHES)
    def capture(self, which: int, off: int, crash: int | None) -> None:
        key = self._hold(which)
        taken = max(self.model.holds[key].amount + off, 1) if key in self.model.holds else 1
        if key in self.model.holds and not self.model.holds[key].open:
            self.settle_again(key)
            return
        self.both(lambda book: book.capture(key, taken), lambda: self.model.capture(key, taken, self.now), crash)

    @rule(which=NUMBER, crash=CRASHES)
    def release(self, which: int, crash: int | None) -> None:
        key = self._hold(which)
        if key in self.model.holds and not self.model.holds[key].open:
            self.settle_again(key)
            return
        self.both(lambda book: book.release(key), lambda: self.model.release(key), crash)

    def settle_again(self, key: str) -> None:
        before = self.house.stored()
        code = self.house.refusal(lambda book: book.capture(key, 99))
        assert code == "ledger.hold_settled" and self.house.stored() == before

    @rule(which=NUMBER, crash=CRASHES)
    def reverse(self, which: int, crash: int | None) -> None:
        key = self._any_entry(which)
        if key in self.model.reversed:
            assert self.house.refusal(lambda book: book.reverse(key, "other")) == "ledger.already_reversed"
            return
        self.both(lambda book: book.reverse(key, "wrong"), lambda: self.model.reverse(key, self.now), crash)

    @rule(minutes=st.sampled_from([1, 30, 90]))
    def wait(self, minutes: int) -> None:
        self.clock.pass_by(minutes=minutes)

    @rule(crash=CRASHES)
    def sweep(self, crash: int | None) -> None:
        self.both(lambda book: book.sweep(1000), lambda: self.model.expire(self.now), crash)

    @rule(crash=CRASHES)
    def checkpoint(self, crash: int | None) -> None:
        accounts = next(self.house.look().unpinned(3), [])
        self.both(lambda book: book.checkpoint(accounts), lambda: None, crash)

    @rule(account=st.sampled_from(sorted(ACCOUNTS)), floor=FLOORS, cap=CAPS, crash=CRASHES)
    def change_terms(self, account: str, floor: int | None, cap: int | None, crash: int | None) -> None:
        """What has expired is swept before, so that the model knows what is held."""
        self.sweep(None)
        key, overflow = self._key(), self.model.limits[account].overflow
        self.both(
            lambda book: book.change_terms(key, account, floor=floor, cap=cap, overflow=overflow, reason="rule"),
            lambda: self.model.change_terms(account, floor, cap, self.now),
            crash,
        )

    @rule(which=NUMBER)
    def replay(self, which: int) -> None:
        replayable = [(body, result) for body, result in self.done if isinstance(result, Entry | Hold)]
        if replayable:
            body, result = replayable[which % len(replayable)]
            before = self.house.stored()
            again = self.house.do(body)
            assert again.id == result.id
            assert self.house.stored() == before

    @rule(chance=st.randoms(use_true_random=False))
    def tamper(self, chance: Random) -> None:
        edited = edit(self.house, chance)
        if edited:
            what, undo = edited
            note(what)
            try:
                assert not self.house.proof().sound, f"not found: {what}"
            finally:
                undo()

    @invariant()
    def same_balances_and_floors_kept(self) -> None:
        documents = self.house.collections.ledger_accounts.find()
        stored = {document["_id"]: document for document in documents}
        assert {name: document["balance"] for name, document in stored.items()} == self.model.balances
        assert sum(self.model.balances.values()) == 0
        for name, document in stored.items():
            floor = document["terms"]["floor"]
            assert floor is None or document["balance"] - document["held"] >= floor, name

    def teardown(self) -> None:
        assert self.house.proof().problems == []

    def _amount(self, payer: str, amount: int | str) -> int:
        if isinstance(amount, int):
            return amount
        available = self.model.available(payer, self.now) if payer in ACCOUNTS else None
        return max((available or 0) + (amount == "one more than all"), 1)

    def _key(self) -> str:
        self.keys.append(f"event:{len(self.keys)}")
        return self.keys[-1]

    def _hold(self, which: int) -> str:
        keys = [*self.model.holds, "none"]
        return keys[which % len(keys)]

    def _any_entry(self, which: int) -> str:
        keys = [*self.model.moved, *self.model.holds, "none", "anna/opened"]
        return keys[which % len(keys)]


def test_book_does_what_the_model_does_and_its_proof_finds_any_edit(servers: Servers):
    print(f"LINLI_TEST_SEED={SEED}")
    crashing = CrashingLedger("any_order")
    house = House("any_order", servers.database.url, SetClock(), crashing)

    @seed(SEED)
    class Posting(AnyOrder):
        pass

    Posting.house, Posting.crashing = house, crashing
    run_state_machine_as_test(
        Posting,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=30,
            phases=[Phase.reuse, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
