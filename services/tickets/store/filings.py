"""Finding, keeping and showing applications. Forms, and on whose behalf they are, are sealed."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.tickets.documents.filings import FiledStep, Filing, HandedIn
from services.tickets.documents.grids import Grid
from services.tickets.domain.filing import FILING, OPEN, capacities, may_read, missing_papers
from services.tickets.domain.numbers import new_number
from services.tickets.store.inside import inside, newest
from shared.contracts.actor import Actor
from shared.contracts.tickets.filings import (
    FilingState,
    FilingStep,
    FilingView,
    OnBehalf,
    PaperHandedIn,
    ReceiptView,
)
from shared.contracts.tickets.items import ItemFields, PaperRule
from shared.contracts.tickets.matters import NextAction
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

FILED_FORM = "filing"
NOBODY = "erased"
TOLD = 1000


class FilingStore(Work):
    documents = (Filing,)

    def new_filing(self, form: dict[str, Any], on_behalf: OnBehalf | None, **fields: Any) -> Filing:
        filing = Filing(id=self.new_id(), drafted_at=self.now, asked=[], **fields)
        self.write_filing_contents(filing, form, on_behalf)
        return filing

    def knows_area(self, path: str) -> bool:
        return Grid.objects(__raw__={"_id": inside(path), "ended": {"$ne": True}}).only("path").first() is not None

    def get_filing(self, filing_id: str) -> Filing:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        filing = Filing.objects(id=filing_id).first()
        if filing is None:
            raise NOT_FOUND("/filing_id", what="filing")
        self.refuse_stale(filing.version)
        return filing

    def filing_with(self, receipt: str) -> Filing | None:
        return Filing.objects(receipt=receipt).first()

    def find_filings(self, *, areas: Sequence[str] | None, filer: str, person: str | None, state: FilingState | None,
                     item: str | None, overdue: bool, before: str | None, limit: int) -> list[Filing]:  # fmt: skip
        """Newest first; in any of `areas`, drafts left out, or where that is None those of the filer and of the person."""
        conditions: list[dict[str, Any]] = []
        if areas is None:
            conditions.append({"$or": [{"filer": filer}, *([{"person": person}] if person else [])]})
        else:
            conditions.append({"$or": [{"area": inside(area)} for area in areas] or [{"area": None}]})
            conditions.append({"state": {"$ne": FilingState.DRAFT}})
        conditions += [{name: value} for name, value in (("state", state), ("item", item)) if value is not None]
        if overdue:
            undecided = [FilingState.FILED, FilingState.IN_REVIEW]
            conditions.append({"state": {"$in": undecided}, "due_at": {"$lt": self.now}})
        return list(Filing.objects(__raw__=newest({"$and": conditions}, before)).order_by("-id").limit(limit))

    def filing_contents(self, filing: Filing) -> tuple[dict[str, Any], OnBehalf | None]:
        """What the form holds, and on whose behalf it is; nothing once the applicant is forgotten."""
        if filing.sealed is None:
            return {}, None
        told = json.loads(unseal(filing.sealed, FILED_FORM))
        return told["form"], OnBehalf(**told["on_behalf"]) if told["on_behalf"] else None

    def write_filing_contents(self, filing: Filing, form: dict[str, Any], on_behalf: OnBehalf | None) -> None:
        behalf = on_behalf.model_dump(mode="json") if on_behalf else None
        filing.sealed = seal(json.dumps({"form": form, "on_behalf": behalf}, ensure_ascii=False), FILED_FORM)

    def hand_paper_in(self, filing: Filing, paper: str, photos: list[str]) -> None:
        others = [each for each in filing.papers if each.paper != paper]
        filing.papers = [*others, HandedIn(paper=paper, photos=photos)]

    def record_step(self, filing: Filing, action: str, actor: Actor, target: str, note: str | None = None) -> None:
        filing.history.append(FiledStep(action=action, by=actor.account, at=self.now, target=target, note=note))
        filing.state = target

    def mark_filed(self, filing: Filing, due: datetime) -> None:
        filing.receipt, filing.filed_at, filing.due_at = new_number(self.now), self.now, due
        filing.day = self.now.astimezone(SHANGHAI).date().isoformat()

    def filing_view(self, filing: Filing, actor: Actor, contents: bool = False) -> FilingView:
        held = capacities(actor, filing.filer, filing.person, filing.area)
        rules = self.item_rules_of(filing)
        reads = contents and may_read(held, filing.place, filing.state)
        form, behalf = self.filing_contents(filing) if reads else (None, None)
        there = [PaperHandedIn(paper=each.paper, photos=list(each.photos)) for each in filing.papers]
        return FilingView(
            id=filing.id, receipt=filing.receipt, item=filing.item, edition=filing.edition, name=rules.name,
            department=filing.department, area=filing.area, place=filing.place, platform=filing.platform,
            state=filing.state, form=form, on_behalf=behalf, papers=there if reads else None, wanted=rules.papers,
            missing=missing_of(filing, rules.papers), drafted_at=filing.drafted_at, filed_at=filing.filed_at,
            due_at=filing.due_at, decided_at=filing.decided_at, in_time=filing.in_time, handed_over=filing.handed_over,
            stars=filing.stars,
            history=[FilingStep(action=s.action, at=s.at, target=s.target, note=s.note) for s in filing.history],
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in FILING.open_to(filing.state, held)],
            version=filing.version,
        )  # fmt: skip

    def receipt_view(self, filing: Filing) -> ReceiptView:
        rules = self.item_rules_of(filing)
        return ReceiptView(
            receipt=filing.receipt, item=filing.item, name=rules.name, department=filing.department, state=filing.state,
            missing=missing_of(filing, rules.papers), filed_at=filing.filed_at, due_at=filing.due_at,
            decided_at=filing.decided_at,
        )  # fmt: skip

    def item_rules_of(self, filing: Filing) -> ItemFields:
        """The item as it was when the filing was begun."""
        return self.item_edition(filing.item, filing.edition)

    def filed_by(self, account: str, person: str | None) -> list[dict[str, Any]]:
        """What there is of somebody among the applications, the newest first."""
        found = Filing.objects(__raw__=_of(account, person)).order_by("-id").limit(TOLD)
        return [
            {
                "receipt": filing.receipt, "item": filing.item, "state": filing.state, "drafted_at": filing.drafted_at,
                "form": self.filing_contents(filing)[0], "papers": [photo for paper in filing.papers for photo in paper.photos],
                "stars": filing.stars, "comment": filing.comment,
            }
            for filing in found
        ]  # fmt: skip

    def forget_filer(self, account: str, person: str) -> None:
        """The figures stay. Form, papers and names go; what is undecided is withdrawn, since nobody is there to answer."""
        for filing in Filing.objects(__raw__=_of(account, person)):
            filing.sealed, filing.papers, filing.comment, filing.person = None, [], None, None
            filing.filer = NOBODY if filing.filer == account else filing.filer
            for step in filing.history:
                step.by, step.note = NOBODY if step.by == account else step.by, None
            filing.asked = []
            if filing.state in OPEN:
                filing.state = FilingState.WITHDRAWN
                filing.decision = FilingState.WITHDRAWN if filing.filed_at else None
            self.save(filing)


def missing_of(filing: Filing, rules: Sequence[PaperRule]) -> list[str]:
    """Papers that are wanted before the decision, and those asked for again, that are not there."""
    if filing.state not in OPEN:
        return []
    missing = missing_papers(rules, (each.paper for each in filing.papers), deciding=True)
    return missing + [paper for paper in filing.asked if paper not in missing]


def _of(account: str, person: str | None) -> dict[str, Any]:
    return {"$or": [{"filer": account}, *([{"person": person}] if person else [])]}
