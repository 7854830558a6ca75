"""Admission: which way an application goes, who decides it, and what must be decided before."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.contracts.actor import Actor
from shared.contracts.residents.admission import UNDECIDED_DUPLICATES, AdmissionState
from shared.contracts.residents.people import WORKERS
from shared.kernel.machine import Machine, Move

APPLICANT = "applicant"
WORKER = "worker"


@dataclass(frozen=True)
class Suspicion:
    """The candidates for being the applicant, and those of them on whom somebody has decided."""

    candidates: frozenset[str]
    decided: frozenset[str]


def all_decided(suspicion: Suspicion) -> None:
    open_ones = sorted(suspicion.candidates - suspicion.decided)
    if open_ones:
        raise UNDECIDED_DUPLICATES(people=open_ones)


ADMISSION = Machine(
    name="admission",
    states=tuple(AdmissionState),
    initial=AdmissionState.NEW,
    terminal=frozenset({AdmissionState.ADMITTED, AdmissionState.DECLINED, AdmissionState.WITHDRAWN}),
    moves=(
        Move(
            "decide_duplicate",
            (AdmissionState.NEW,),
            AdmissionState.NEW,
            frozenset({WORKER}),
            ("person_id", "decision"),
        ),
        Move("admit", (AdmissionState.NEW,), AdmissionState.ADMITTED, frozenset({WORKER}), guard=all_decided),
        Move("decline", (AdmissionState.NEW,), AdmissionState.DECLINED, frozenset({WORKER}), ("reason",)),
        Move("withdraw", (AdmissionState.NEW,), AdmissionState.WITHDRAWN, frozenset({APPLICANT})),
    ),
)


def capacities(actor: Actor, account: str, area: str) -> frozenset[str]:
    """As the applicant, or as somebody who works in the grid or its community; nobody decides on himself."""
    held = set()
    if actor.account == account:
        held.add(APPLICANT)
    elif actor.has(*WORKERS) and actor.covers(area):
        held.add(WORKER)
    return frozenset(held)


def the_same(decisions: Iterable[tuple[str, str]]) -> str | None:
    """The person whom a decision says the applicant to be."""
    return next((person for person, decision in decisions if decision == "same"), None)
