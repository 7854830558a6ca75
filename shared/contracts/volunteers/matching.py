"""Matching: which resource meets which need, why, and why none does."""

from pydantic import Field

from shared.contracts.actor import OFFICE, STAFF, Role
from shared.contracts.model import AreaPath, Command, Count, Id, Value, Version, View
from shared.contracts.operation import GET, POST, PUT, Op
from shared.contracts.volunteers.needs import OVER_ALREADY, UNITS, Misfit, NeedAction, NeedUnmet
from shared.contracts.volunteers.projects import ProjectMoved, ProjectView
from shared.kernel.errors import (
    CONFLICT,
    DEADLINE,
    NOT_ALLOWED_NOW,
    NOT_FOUND,
    OUTSIDE_AREA,
    STALE_VERSION,
    ErrorCode,
)


class Weights(Value):
    """How much each part of a score counts; the score is their mean by these weights, out of 1,000."""

    skill: int = Field(default=30, ge=0, le=100)
    distance: int = Field(default=30, ge=0, le=100)
    time: int = Field(default=15, ge=0, le=100)
    record: int = Field(default=15, ge=0, le=100)
    fairness: int = Field(default=10, ge=0, le=100)
    least_time: int = Field(default=500, ge=1, le=1000, description="thousandths of the wanted time that must be free")


class GetWeights(Command):
    pass


class SetWeights(Weights, Command):
    pass


class WeightsView(Weights, View):
    version: Version


class ExplainNeed(NeedAction):
    limit: int = Field(default=10, ge=1, le=50)


class ScoreParts(View):
    """Each out of 1,000."""

    skill: Count
    distance: Count
    time: Count
    record: Count
    fairness: Count


class Candidate(View):
    """`score` out of 1,000, 0 where it does not fit; then `misfit` says why."""

    resource: Id
    unit: str
    score: Count
    parts: ScoreParts
    misfit: Misfit | None = None


class Explanation(View):
    """`reason` is there where nothing fits."""

    need: Id
    candidates: list[Candidate]
    reason: Misfit | None = None


class MatchNeeds(Command):
    """Up to 2,000 pieces of what an area lacks, with up to 5,000 resources.

    Where it lacks more, `left_out` says how many needs: they come first in the next run, and then whichever was looked at
    the longest ago; of those, the most urgent and then the oldest.
    """

    area: AreaPath


class MatchingView(View):
    """`total` sums score times priority over all pieces. `unmet` counts needs with something left over, by reason.

    A piece's score counts what its resource gives in the same run, so that the work is spread.
    """

    needs: Count
    resources: Count
    projects: Count
    pieces: Count
    total: Count
    unmet: dict[Misfit, Count] = {}
    left_out: Count = Field(default=0, description="needs that were not looked at in this run")


class ClaimNeed(NeedAction):
    """By the unit that gives, or by staff of the area that it serves."""

    resource_id: Id
    quantity: int = Field(default=1, ge=1, le=200)


DOES_NOT_FIT = ErrorCode(
    "volunteers.does_not_fit", 422, "The resource does not fit the need: {reason}.", "该资源与需求不匹配：{reason}。"
)
NOT_THAT_MANY = ErrorCode("volunteers.not_that_many", 409, "No more than {most} can go there.", "最多只能提供 {most}。")
NO_WEIGHT = ErrorCode("volunteers.no_weight", 422, "Something must have a weight.", "至少一项权重须大于零。")

GET_WEIGHTS = Op(
    "get_weights", GET("/matching-weights"), GetWeights, WeightsView, UNITS, "What counts in matching", writes=False
)
SET_WEIGHTS = Op(
    "set_weights", PUT("/matching-weights"), SetWeights, WeightsView, frozenset({Role.DISTRICT_STAFF, Role.OPS}),
    "Change what counts in matching", errors=(NO_WEIGHT, STALE_VERSION),
)  # fmt: skip
EXPLAIN_NEED = Op(
    "explain_need", GET("/needs/{need_id}/candidates"), ExplainNeed, Explanation, STAFF,
    "Who could meet a need, best first, and why", writes=False, errors=(NOT_FOUND,), deadline=20,
)  # fmt: skip
MATCH_NEEDS = Op(
    "match_needs", POST("/matchings"), MatchNeeds, MatchingView, OFFICE, "Match the open needs of an area as well as can be",
    emits=(ProjectMoved, NeedUnmet), errors=(OUTSIDE_AREA, CONFLICT, DEADLINE), deadline=25,
)  # fmt: skip
CLAIM_NEED = Op(
    "claim_need", POST("/needs/{need_id}/claims"), ClaimNeed, ProjectView, UNITS, "Meet a need with one's resource",
    emits=(ProjectMoved,), errors=(NOT_FOUND, NOT_ALLOWED_NOW, OVER_ALREADY, DOES_NOT_FIT, NOT_THAT_MANY),
)  # fmt: skip

OPERATIONS = (GET_WEIGHTS, SET_WEIGHTS, EXPLAIN_NEED, MATCH_NEEDS, CLAIM_NEED)
EVENTS = ()
