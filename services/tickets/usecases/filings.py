"""Applications: begin, fill in, file, take back, follow, rate."""

from typing import Any

from services.tickets.domain.filing import (
    FILING,
    REVIEWER,
    after_pause,
    capacities,
    missing_papers,
    promised,
    refuse_elsewhere,
    refuse_unknown_paper,
    refuse_wrong_filer,
)
from services.tickets.usecases.pages import beyond, following
from shared.contracts.actor import OFFICE, Actor
from shared.contracts.tickets.filing_figures import FilingFiguresView, ShowFilingFigures
from shared.contracts.tickets.filings import (
    ALREADY_HANDED_IN,
    ITEM_ENDED,
    PAPERS_MISSING,
    UNKNOWN_AREA,
    DraftFiling,
    FilingFiled,
    FilingNews,
    FilingPage,
    FilingState,
    FilingView,
    FillIn,
    FollowFiling,
    GetFiling,
    ListFilings,
    PutPaper,
    RateFiling,
    ReceiptView,
    SubmitFiling,
    SupplyPapers,
    WithdrawFiling,
)
from shared.contracts.tickets.forms import FORM_MISFIT
from shared.contracts.tickets.intake import NO_SUCH_PHOTO
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA
from shared.kernel.field_schemas import refuse_misfits


def draft_filing(store: Any, actor: Actor, command: DraftFiling) -> FilingView:
    item = store.find_item(command.item)
    if item is None:
        raise NOT_FOUND("/item", what="item")
    if item.ended:
        raise ITEM_ENDED("/item", item=command.item)
    rules = store.item_edition(item.code, item.edition)
    refuse_wrong_filer(actor, command, rules.delegable)
    refuse_elsewhere(command, rules.places, item.area, offered_at(store, command))
    if not store.knows_area(command.area):
        raise UNKNOWN_AREA("/area", area=command.area)
    refuse_misfits(rules.form, command.form, "/form", FORM_MISFIT, complete=False)
    filing = store.new_filing(
        command.form, command.on_behalf, state=FILING.initial, item=item.code, edition=item.edition,
        department=item.department, area=command.area, place=command.place, platform=command.platform,
        filer=actor.account, person=command.on_behalf.person if command.on_behalf else actor.person,
    )  # fmt: skip
    store.record_step(filing, "draft", actor, FilingState.DRAFT)
    for place, handed in enumerate(command.papers):
        refuse_unknown_paper(rules.papers, handed.paper, f"/papers/{place}/paper")
        if handed.paper in {each.paper for each in filing.papers}:
            raise ALREADY_HANDED_IN(f"/papers/{place}/paper", paper=handed.paper)
        take_paper(store, actor, filing, handed.paper, handed.photos, f"/papers/{place}/photos")
    if command.submit:
        submit(store, actor, filing)
    store.save(filing)
    if command.submit:
        announce(store, filing, FilingFiled)
    return store.filing_view(filing, actor)


def fill_in(store: Any, actor: Actor, command: FillIn) -> FilingView:
    filing, _ = decide(store, actor, command.filing_id, "fill_in")
    form, complete = store.item_rules_of(filing).form, filing.state != FilingState.DRAFT
    refuse_misfits(form, command.form, "/form", FORM_MISFIT, complete=complete)
    _, on_behalf = store.filing_contents(filing)
    store.write_filing_contents(filing, command.form, on_behalf)
    store.save(filing)
    return store.filing_view(filing, actor)


def put_paper(store: Any, actor: Actor, command: PutPaper) -> FilingView:
    filing, _ = decide(store, actor, command.filing_id, "put_paper")
    refuse_unknown_paper(store.item_rules_of(filing).papers, command.paper, "/paper")
    take_paper(store, actor, filing, command.paper, command.photos, "/photos")
    store.save(filing)
    return store.filing_view(filing, actor)


def submit_filing(store: Any, actor: Actor, command: SubmitFiling) -> FilingView:
    filing, _ = decide(store, actor, command.filing_id, "submit")
    submit(store, actor, filing)
    store.save(filing)
    announce(store, filing, FilingFiled)
    return store.filing_view(filing, actor)


def supply_papers(store: Any, actor: Actor, command: SupplyPapers) -> FilingView:
    """The papers that were asked for are there again."""
    filing, target = decide(store, actor, command.filing_id, "supply")
    if filing.asked:
        raise PAPERS_MISSING("/papers", papers=list(filing.asked))
    filing.due_at = after_pause(filing.due_at, filing.asked_at, store.now)
    filing.asked_at = None
    store.record_step(filing, "supply", actor, target)
    store.save(filing)
    return store.filing_view(filing, actor)


def rate_filing(store: Any, actor: Actor, command: RateFiling) -> FilingView:
    filing, target = decide(store, actor, command.filing_id, "rate")
    filing.stars, filing.comment = command.stars, command.comment
    store.record_step(filing, "rate", actor, target)
    store.save(filing)
    return store.filing_view(filing, actor)


def withdraw_filing(store: Any, actor: Actor, command: WithdrawFiling) -> FilingView:
    filing, target = decide(store, actor, command.filing_id, "withdraw")
    if filing.filed_at is not None:
        filing.decision = FilingState.WITHDRAWN
    store.record_step(filing, "withdraw", actor, target)
    store.save(filing)
    return store.filing_view(filing, actor)


def get_filing(store: Any, actor: Actor, command: GetFiling) -> FilingView:
    return store.filing_view(visible(store, actor, command.filing_id), actor, contents=True)


def list_filings(store: Any, actor: Actor, command: ListFilings) -> FilingPage:
    office = actor.has(*OFFICE)
    if office and command.area is not None and not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    areas = (command.area,) if command.area else actor.areas
    found = store.find_filings(
        areas=areas if office else None, filer=actor.account, person=actor.person, state=command.state,
        item=command.item, overdue=command.overdue, before=beyond(command.cursor), limit=command.limit + 1,
    )  # fmt: skip
    shown = [store.filing_view(filing, actor) for filing in found[: command.limit]]
    return FilingPage(items=shown, next=following(found, command.limit))


def follow_filing(store: Any, _actor: Actor, command: FollowFiling) -> ReceiptView:
    filing = store.filing_with(command.receipt)
    if filing is None:
        raise NOT_FOUND("/receipt", what="filing")
    return store.receipt_view(filing)


def show_filing_figures(store: Any, actor: Actor, command: ShowFilingFigures) -> FilingFiguresView:
    if not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    return store.filing_figures(command.area, command.since, command.until, command.department, command.item)


def submit(store: Any, actor: Actor, filing: Any) -> None:
    rules = store.item_rules_of(filing)
    refuse_misfits(rules.form, store.filing_contents(filing)[0], "/form", FORM_MISFIT)
    missing = missing_papers(rules.papers, (each.paper for each in filing.papers), deciding=False)
    if missing:
        raise PAPERS_MISSING("/papers", papers=missing)
    store.mark_filed(filing, promised(store.now, rules.working_days))
    store.record_step(filing, "submit", actor, FilingState.FILED)


def take_paper(store: Any, actor: Actor, filing: Any, paper: str, photos: list[str], pointer: str) -> None:
    stranger = store.keep_photos(photos, actor.account)
    if stranger is not None:
        raise NO_SUCH_PHOTO(f"{pointer}/{photos.index(stranger)}", photo=stranger)
    store.show_photos(photos, actor.account, [filing.area])
    store.hand_paper_in(filing, paper, photos)
    filing.asked = [each for each in filing.asked if each != paper]


def offered_at(store: Any, command: DraftFiling) -> bool | None:
    """Whether the platform named offers the item in that area; None when none is named."""
    if command.platform is None:
        return None
    platform = store.find_platform(command.platform)
    return platform is not None and platform.area == command.area and command.item in platform.items


def visible(store: Any, actor: Actor, filing_id: str) -> Any:
    """The filing, for those who have to do with it; for others there is none. Drafts are not for reviewers."""
    filing = store.get_filing(filing_id)
    held = capacities(actor, filing.filer, filing.person, filing.area)
    if not held or (held == {REVIEWER} and filing.state == FilingState.DRAFT):
        raise NOT_FOUND("/filing_id", what="filing")
    return filing


def decide(store: Any, actor: Actor, filing_id: str, action: str) -> tuple[Any, FilingState]:
    filing = visible(store, actor, filing_id)
    held = capacities(actor, filing.filer, filing.person, filing.area)
    return filing, FilingState(FILING.decide(filing.state, action, held).target)


def announce(store: Any, filing: Any, event: type[FilingNews], **more: Any) -> None:
    news = event(
        filing=filing.id, item=filing.item, department=filing.department, area=filing.area, place=filing.place,
        platform=filing.platform, state=filing.state, **more,
    )  # fmt: skip
    store.announce(news, subject=filing.id, version=filing.version, area=filing.area)
