"""Postings to groups, the published formula, growth indexes and honours."""

from typing import Any

from services.volunteers.domain.growth import RULE_EN, RULE_ZH, days_of, ranking, version_for
from services.volunteers.usecases.posts import before, found_id, onward, own_id, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.growth import (
    ANSWERS_OUTSIDE,
    FORMULA_ORDER,
    OWN_ANSWERS,
    PERIOD_CLOSED,
    PERIOD_OPEN,
    POSTED_ALREADY,
    POSTING_ENDED,
    RETROACTIVE,
    CloseGrowth,
    CountAnswers,
    EndPosting,
    FormulaList,
    FormulaView,
    GrowthPage,
    GrowthRow,
    Honoured,
    HonoursView,
    ListGrowth,
    ListPostings,
    PostingPage,
    PostingView,
    PostToGroup,
    PutFormula,
    ShowFormulas,
    ShowGrowth,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.kernel.paging import decode_cursor, encode_cursor


def post_to_group(store: Any, actor: Actor, command: PostToGroup) -> PostingView:
    refuse_outside(actor, command.area, "/area")
    volunteer = store.get_volunteer(command.volunteer_id)
    if not actor.covers(volunteer.area):
        raise NOT_FOUND("/volunteer_id", what="volunteer")
    if store.has_posting(active_volunteer=volunteer.id):
        raise POSTED_ALREADY("/volunteer_id", who="volunteer")
    if store.has_posting(active_group=command.group):
        raise POSTED_ALREADY("/group", who="group")
    return store.posting_view(store.add_posting(command.group, command.area, volunteer.id))


def end_posting(store: Any, actor: Actor, command: EndPosting) -> PostingView:
    posting = posting_of_area(store, actor, command.posting_id)
    if posting.ended_at is not None:
        raise POSTING_ENDED()
    store.end_posting(posting)
    return store.posting_view(posting)


def count_answers(store: Any, actor: Actor, command: CountAnswers) -> PostingView:
    posting = posting_of_area(store, actor, command.posting_id)
    if posting.volunteer == found_id(store, actor):
        raise OWN_ANSWERS()
    last = (posting.ended_at or store.now).astimezone(SHANGHAI).date()
    if not posting.posted_at.astimezone(SHANGHAI).date() <= command.day <= last:
        raise ANSWERS_OUTSIDE("/day")
    store.put_answers(posting, command.day, command.answers, actor.account)
    return store.posting_view(posting)


def list_postings(store: Any, actor: Actor, command: ListPostings) -> PostingPage:
    refuse_outside(actor, command.area, "/area")
    found = store.find_postings(command.area, before(command), command.limit + 1)
    shown = found[: command.limit]
    return PostingPage(items=[store.posting_view(each) for each in shown], next=onward(found, command.limit))


def put_formula(store: Any, actor: Actor, command: PutFormula) -> FormulaView:
    """Never for a period that has begun: what was reckoned by a formula stays as it was."""
    refuse_outside(actor, command.district, "/district")
    if command.since <= store.now.astimezone(SHANGHAI).date():
        raise RETROACTIVE("/since")
    newest = store.formulas(command.district)[-1]
    if newest.since is not None and command.since <= newest.since:
        raise FORMULA_ORDER("/since", since=newest.since.isoformat())
    return store.add_formula(command.district, newest.number + 1, command.since, command)


def show_formulas(store: Any, actor: Actor, command: ShowFormulas) -> FormulaList:
    return FormulaList(rule=RULE_ZH, rule_en=RULE_EN, items=store.formulas(command.district))


def show_my_growth(store: Any, actor: Actor, command: ShowGrowth) -> GrowthRow:
    me = own_id(store, actor)
    _, rows = reckon(store, command.area, command.period)
    for row in rows:
        if row.volunteer_id == me:
            return row
    raise NOT_FOUND(what="growth index")


def list_growth(store: Any, actor: Actor, command: ListGrowth) -> GrowthPage:
    refuse_outside(actor, command.area, "/area")
    begin = max(0, decode_cursor(command.cursor, int)[0]) if command.cursor is not None else 0
    formula, rows = reckon(store, command.area, command.period)
    end = begin + command.limit
    return GrowthPage(
        area=command.area, period=command.period, formula=formula, items=rows[begin:end],
        next=encode_cursor(end) if len(rows) > end else None,
    )  # fmt: skip


def close_growth(store: Any, actor: Actor, command: CloseGrowth) -> HonoursView:
    refuse_outside(actor, command.area, "/area")
    if store.now.astimezone(SHANGHAI).date() < days_of(command.period)[1]:
        raise PERIOD_OPEN("/period")
    if store.find_honours(command.area, command.period) is not None:
        raise PERIOD_CLOSED("/period")
    formula, rows = reckon(store, command.area, command.period)
    kept = store.add_honours(command.area, command.period, formula, rows)
    news = Honoured(area=command.area, period=command.period, honoured=len(kept.rows))
    store.announce(news, subject=kept.id, version=kept.version, area=command.area)
    return store.honours_view(kept)


def show_honours(store: Any, actor: Actor, command: ShowGrowth) -> HonoursView:
    kept = store.find_honours(command.area, command.period)
    if kept is None:
        raise NOT_FOUND(what="honours")
    return store.honours_view(kept)


def reckon(store: Any, area: str, period: str) -> tuple[int, list[GrowthRow]]:
    """The version of the formula that holds for the period, and the ranking by it, from what is on record."""
    first, after = days_of(period)
    formulas = store.formulas(area[:6])
    number = version_for(first, [(each.number, each.since) for each in formulas if each.since is not None])
    weights = next(each for each in formulas if each.number == number)
    return number, ranking(store.growth_facts(area, first, after), weights)


def posting_of_area(store: Any, actor: Actor, posting_id: str) -> Any:
    posting = store.get_posting(posting_id)
    if not actor.covers(posting.area):
        raise NOT_FOUND("/posting_id", what="posting")
    return posting
