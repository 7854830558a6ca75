"""Neighbours book help, confirm it, give hours away: every minute once, and a book that proves, whatever is struck."""

import random
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import mongoengine

from infra.faults.phone import Answers, GaveUp, Phone, Refused
from infra.faults.stage import GRID, Stage
from infra.faults.verdict import Count
from infra.faults.witness import Witness
from shared.contracts.actor import Role
from shared.contracts.ledger import OVERDRAWN
from shared.ledger.collections import Ledger
from shared.ledger.proof import prove

COMMUNITY = GRID.rpartition(".")[0]
NEIGHBOURS = 5
"""Fewer than people at work, so that several spend from one account at once."""

MINUTES = 120
LONGEST = 60


@dataclass(frozen=True)
class Neighbour:
    token: str
    hours: str
    volunteer: str


class Hours:
    service = "volunteers"

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._lock = threading.Lock()
        self._told: Counter[str] = Counter()
        self._events: dict[str, int] = {}
        self._refused = 0
        self._unanswered = 0
        phone, staff = Phone(stage.url, Answers()), stage.token("faults-street", Role.STREET_STAFF, COMMUNITY)
        pool = f"/v1/time-bank/pools/{COMMUNITY}"
        phone.post(staff, f"{pool}/funds", {"minutes": NEIGHBOURS * MINUTES, "fund": "faults"})
        self._neighbours = [self._move_in(phone, number) for number in range(NEIGHBOURS)]
        for neighbour in self._neighbours:
            phone.post(staff, f"{pool}/grants", {"to": neighbour.hours, "minutes": MINUTES, "reason": "faults"})
            self._told[neighbour.hours] = MINUTES

    def _move_in(self, phone: Phone, number: int) -> Neighbour:
        token = self._stage.token(f"faults-neighbour-{number}", Role.VOLUNTEER)
        volunteer = phone.put(token, "/v1/volunteers/me", {"area": COMMUNITY, "skills": ["meals"]})["id"]
        return Neighbour(token, phone.put(token, "/v1/time-bank/me", {"area": COMMUNITY})["id"], volunteer)

    @property
    def done(self) -> int:
        return len(self._events)

    def play(self, phone: Phone, dice: random.Random) -> None:
        """Amounts are drawn so that some are more than is left, which has to be refused and change nothing."""
        giver, taker = dice.sample(self._neighbours, 2)
        minutes = dice.randint(1, LONGEST)
        try:
            dice.choice((self._give, self._help, self._call_off))(phone, giver, taker, minutes)
        except Refused as refused:
            if refused.code != OVERDRAWN.code:
                raise
            self._refused += 1
        except GaveUp:
            self._unanswered += 1

    def _give(self, phone: Phone, giver: Neighbour, taker: Neighbour, minutes: int) -> None:
        gift = phone.post(giver.token, "/v1/time-bank/donations", {"minutes": minutes, "to": taker.hours})
        self._note(gift["id"], 1, giver, taker, minutes)

    def _help(self, phone: Phone, elder: Neighbour, helper: Neighbour, minutes: int) -> None:
        visit = self._book(phone, elder, helper, minutes)
        taken = {"minutes": minutes - minutes // 3}
        for who in (helper, elder):
            phone.post(who.token, f"/v1/time-bank/visits/{visit}/confirm", taken)
        self._note(visit, 2, elder, helper, taken["minutes"])

    def _call_off(self, phone: Phone, elder: Neighbour, helper: Neighbour, minutes: int) -> None:
        visit = self._book(phone, elder, helper, minutes)
        phone.post(helper.token, f"/v1/time-bank/visits/{visit}/cancel", {})
        self._note(visit, 2, elder, helper, 0)

    def _book(self, phone: Phone, elder: Neighbour, helper: Neighbour, minutes: int) -> str:
        began = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
        booking = {"volunteer_id": helper.volunteer, "kind": "meals", "minutes": minutes, "starts_at": began}
        return phone.post(elder.token, "/v1/time-bank/visits", booking)["id"]

    def _note(self, subject: str, events: int, giver: Neighbour, taker: Neighbour, minutes: int) -> None:
        with self._lock:
            self._events[subject] = events
            self._told[giver.hours] -= minutes
            self._told[taker.hours] += minutes

    def complete(self, witness: Witness) -> bool:
        return all(len(witness.order.get(subject, ())) >= events for subject, events in self._events.items())

    def judge(self, witness: Witness) -> list[Count]:
        """Holds what people were told against the book, and the book against itself."""
        name = f"{self._stage.prefix}{self.service}"
        mongoengine.connect(name, alias=name, host=self._stage.database_url, tz_aware=True)
        try:
            ledger = Ledger(name, self.service)
            proof = prove(ledger)
            kept = {account["_id"]: account for account in ledger.accounts.find({"_id": {"$regex": "^hours:"}})}
        finally:
            mongoengine.disconnect(name)
        accounts = [(kept[f"hours:{hours}"], told) for hours, told in self._told.items()]
        return [
            Count("gifts and visits that came to their end", self.done, wrong=False),
            Count("refused, since more than was left", self._refused, wrong=False),
            Count("entries in the book", proof.counts["entries"], wrong=False),
            Count("without a final answer", self._unanswered),
            Count("accounts that differ from what was told", sum(a["balance"] != told for a, told in accounts)),
            Count("minutes still held for what has ended", sum(account["held"] for account, _ in accounts)),
            Count("accounts below zero", sum(account["balance"] < 0 for account, _ in accounts)),
            Count("minutes that all accounts sum up to", sum(proof.sums.values())),
            Count("problems that the proof of the book found", proof.found),
            Count("events lost", sum(n - len(set(witness.order.get(s, ()))) for s, n in self._events.items())),
        ]
