"""Applications at the office: take up, ask for papers, decide, hand over."""

from typing import Any

from services.tickets.domain.filing import missing_papers, refuse_unknown_paper
from services.tickets.usecases.filings import announce, decide
from shared.contracts.actor import Actor
from shared.contracts.tickets.filings import (
    PAPERS_MISSING,
    AcceptFiling,
    AskPapers,
    FilingDecided,
    FilingHandedOver,
    FilingState,
    FilingView,
    HandOverResult,
    RefuseFiling,
    ReviewFiling,
)


def review_filing(store: Any, actor: Actor, command: ReviewFiling) -> FilingView:
    filing, target = decide(store, actor, command.filing_id, "review")
    store.record_step(filing, "review", actor, target)
    store.save(filing)
    return store.filing_view(filing, actor)


def ask_papers(store: Any, actor: Actor, command: AskPapers) -> FilingView:
    filing, target = decide(store, actor, command.filing_id, "ask_papers")
    rules = store.item_rules_of(filing)
    for place, paper in enumerate(command.papers):
        refuse_unknown_paper(rules.papers, paper, f"/papers/{place}")
    filing.asked, filing.asked_at = list(dict.fromkeys(command.papers)), store.now
    store.record_step(filing, "ask_papers", actor, target, command.note)
    store.save(filing)
    return store.filing_view(filing, actor)


def accept_filing(store: Any, actor: Actor, command: AcceptFiling) -> FilingView:
    filing, target = decide(store, actor, command.filing_id, "accept")
    rules = store.item_rules_of(filing)
    missing = missing_papers(rules.papers, (each.paper for each in filing.papers), deciding=True)
    if missing:
        raise PAPERS_MISSING("/papers", papers=missing)
    return close(store, actor, filing, "accept", target, command.note)


def refuse_filing(store: Any, actor: Actor, command: RefuseFiling) -> FilingView:
    filing, target = decide(store, actor, command.filing_id, "refuse")
    return close(store, actor, filing, "refuse", target, command.reason)


def hand_over_result(store: Any, actor: Actor, command: HandOverResult) -> FilingView:
    filing, target = decide(store, actor, command.filing_id, "hand_over")
    filing.handed_over = command.how
    store.record_step(filing, "hand_over", actor, target, command.note)
    store.save(filing)
    announce(store, filing, FilingHandedOver, how=command.how)
    return store.filing_view(filing, actor)


def close(store: Any, actor: Actor, filing: Any, action: str, target: FilingState, note: str | None) -> FilingView:
    """While papers are asked for the clock stands still, at the moment when they were."""
    filing.decision, filing.decided_at = target, store.now
    filing.in_time = (filing.asked_at or store.now) <= filing.due_at
    store.record_step(filing, action, actor, target, note)
    store.save(filing)
    announce(store, filing, FilingDecided, in_time=filing.in_time)
    return store.filing_view(filing, actor)
