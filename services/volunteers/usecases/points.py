"""Saying what deeds earn, awarding points, and letting old ones end."""

import logging
from typing import Any

from services.volunteers.domain.points import (
    by_year,
    expired_points,
    expires_at,
    last_expired_year,
    month_bounds,
    month_of,
    points_for,
    refuse_over_budget,
    refuse_over_cap,
    rule_in_force,
)
from services.volunteers.usecases.register import is_same_person
from shared.contracts.actor import OFFICE, STAFF, Actor
from shared.contracts.ledger import Statement
from shared.contracts.volunteers.points import (
    AWARD_TAKEN_BACK,
    BUDGET_SPENT,
    DEED_AWARDED,
    EARNING_CAP,
    HAZARD_SNAPSHOT,
    HOLDER_FORGOTTEN,
    NEEDS_APPRAISAL,
    NO_POINTS,
    NO_RULE,
    OWN_POINTS,
    AwardPage,
    AwardPoints,
    AwardView,
    EarningRules,
    EarningRuleView,
    Expiring,
    GetMyPointsStatement,
    GetPointsBudget,
    ListAwards,
    ListEarningRules,
    ListRuleVersions,
    PointsAwarded,
    PointsBudgetView,
    PointsTakenBack,
    PointsView,
    RuleVersions,
    SetEarningRule,
    SetPointsBudget,
    ShowMyPoints,
    TakeBackAward,
)
from shared.kernel.errors import NOT_FOUND, OUTSIDE_AREA, Refusal
from shared.kernel.paging import decode_cursor, encode_cursor

log = logging.getLogger(__name__)
UNREWARDED = (NO_RULE, NEEDS_APPRAISAL, EARNING_CAP, BUDGET_SPENT, OWN_POINTS)
"""Why a confirmed hazard earns nothing."""


def set_earning_rule(store: Any, actor: Actor, command: SetEarningRule) -> EarningRuleView:
    refuse_outside(actor, command.area)
    store.open_points()
    return store.rule_view(store.add_rule_edition(command.area, command.kind, command, actor.account))


def list_earning_rules(store: Any, _actor: Actor, command: ListEarningRules) -> EarningRules:
    rules = [rule for rule in store.current_rules(command.area).values() if rule.active]
    rules.sort(key=lambda rule: (-len(rule.area), rule.kind))
    return EarningRules(items=[store.rule_view(rule) for rule in rules])


def list_rule_versions(store: Any, _actor: Actor, command: ListRuleVersions) -> RuleVersions:
    before = decode_cursor(command.cursor, int)[0] if command.cursor is not None else None
    found = store.rule_editions(command.area, command.kind, before, command.limit + 1)
    shown = found[: command.limit]
    return RuleVersions(
        items=[store.rule_view(rule) for rule in shown],
        next=encode_cursor(shown[-1].edition) if len(found) > command.limit else None,
    )


def set_points_budget(store: Any, actor: Actor, command: SetPointsBudget) -> PointsBudgetView:
    refuse_outside(actor, command.area)
    return store.budget_view(store.put_budget(command.area, command.month, command.points))


def get_points_budget(store: Any, actor: Actor, command: GetPointsBudget) -> PointsBudgetView:
    refuse_outside(actor, command.area)
    budget = store.find_budget(command.area, command.month)
    if budget is None:
        raise NOT_FOUND("/month", what="budget")
    return store.budget_view(budget)


def award_points(store: Any, actor: Actor, command: AwardPoints) -> AwardView:
    refuse_outside(actor, command.area)
    rule = find_rule(store, command.area, command.kind)
    points = points_for(command.kind, rule.measure, rule.points, command.times)
    deed = command.model_dump() | {"points": points}
    return store.award_view(give(store, actor, rule, deed))


def give(store: Any, actor: Actor, rule: Any, deed: dict[str, Any]) -> Any:
    """The award for a deed (account, area, kind, deed, times, points), once; within caps and budgets."""
    account, area, kind, points = deed["account"], deed["area"], deed["kind"], deed["points"]
    refuse_own(store, actor, account, "/account")
    key = store.award_key(kind, deed["deed"], account)
    if first := store.find_award(key):
        if (first.account, first.area, first.times) != (account, area, deed["times"]):
            raise DEED_AWARDED("/deed")
        return first
    refuse_over_cap(points, store.earned(account, kind), {"day": rule.daily_cap, "month": rule.monthly_cap})
    month = month_of(store.now)
    for budget in store.budgets_over(area, month):
        refuse_over_budget(points, budget.awarded, budget.points, budget.area, month)
        budget.awarded += points
        store.save(budget)
    award = store.issue(deed | {"key": key}, rule, actor.account)
    news = PointsAwarded(area=area, kind=kind, points=points)
    store.announce(news, subject=award.id, version=award.version, area=area)
    return award


def thank_for_hazard(store: Any, delivered: Any) -> None:
    """Reaction: a hazard was confirmed. Points for the first report of it, once; nothing where rules, caps or a budget say
    so, where who reported it has confirmed it, or is forgotten by now."""
    news = delivered.data
    deed = f"ticket:{news.report}"
    if store.is_awarded(HAZARD_SNAPSHOT, deed) or store.is_forgotten(news.account):
        return
    command = AwardPoints(account=news.account, area=news.area, kind=HAZARD_SNAPSHOT, deed=deed, times=1)
    confirmer = Actor(account=news.confirmed_by, roles=STAFF, areas=(news.area,))
    try:
        award_points(store, confirmer, command)
    except Refusal as refusal:
        if refusal.reason not in UNREWARDED:
            raise
        log.info("a confirmed hazard earns nothing in %s: %s", news.area, refusal.reason.code)


def take_back_award(store: Any, actor: Actor, command: TakeBackAward) -> AwardView:
    """By the office of its area, never for oneself; what was spent since cannot be taken."""
    award = store.get_award(command.award_id)
    if not actor.covers(award.area):
        raise NOT_FOUND("/award_id", what="award")
    store.refuse_stale(award.version)
    if award.taken_back is not None:
        raise AWARD_TAKEN_BACK("/award_id")
    if award.account is None:
        raise HOLDER_FORGOTTEN("/award_id")
    refuse_own(store, actor, award.account, "/award_id")
    store.take_back(award, command.reason, actor.account)
    news = PointsTakenBack(area=award.area, kind=award.kind, points=award.points)
    store.announce(news, subject=award.id, version=award.version, area=award.area)
    return store.award_view(award)


def refuse_own(store: Any, actor: Actor, account: str, pointer: str) -> None:
    """Nobody decides on their own points, under whichever of their accounts."""
    if is_same_person(store, actor, account):
        raise OWN_POINTS(pointer)


def find_rule(store: Any, area: str, kind: str) -> Any:
    rules = store.current_rules(area, kind)
    return rules[rule_in_force(kind, ((rule.area, rule.active) for rule in rules.values())), kind]


def list_awards(store: Any, actor: Actor, command: ListAwards) -> AwardPage:
    refuse_outside(actor, command.area)
    before = decode_cursor(command.cursor, str)[0] if command.cursor is not None else None
    found = store.find_awards(command.area, before, command.limit + 1)
    shown = found[: command.limit]
    named = actor.has(*OFFICE)
    return AwardPage(
        items=[store.award_view(award, named) for award in shown],
        next=encode_cursor(shown[-1].id) if len(found) > command.limit else None,
    )


def show_my_points(store: Any, actor: Actor, _command: ShowMyPoints) -> PointsView:
    purse = store.find_purse(actor.account)
    if purse is None:
        return PointsView(balance=0, held=0, available=0, expiring=[])
    have = store.points_in(purse.id)
    left = by_year(have.available, {lot.year: lot.issued for lot in store.points_years(purse.id)})
    return PointsView(
        balance=have.balance, held=have.held, available=have.available,
        expiring=[Expiring(points=points, at=expires_at(year)) for year, points in left.items()],
    )  # fmt: skip


def get_my_points_statement(store: Any, actor: Actor, command: GetMyPointsStatement) -> Statement:
    since, until = month_bounds(command.month, store.now)
    purse = store.find_purse(actor.account)
    if purse is None:
        raise NO_POINTS()
    return store.points_statement(purse.id, since, until)


def expire_old(store: Any, purse: str) -> None:
    """Takes what was issued too long ago and is neither spent nor held; what is held becomes due when it is given back."""
    lots = store.points_years(purse)
    last = last_expired_year(store.now)
    due = sorted((lot for lot in lots if lot.year <= last and not lot.settled), key=lambda lot: lot.year)
    if not due:
        return
    have = store.points_in(purse)
    old = expired_points(have.available, {lot.year: lot.issued for lot in lots}, last)
    if old:
        store.expire_points(due[-1], old)
    for lot in due:
        lot.settled = True
        store.save(lot)


def refuse_outside(actor: Actor, area: str) -> None:
    if not actor.covers(area):
        raise OUTSIDE_AREA("/area")
