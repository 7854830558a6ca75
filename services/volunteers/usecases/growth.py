"""Postings to groups, the published formula, growth indexes and honours."""

from typing import Any

from services.volunteers.domain.growth import RULE_EN, RULE_ZH, Facts, Gained, days_of, index, ranking, row_of
from services.volunteers.usecases.growth_standings import formula_for, keep_standings
from services.volunteers.usecases.posts import before, onward, own_id, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.residents import GroupAnswered, GroupDissolved, GroupMemberLeft, GroupVolunteerPosted
from shared.contracts.volunteers.growth import (
    FORMULA_ORDER,
    PERIOD_CLOSED,
    PERIOD_OPEN,
    RETROACTIVE,
    CloseGrowth,
    FormulaList,
    FormulaView,
    GrowthPage,
    GrowthRow,
    Honoured,
    HonoursView,
    ListGrowth,
    ListPostings,
    PostingFigures,
    PostingPage,
    PutFormula,
    ShowFormulas,
    ShowGrowth,
    ShowPostingFigures,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.kernel.paging import decode_cursor, encode_cursor


def begin_posting(store: Any, delivered: Any) -> None:
    """Reaction: a group has this volunteer now, and whoever it had before no more."""
    posted: GroupVolunteerPosted = delivered.data
    former = store.active_posting(posted.group)
    if former is not None and former.account == posted.account:
        return
    if former is not None:
        store.end_posting(former)
    if not store.is_forgotten(posted.account):
        store.add_posting(posted.group, posted.area, posted.account)


def end_posting(store: Any, delivered: Any) -> None:
    """Reaction: whoever looked after a group does so no more."""
    left: GroupMemberLeft = delivered.data
    posting = store.active_posting(left.group)
    if posting is not None and posting.account == left.account:
        store.end_posting(posting)


def end_posting_of_group(store: Any, delivered: Any) -> None:
    """Reaction: the group is no more."""
    dissolved: GroupDissolved = delivered.data
    posting = store.active_posting(dissolved.group)
    if posting is not None:
        store.end_posting(posting)


def count_answer(store: Any, delivered: Any) -> None:
    """Reaction: a posted volunteer has answered a matter. Who never enrolled as a volunteer has no index."""
    answered: GroupAnswered = delivered.data
    volunteer = store.find_volunteer_of(answered.account)
    if volunteer is not None:
        day = delivered.envelope.time.astimezone(SHANGHAI).date()
        answer = store.put_answer(answered.area, volunteer.id, answered.question, day)
        if answer is not None:
            keep_standings(store, [Gained(answer.within, day, volunteer.id, Facts(answers=1))])


def list_postings(store: Any, actor: Actor, command: ListPostings) -> PostingPage:
    refuse_outside(actor, command.area, "/area")
    found = store.find_postings(command.area, before(command), command.limit + 1)
    shown = found[: command.limit]
    known = store.volunteers_of([each.account for each in shown if each.account is not None])
    ids = [known[each.account].id if each.account in known else None for each in shown]
    views = [store.posting_view(each, volunteer_id) for each, volunteer_id in zip(shown, ids, strict=True)]
    return PostingPage(items=views, next=onward(found, command.limit))


def show_posting_figures(store: Any, actor: Actor, command: ShowPostingFigures) -> PostingFigures:
    refuse_outside(actor, command.area, "/area")
    return store.count_postings(command.area, command.period, *days_of(command.period))


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
    me, weights = own_id(store, actor), formula_for(store, command.area, command.period)
    facts = store.find_standing(command.area, command.period, me)
    mine = index(facts, weights)
    if mine == 0:
        raise NOT_FOUND(what="growth index")
    better, everybody = (store.count_above(command.area, command.period, above) for above in (mine, 0))
    return row_of(me, facts, weights, better, everybody)


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
    weights = formula_for(store, area, period)
    return weights.number, ranking(store.growth_facts(area, first, after), weights)
