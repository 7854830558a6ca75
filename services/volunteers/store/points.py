"""Finding and keeping rules, budgets and awards, and posting points to the book."""

from typing import Any

from services.volunteers.documents.points import Award, EarningRule, PointsBudget, PointsYear
from services.volunteers.domain.points import above, day_of, last_expired_year, month_of, year_of
from shared.contracts.ledger import Unit, move
from shared.contracts.volunteers.points import AwardView, EarningRuleView, EarningTerms, PointsBudgetView
from shared.ledger.book import Book
from shared.storage.sealing import blind
from shared.storage.work import Work

ISSUED = "points:issued"
EXPIRED = "points:expired"
LANES = 16
TERMS = tuple(EarningTerms.model_fields)


def purse(account: str) -> str:
    """The account in the book that holds somebody's points."""
    return f"points:of:{account}"


class PointsStore(Work):
    documents = (EarningRule, PointsBudget, Award, PointsYear)
    book: Book

    def open_points(self) -> None:
        """Where points come from and where they end."""
        for name in (ISSUED, EXPIRED):
            self.book.open_account(name, Unit.POINT, floor=None, lanes=LANES)

    def open_purse(self, account: str) -> str:
        self.book.open_account(purse(account), Unit.POINT)
        return purse(account)

    def points_of(self, account: str) -> Any:
        """Balance, held and available of a purse; None where there never was one."""
        known = PointsYear.objects(account=account).first() is not None
        return self.book.balance(purse(account)) if known else None

    def points_statement(self, account: str, since: Any, until: Any) -> Any:
        return self.book.statement(purse(account), since, until)

    def add_rule_edition(self, area: str, kind: str, terms: Any, by: str) -> EarningRule:
        last = EarningRule.objects(area=area, kind=kind).order_by("-edition").first()
        rule = EarningRule(
            id=self.new_id(), area=area, kind=kind, edition=last.edition + 1 if last else 1, by=by, since=self.now,
            **{name: getattr(terms, name) for name in TERMS},
        )  # fmt: skip
        self.save(rule)
        return rule

    def current_rules(self, area: str, kind: str | None = None) -> dict[tuple[str, str], EarningRule]:
        """The highest edition per area and kind, of the area and those above it."""
        query = {"area__in": above(area)} | ({"kind": kind} if kind else {})
        return {(rule.area, rule.kind): rule for rule in EarningRule.objects(**query).order_by("edition")}

    def rule_editions(self, area: str, kind: str, before: int | None, limit: int) -> list[EarningRule]:
        query = {"area": area, "kind": kind} | ({"edition__lt": before} if before is not None else {})
        return list(EarningRule.objects(**query).order_by("-edition").limit(limit))

    def put_budget(self, area: str, month: str, points: int) -> PointsBudget:
        budget = self.find_budget(area, month)
        if budget is None:
            budget = PointsBudget(id=f"{area}:{month}", area=area, month=month)
        else:
            self.refuse_stale(budget.version)
        budget.points = points
        self.save(budget)
        return budget

    def find_budget(self, area: str, month: str) -> PointsBudget | None:
        return PointsBudget.objects(id=f"{area}:{month}").first()

    def budgets_over(self, area: str, month: str) -> list[PointsBudget]:
        return list(PointsBudget.objects(id__in=[f"{each}:{month}" for each in above(area)]))

    def awarded_in(self, area: str, month: str) -> int:
        return int(Award.objects(within=area, month=month).sum("points"))

    def earned(self, account: str, kind: str) -> dict[str, int]:
        """Points of today and of this month."""
        mine = Award.objects(account=account, kind=kind, month=month_of(self.now))
        return {"day": int(mine.filter(day=day_of(self.now)).sum("points")), "month": int(mine.sum("points"))}

    def award_key(self, kind: str, deed: str, account: str) -> str:
        """One per deed and person; it still stands, and names nobody, when the person is forgotten."""
        return f"award:{kind}:{deed}:{blind(account, 'award')}"

    def find_award(self, key: str) -> Award | None:
        return Award.objects(key=key).first()

    def is_awarded(self, kind: str, deed: str) -> bool:
        """Whether anybody has points for this deed."""
        return Award.objects(kind=kind, deed=deed).first() is not None

    def issue(self, award: dict[str, Any], rule: EarningRule, by: str) -> Award:
        """Keeps the award, posts it, and counts it to this year."""
        issued = Award(
            id=self.new_id(), **award, within=above(award["area"]), rule=rule.id, edition=rule.edition, by=by,
            at=self.now, day=day_of(self.now), month=month_of(self.now),
        )  # fmt: skip
        target = self.open_purse(issued.account)
        self.book.transfer(key=issued.key, legs=move(issued.points, ISSUED, target), reason=issued.kind)
        year = year_of(self.now)
        lot = PointsYear.objects(account=issued.account, year=year).first() or PointsYear(
            id=self.new_id(), account=issued.account, year=year, issued=0, settled=False, expiries=0
        )
        lot.issued += issued.points
        self.save(lot)
        self.save(issued)
        return issued

    def find_awards(self, area: str, before: str | None, limit: int) -> list[Award]:
        query = {"within": area} | ({"id__lt": before} if before is not None else {})
        return list(Award.objects(**query).order_by("-id").limit(limit))

    def points_years(self, account: str) -> list[PointsYear]:
        return list(PointsYear.objects(account=account))

    def look_at_points_again(self, account: str) -> None:
        """Something came back, of which some may be too old."""
        for lot in PointsYear.objects(account=account, settled=True):
            lot.settled = False
            self.save(lot)

    def accounts_with_old_points(self, limit: int = 200) -> list[str]:
        due = PointsYear.objects(settled=False, year__lte=last_expired_year(self.now))
        return sorted({lot.account for lot in due.limit(limit)})

    def expire_points(self, lot: PointsYear, points: int) -> None:
        lot.expiries += 1
        key = f"expire:{lot.account}:{lot.year}:{lot.expiries}"
        self.book.transfer(key=key, legs=move(points, purse(lot.account), EXPIRED), reason="expired")

    def empty_purse(self, account: str, reason: str) -> None:
        have = self.points_of(account)
        if have is not None and have.available:
            legs = move(have.available, purse(account), EXPIRED)
            self.book.transfer(key=f"{reason}:{account}", legs=legs, reason=reason)

    def forget_awards(self, account: str) -> None:
        """What was awarded stays in the figures, and is nobody's."""
        Award._get_collection().update_many({"account": account}, {"$unset": {"account": ""}, "$inc": {"version": 1}})
        PointsYear.objects(account=account).delete()

    def rule_view(self, rule: EarningRule) -> EarningRuleView:
        terms = {name: getattr(rule, name) for name in TERMS}
        return EarningRuleView(
            id=rule.id, area=rule.area, kind=rule.kind, edition=rule.edition, since=rule.since, **terms
        )

    def budget_view(self, budget: PointsBudget) -> PointsBudgetView:
        return PointsBudgetView(
            area=budget.area, month=budget.month, points=budget.points, version=budget.version,
            awarded=self.awarded_in(budget.area, budget.month),
        )  # fmt: skip

    def award_view(self, award: Award) -> AwardView:
        return AwardView(
            id=award.id, account=award.account, area=award.area, kind=award.kind, deed=award.deed, times=award.times,
            points=award.points, rule=award.rule, edition=award.edition, at=award.at, version=award.version,
        )  # fmt: skip
