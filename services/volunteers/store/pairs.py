"""Finding, keeping and showing pairs, their plans and the rules of areas."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.volunteers.documents.pairs import Pair, PairRule, PlanEdition
from services.volunteers.documents.people import Volunteer
from services.volunteers.documents.trainings import Attendance, Training
from services.volunteers.documents.wards import Ward
from services.volunteers.domain.areas import chain
from services.volunteers.domain.pair_gaps import Frequency, days_late
from services.volunteers.domain.pairing import GUARDIAN, MOST_ACTIVE, OPEN, PAIR, VOLUNTEER, is_for_child
from shared.contracts.volunteers.pairing import PairKind, PairState
from shared.contracts.volunteers.pairs import (
    PairPlan,
    PairPlanView,
    PairRuleView,
    PairView,
    ProposePair,
    SetPairRule,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

OF_A_PAIR = "volunteers pair"


class PairStore(Work):
    documents = (PairRule, PlanEdition, Pair)
    today: date

    def new_pair(self, command: ProposePair, volunteer: Volunteer, ward: Ward, by: str) -> Pair:
        return Pair(
            id=self.new_id(), kind=command.kind, state=PAIR.initial, area=ward.area, within=list(ward.within),
            volunteer=volunteer.id, account=volunteer.account, ward=ward.id, proposed_by=by,
        )  # fmt: skip

    def add_plan(self, pair: Pair, plan: PairPlan, by: str) -> PlanEdition:
        pair.edition += 1
        edition = PlanEdition(
            id=f"{pair.id}:{pair.edition}", pair=pair.id, edition=pair.edition, interval=plan.interval, rule=plan.rule,
            first=(plan.first or self.today).isoformat(), grace=plan.grace, what=list(plan.what), by=by, since=self.now,
        )  # fmt: skip
        self.save(edition)
        return edition

    def plan_of(self, pair: Pair) -> PlanEdition:
        return self.plans_of([pair])[pair.id]

    def plans_of(self, pairs: Iterable[Pair]) -> dict[str, PlanEdition]:
        """The plan that holds of each pair, by its id."""
        ids = [f"{pair.id}:{pair.edition}" for pair in pairs]
        return {plan.pair: plan for plan in PlanEdition.objects(id__in=ids)}

    def frequency_of(self, pair: Pair) -> Frequency:
        plan = self.plan_of(pair)
        return Frequency(plan.interval, plan.rule, date.fromisoformat(plan.first), plan.grace)

    def plan_editions(self, pair: Pair) -> list[PlanEdition]:
        return list(PlanEdition.objects(pair=pair.id).order_by("-edition").limit(100))

    def get_pair(self, pair_id: str) -> Pair:
        pair = Pair.objects(id=pair_id).first()
        if pair is None:
            raise NOT_FOUND("/pair_id", what="pair")
        return pair

    def find_open_pair(self, volunteer_id: str, ward_id: str) -> Pair | None:
        return Pair.objects(volunteer=volunteer_id, ward=ward_id, state__in=OPEN).first()

    def find_pairs(
        self, area: str, kind: PairKind | None, state: PairState | None, before: str | None, limit: int
    ) -> list[Pair]:
        wanted = {"within": area, "kind": kind, "state": state, "id__lt": before}
        found = Pair.objects(**{name: value for name, value in wanted.items() if value is not None})
        return list(found.order_by("-id").limit(limit))

    def find_pairs_of(self, account: str, wards: list[Ward], before: str | None, limit: int) -> list[Pair]:
        query: dict[str, Any] = {"$or": [{"account": account}, {"ward": {"$in": [ward.id for ward in wards]}}]}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Pair.objects(__raw__=query).order_by("-id").limit(limit))

    def wards_named(self, ids: Iterable[str]) -> dict[str, Ward]:
        return {ward.id: ward for ward in Ward.objects(id__in=list(ids))}

    def pairs_of_volunteer(self, volunteer_id: str) -> list[Pair]:
        return list(Pair.objects(volunteer=volunteer_id))

    def pairs_of_ward(self, ward_id: str) -> list[Pair]:
        return list(Pair.objects(ward=ward_id))

    def count_active(self, volunteer_id: str, kind: PairKind) -> int:
        return Pair.objects(volunteer=volunteer_id, kind=kind, state=PairState.ACTIVE).count()

    def count_seen_to(self, ward: Ward) -> None:
        ward.seen_to = Pair.objects(ward=ward.id, state=PairState.ACTIVE).count()
        self.save(ward)

    def seal_in_pair(self, text: str) -> str:
        return seal(text, OF_A_PAIR)

    def put_pair_rule(self, command: SetPairRule, by: str) -> PairRule:
        key = f"{command.area}:{command.kind}"
        rule = PairRule.objects(id=key).first()
        if rule is None:
            rule = PairRule(id=key, area=command.area, kind=command.kind)
        else:
            self.refuse_stale(rule.version)
        rule.most_active, rule.training, rule.set_by = command.most_active, command.training, by
        self.save(rule)
        return rule

    def pair_rule(self, area: str, kind: PairKind) -> PairRule:
        """That of the nearest area which has one."""
        rules = {rule.area: rule for rule in PairRule.objects(area__in=chain(area), kind=kind)}
        nearest = next((rules[each] for each in chain(area) if each in rules), None)
        return nearest or PairRule(area=area, kind=kind, most_active=MOST_ACTIVE)

    def knows_training(self, training_id: str) -> bool:
        return Training.objects(id=training_id).only("id").first() is not None

    def attended(self, training_id: str, volunteer_id: str) -> tuple[int, int]:
        """How many sessions a training has, and at how many of them a volunteer was."""
        sessions = len(Training.objects(id=training_id).first().sessions)
        keys = [f"{training_id}:{number + 1}:{volunteer_id}" for number in range(sessions)]
        return sessions, Attendance.objects(id__in=keys).count()

    def pair_view(self, pair: Pair, plan: PlanEdition, ward_name: str | None) -> PairView:
        since = date.fromisoformat(pair.late_since) if pair.late_since else None
        return PairView(
            id=pair.id, kind=pair.kind, state=pair.state, area=pair.area, volunteer_id=pair.volunteer, ward_id=pair.ward,
            ward_name=ward_name, plan=self.pair_plan_view(plan),
            volunteer_accepted=VOLUNTEER in pair.accepted,
            guardian_accepted=GUARDIAN in pair.accepted if is_for_child(pair.kind) else None,
            active_since=pair.active_since, reason=unseal(pair.reason, OF_A_PAIR) if pair.reason else None,
            last_visit=pair.last_visit, due=pair.due, late_days=days_late(self.today, since), version=pair.version,
        )  # fmt: skip

    def pair_plan_view(self, plan: PlanEdition) -> PairPlanView:
        return PairPlanView(
            edition=plan.edition, interval=plan.interval, rule=plan.rule, first=date.fromisoformat(plan.first),
            grace=plan.grace, what=list(plan.what), since=plan.since,
        )  # fmt: skip

    def pair_rule_view(self, rule: PairRule) -> PairRuleView:
        return PairRuleView(
            area=rule.area, kind=rule.kind, most_active=rule.most_active, training=rule.training, version=rule.version
        )
