"""Which way an application goes, who may move it, which papers are missing, and until when it is promised."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from services.tickets.domain.work_calendar import OFFICE_HOURS
from shared.contracts.actor import OFFICE, Actor, Role, lies_in
from shared.contracts.tickets.filings import (
    CONSENT_MISSING,
    FOR_WHOM,
    NOT_DELEGABLE,
    NOT_OFFERED_HERE,
    UNKNOWN_PAPER,
    DraftFiling,
    FilingState,
    OnBehalf,
)
from shared.contracts.tickets.items import FilingPlace, PaperRule
from shared.kernel.machine import Machine, Move

APPLICANT = "applicant"
FILER = "filer"
REVIEWER = "reviewer"
WORKING_DAY = 8 * 3600
"""Seconds of office hours in a working day."""
STAFFED = frozenset({FilingPlace.COUNTER, FilingPlace.KIOSK})
"""Filed at a platform, under the account of the counter or kiosk, by the person who stands there."""
OPEN = (FilingState.DRAFT, FilingState.FILED, FilingState.IN_REVIEW, FilingState.PAPERS_ASKED)
BOTH = frozenset({APPLICANT, FILER})
S = FilingState

FILING = Machine(
    name="filing",
    states=tuple(FilingState),
    initial=S.DRAFT,
    terminal=frozenset({S.RATED, S.WITHDRAWN}),
    moves=(
        Move("fill_in", (S.DRAFT,), S.DRAFT, BOTH, needs=("form",)),
        Move("fill_in", (S.PAPERS_ASKED,), S.PAPERS_ASKED, BOTH, needs=("form",)),
        Move("put_paper", (S.DRAFT,), S.DRAFT, BOTH, needs=("paper", "photos")),
        Move("put_paper", (S.FILED,), S.FILED, BOTH, needs=("paper", "photos")),
        Move("put_paper", (S.IN_REVIEW,), S.IN_REVIEW, BOTH, needs=("paper", "photos")),
        Move("put_paper", (S.PAPERS_ASKED,), S.PAPERS_ASKED, BOTH, needs=("paper", "photos")),
        Move("submit", (S.DRAFT,), S.FILED, BOTH),
        Move("review", (S.FILED,), S.IN_REVIEW, frozenset({REVIEWER})),
        Move("ask_papers", (S.IN_REVIEW,), S.PAPERS_ASKED, frozenset({REVIEWER}), needs=("papers", "note")),
        Move("supply", (S.PAPERS_ASKED,), S.IN_REVIEW, BOTH),
        Move("accept", (S.IN_REVIEW,), S.ACCEPTED, frozenset({REVIEWER})),
        Move("refuse", (S.IN_REVIEW, S.PAPERS_ASKED), S.REFUSED, frozenset({REVIEWER}), needs=("reason",)),
        Move("hand_over", (S.ACCEPTED,), S.HANDED_OVER, frozenset({REVIEWER}), needs=("how",)),
        Move("rate", (S.REFUSED, S.HANDED_OVER), S.RATED, BOTH, needs=("stars",)),
        Move("withdraw", OPEN, S.WITHDRAWN, BOTH),
    ),
)


def capacities(actor: Actor, filer: str, person: str | None, area: str) -> frozenset[str]:
    """person: the resident for whom it was filed, where that is known by id."""
    held = set()
    if actor.account == filer:
        held.add(FILER)
    if person is not None and actor.person == person:
        held.add(APPLICANT)
    if actor.has(*OFFICE) and actor.covers(area):
        held.add(REVIEWER)
    return frozenset(held)


def may_read(held: frozenset[str], place: str, state: str) -> bool:
    """Whether somebody sees form and papers: a counter or kiosk, where the next person stands, only until it is filed."""
    left_the_kiosk = place in STAFFED and state != FilingState.DRAFT
    return bool(held & {APPLICANT, REVIEWER}) or (FILER in held and not left_the_kiosk)


def refuse_wrong_filer(actor: Actor, command: DraftFiling, delegable: bool) -> None:
    """Counters and kiosks file for who stands there; who else files for somebody says how they agreed to it."""
    staffed = command.place in STAFFED
    if staffed and not actor.has(Role.COUNTER_CLERK, *OFFICE):
        raise NOT_OFFERED_HERE("/place", item=command.item, place=command.place)
    if command.on_behalf is None:
        if not actor.has(Role.RESIDENT) or staffed:
            raise FOR_WHOM("/on_behalf")
        return
    if staffed:
        return
    if not delegable:
        raise NOT_DELEGABLE("/on_behalf", item=command.item)
    if not consented(command.on_behalf):
        raise CONSENT_MISSING("/on_behalf/consent")


def consented(behalf: OnBehalf) -> bool:
    return bool(behalf.consent)


def refuse_elsewhere(command: DraftFiling, places: Iterable[str], area: str, offered: bool | None) -> None:
    """offered: whether the platform has the item; None when none was named. area: the one that the item is for."""
    if command.place not in places:
        raise NOT_OFFERED_HERE("/place", item=command.item, place=command.place)
    if offered is False or (offered is None and command.place in STAFFED):
        raise NOT_OFFERED_HERE("/platform", item=command.item, place=command.platform or command.place)
    if not lies_in(command.area, area):
        raise NOT_OFFERED_HERE("/area", item=command.item, place=command.area)


def missing_papers(rules: Sequence[PaperRule], there: Iterable[str], deciding: bool) -> list[str]:
    """Codes of the papers that are wanted and not there; what may come later is wanted for deciding only."""
    known = set(there)
    return [rule.code for rule in rules if rule.code not in known and (deciding or not rule.later)]


def refuse_unknown_paper(rules: Sequence[PaperRule], paper: str, pointer: str) -> None:
    if paper not in {rule.code for rule in rules}:
        raise UNKNOWN_PAPER(pointer, paper=paper)


def promised(start: datetime, working_days: int) -> datetime:
    return OFFICE_HOURS.add(start, working_days * WORKING_DAY)


def after_pause(due: datetime, since: datetime, now: datetime) -> datetime:
    """The promise after a pause: as many office hours from now as were left when it began. What was late stays late."""
    left = OFFICE_HOURS.worked(since, due)
    return OFFICE_HOURS.after(now, left) if left else due
