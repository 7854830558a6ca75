"""Finding and keeping rules, budgets and awards."""

from typing import Any

from services.volunteers.documents.points import Award, EarningRule, PointsBudget
from services.volunteers.domain.points import above, day_of, month_of
from services.volunteers.store.purses import PurseStore, award_entry
from shared.contracts.volunteers.points import (
    HAZARD_SNAPSHOT,
    AwardView,
    EarningRuleView,
    EarningTerms,
    PointsBudgetView,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import blind

TERMS = tuple(EarningTerms.model_fields)


class PointsStore(PurseStore):
    documents = (EarningRule, PointsBudget, Award)

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
        budget.points, budget.awarded = points, self.awarded_in(area, month)
        self.save(budget)
        return budget

    def find_budget(self, area: str, month: str) -> PointsBudget | None:
        return PointsBudget.objects(id=f"{area}:{month}").first()

    def budgets_over(self, area: str, month: str) -> list[PointsBudget]:
        return list(PointsBudget.objects(id__in=[f"{each}:{month}" for each in above(area)]))

    def awarded_in(self, area: str, month: str) -> int:
        return int(Award.objects(within=area, month=month, taken_back=None).sum("points"))

    def earned(self, account: str, kind: str) -> dict[str, int]:
        """Points of today and of this month."""
        mine = Award.objects(account=account, kind=kind, month=month_of(self.now), taken_back=None)
        return {"day": int(mine.filter(day=day_of(self.now)).sum("points")), "month": int(mine.sum("points"))}

    def award_key(self, kind: str, deed: str, account: str) -> str:
        """One per deed and person, which names nobody; and one per hazard, whoever has pointed it out."""
        one = f"award:{kind}:{deed}"
        return one if kind == HAZARD_SNAPSHOT else f"{one}:{blind(account, 'award')}"

    def find_award(self, key: str) -> Award | None:
        return Award.objects(key=key).first()

    def is_awarded(self, kind: str, deed: str) -> bool:
        """Whether anybody has points for this deed."""
        return Award.objects(kind=kind, deed=deed).first() is not None

    def issue(self, award: dict[str, Any], rule: EarningRule, by: str) -> Award:
        """Keeps the award, and puts its points in the purse."""
        issued = Award(
            id=self.new_id(), **award, within=above(award["area"]), rule=rule.id, edition=rule.edition, by=by,
            at=self.now, day=day_of(self.now), month=month_of(self.now),
        )  # fmt: skip
        self.put_in(self.open_purse(issued.account), issued.points, award_entry(issued.id), issued.kind)
        self.save(issued)
        return issued

    def get_award(self, award_id: str) -> Award:
        award = Award.objects(id=award_id).first()
        if award is None:
            raise NOT_FOUND("/award_id", what="award")
        return award

    def take_back(self, award: Award, reason: str, by: str) -> None:
        """Its points leave the purse, and the deed may be awarded again."""
        self.take_out(self.find_purse(award.account), award.points, award_entry(award.id), award.at)
        for budget in self.budgets_over(award.area, award.month):
            budget.awarded -= award.points
            self.save(budget)
        award.key, award.taken_back, award.taken_back_by = f"{award.key}:{award.id}", reason, by
        self.save(award)

    def find_awards(self, area: str, before: str | None, limit: int) -> list[Award]:
        query = {"within": area} | ({"id__lt": before} if before is not None else {})
        return list(Award.objects(**query).order_by("-id").limit(limit))

    def forget_awards(self, account: str) -> None:
        """What was awarded stays in the figures, and is nobody's."""
        Award._get_collection().update_many({"account": account}, {"$unset": {"account": ""}, "$inc": {"version": 1}})

    def rule_view(self, rule: EarningRule) -> EarningRuleView:
        terms = {name: getattr(rule, name) for name in TERMS}
        return EarningRuleView(
            id=rule.id, area=rule.area, kind=rule.kind, edition=rule.edition, since=rule.since, **terms
        )

    def budget_view(self, budget: PointsBudget) -> PointsBudgetView:
        return PointsBudgetView(
            area=budget.area, month=budget.month, points=budget.points, version=budget.version,
            awarded=budget.awarded,
        )  # fmt: skip

    def award_view(self, award: Award, named: bool = True) -> AwardView:
        """`named`: with whose it is."""
        return AwardView(
            id=award.id, account=award.account if named else None, area=award.area, kind=award.kind, deed=award.deed, times=award.times,
            points=award.points, rule=award.rule, edition=award.edition, at=award.at,
            taken_back=award.taken_back, version=award.version,
        )  # fmt: skip
