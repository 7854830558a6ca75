"""Matching needs with resources."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from services.volunteers.domain.assigning import Plan
from services.volunteers.domain.fitting import FITS, MISFITS, Offered, Offers, Wanted, fit
from services.volunteers.usecases.projects import tell
from services.volunteers.usecases.resources import given_by
from shared.contracts.actor import Actor
from shared.contracts.volunteers.matching import (
    DOES_NOT_FIT,
    NO_WEIGHT,
    NOT_THAT_MANY,
    Candidate,
    ClaimNeed,
    ExplainNeed,
    Explanation,
    GetWeights,
    MatchingView,
    MatchNeeds,
    ScoreParts,
    SetWeights,
    Weights,
    WeightsView,
)
from shared.contracts.volunteers.needs import OVER_ALREADY, Misfit, NeedState, NeedUnmet
from shared.contracts.volunteers.projects import ProjectView
from shared.kernel.errors import CONFLICT, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA

MOST_PIECES = 2000
MOST_RESOURCES = 5000


@dataclass(frozen=True)
class Problem:
    """What there was to match, with the versions that it was read at. `left_out`: needs for which there was no room."""

    needs: tuple[Wanted, ...]
    resources: tuple[Offered, ...]
    weights: Weights
    versions: dict[str, int]
    left_out: int


def get_weights(store: Any, _actor: Actor, _command: GetWeights) -> WeightsView:
    return store.weights_view(store.weights())


def set_weights(store: Any, _actor: Actor, command: SetWeights) -> WeightsView:
    if not any((command.skill, command.distance, command.time, command.record, command.fairness)):
        raise NO_WEIGHT()
    return store.weights_view(store.set_weights(command))


def explain_need(store: Any, actor: Actor, command: ExplainNeed) -> Explanation:
    """Of those that do not fit, the ones come first that got furthest."""
    need = store.get_need(command.need_id)
    if not actor.covers(need.area):
        raise NOT_FOUND("/need_id", what="need")
    resources = store.find_givers(need.area, {need.kind}, MOST_RESOURCES)
    if not resources:
        return Explanation(need=need.id, candidates=[], reason=Misfit.NOT_QUALIFIED)
    weights = store.weights_view(store.weights())
    found = fit([store.wanted(need)], Offers([store.offered(each) for each in resources]), weights)
    stage, score = found.stage[0].astype(int), found.score[0]
    spent = [each.left == 0 for each in resources]
    order = sorted(range(len(resources)), key=lambda n: (-stage[n], spent[n], -score[n], resources[n].id))
    best = order[0]
    return Explanation(
        need=need.id,
        candidates=[
            Candidate(
                resource=resources[n].id, unit=resources[n].unit, score=int(score[n]),
                parts=ScoreParts(**{name: int(part[0, n]) for name, part in found.parts.items()}),
                misfit=None if stage[n] == FITS and not spent[n] else MISFITS[stage[n]],
            )
            for n in order[: command.limit]
        ],
        reason=None if stage[best] == FITS and not spent[best] else MISFITS[stage[best]],
    )  # fmt: skip


def gather(store: Any, actor: Actor, command: MatchNeeds) -> Problem:
    """What an area lacks, up to a number of pieces, and what could be given."""
    if not actor.covers(command.area):
        raise OUTSIDE_AREA("/area")
    needs, pieces = [], 0
    for need in store.find_wanting(command.area, MOST_PIECES):
        pieces += need.remaining
        if pieces > MOST_PIECES:
            break
        needs.append(need)
    resources = store.find_givers(command.area, {need.kind for need in needs}, MOST_RESOURCES)
    weights = store.weights_view(store.weights())
    return Problem(
        tuple(store.wanted(need) for need in needs),
        tuple(store.offered(each) for each in resources),
        weights,
        {each.id: each.version for each in (*needs, *resources)},
        store.count_wanting(command.area) - len(needs),
    )


def match_needs(store: Any, _actor: Actor, _command: MatchNeeds, *, problem: Problem, plan: Plan) -> MatchingView:
    """Writes the plan, unless something that it uses was changed after it was looked at."""
    used = {grant.need for grant in plan.grants} | plan.unmet.keys() | {grant.resource for grant in plan.grants}
    needs = store.find_needs_by_id(sorted(used & {need.id for need in problem.needs}))
    resources = store.find_resources_by_id(sorted({grant.resource for grant in plan.grants}))
    if {each.id: each.version for each in (*needs.values(), *resources.values())} != {
        each: problem.versions[each] for each in used
    }:
        raise CONFLICT()
    projects = []
    for grant in plan.grants:
        need, resource = needs[grant.need], resources[grant.resource]
        projects.append(store.new_project(need, resource, grant.quantity, grant.score, claimed=False))
        store.take_from_need(need, grant.quantity)
        store.take_from_resource(resource, grant.quantity)
    changed = {grant.need for grant in plan.grants}
    for need_id, reason in plan.unmet.items():
        need = needs[need_id]
        if need.state is not NeedState.RECRUITING or need.reason is not reason:
            store.leave_unmet(need, reason)
            changed.add(need_id)
            news = NeedUnmet(area=need.area, kind=need.kind, skill=need.skill, remaining=need.remaining, reason=reason)
            store.announce(news, subject=need.id, version=need.version + 1, area=need.area)
    store.save_all([*(needs[each] for each in sorted(changed)), *resources.values()])
    if problem.left_out:
        store.mark_looked_at([need.id for need in problem.needs])
    store.add_projects(projects)
    for project in projects:
        tell(store, project)
    return MatchingView(
        needs=len(problem.needs), resources=len(problem.resources), projects=len(projects),
        pieces=sum(grant.quantity for grant in plan.grants), total=plan.total,
        unmet=dict(sorted(Counter(plan.unmet.values()).items())), left_out=problem.left_out,
    )  # fmt: skip


def claim_need(store: Any, actor: Actor, command: ClaimNeed) -> ProjectView:
    resource = given_by(store, actor, command.resource_id)
    need = store.get_need(command.need_id)
    if need.state not in (NeedState.OPEN, NeedState.RECRUITING):
        raise NOT_ALLOWED_NOW(action="claim_need", state=need.state, allowed=[])
    if need.ends_at is not None and need.ends_at <= store.now:
        raise OVER_ALREADY("/need_id")
    if resource.withdrawn or resource.by_booking:
        raise DOES_NOT_FIT("/resource_id", reason="withdrawn" if resource.withdrawn else "by_booking")
    found = fit([store.wanted(need)], Offers([store.offered(resource)]), store.weights_view(store.weights()))
    if found.stage[0, 0] != FITS:
        raise DOES_NOT_FIT("/resource_id", reason=MISFITS[found.stage[0, 0]])
    most = need.remaining if resource.left is None else min(need.remaining, resource.left)
    if command.quantity > most:
        raise NOT_THAT_MANY("/quantity", most=most)
    project = store.new_project(need, resource, command.quantity, int(found.score[0, 0]), claimed=True)
    store.take_from_need(need, command.quantity)
    store.take_from_resource(resource, command.quantity)
    store.save_all([need, resource])
    store.add_projects([project])
    tell(store, project)
    return store.project_view(project)
