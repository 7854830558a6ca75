"""Residents report matters, workers settle them: every change and every event once, in order, whatever is struck."""

import random
import uuid
from dataclasses import dataclass, field
from typing import Any

from infra.faults.phone import GaveUp, Phone
from infra.faults.stage import PLACE, Stage
from infra.faults.verdict import Count
from infra.faults.witness import Witness

STEPS = 4
"""Changes, and so events, per settled matter: opened, accepted, done, rated."""


@dataclass
class Matter:
    """What one person was told about one matter: `versions` of it in the order of the answers."""

    mark: str
    ticket: str = ""
    versions: list[int] = field(default_factory=list)


class Matters:
    service = "tickets"

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._settled: list[Matter] = []
        self._unsettled: list[Matter] = []

    @property
    def done(self) -> int:
        return len(self._settled)

    def play(self, phone: Phone, dice: random.Random) -> None:
        matter = Matter(uuid.UUID(int=dice.getrandbits(128)).hex)
        try:
            self._settle(phone, matter)
        except GaveUp:
            self._unsettled.append(matter)
        else:
            self._settled.append(matter)

    def _settle(self, phone: Phone, matter: Matter) -> None:
        report = {"category": "safety", "text": matter.mark, "point": PLACE}
        opened = phone.post(self._stage.resident, "/v1/tickets", report)
        matter.ticket = opened["id"]
        matter.versions.append(opened["version"])
        here = f"/v1/tickets/{matter.ticket}"
        for who, action, body in (
            (self._stage.worker, "accept", {}),
            (self._stage.worker, "finish", {"note": "done"}),
            (self._stage.resident, "rate", {"stars": 4}),
        ):
            matter.versions.append(phone.post(who, f"{here}/{action}", body)["version"])

    def complete(self, witness: Witness) -> bool:
        return all(len(witness.order.get(matter.ticket, ())) >= STEPS for matter in self._settled)

    def judge(self, witness: Witness) -> list[Count]:
        """Holds what people were told against what is stored and what the witness got."""
        stored: dict[str, list[dict[str, Any]]] = {}
        for ticket in self._stage.database("tickets")["tickets"].find({}, {"text": 1, "version": 1}):
            stored.setdefault(ticket["text"], []).append(ticket)
        settled = self._settled
        return [
            Count("matters settled through it all", len(settled), wrong=False),
            Count("matters without a final answer", len(self._unsettled)),
            Count("accepted but not stored", sum(matter.mark not in stored for matter in settled)),
            Count("stored more than once", sum(len(stored.get(matter.mark, ())) > 1 for matter in settled)),
            Count("settled with a wrong version", sum(_wrong(matter, stored) for matter in settled)),
            Count("events lost", sum(STEPS - len(set(witness.order.get(matter.ticket, ()))) for matter in settled)),
        ]


def _wrong(matter: Matter, stored: dict[str, list[dict[str, Any]]]) -> bool:
    told = matter.versions == list(range(1, STEPS + 1))
    kept = [ticket["version"] for ticket in stored.get(matter.mark, ())] == [STEPS]
    return not (told and kept)
