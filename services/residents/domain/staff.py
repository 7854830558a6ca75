"""Posts, grades and who may fill them: the ladder of a district's staff as data."""

from dataclasses import dataclass
from datetime import date

from services.residents.domain.tree import kind_of
from shared.contracts.actor import Actor, Role
from shared.contracts.residents.areas import AreaKind
from shared.contracts.residents.staff import (
    ABOVE_RANK,
    NO_GRADES,
    TOP_GRADE,
    WRONG_DUTY,
    WRONG_GRADE,
    WRONG_PERIOD,
    Duty,
    Phase,
    PostCode,
)
from shared.kernel.errors import OUTSIDE_AREA


@dataclass(frozen=True)
class Post:
    """`grades` is the lowest and the highest grade, or None. Ranks: grid 1, community 2, street 3, district 4."""

    code: PostCode
    name: str
    name_en: str
    role: Role
    duty: AreaKind
    grades: tuple[int, int] | None = None
    by_building: bool = False

    @property
    def rank(self) -> int:
        return RANKS[self.role]


RANKS = {
    Role.VOLUNTEER: 0,
    Role.GRID_WORKER: 1,
    Role.COMMUNITY_STAFF: 2,
    Role.STREET_STAFF: 3,
    Role.DISTRICT_STAFF: 4,
    Role.OPS: 5,
}
DISTRICT_RANK = 4

POSTS = {
    post.code: post
    for post in (
        Post(PostCode.COMMUNITY_SECRETARY, "社区正职", "Community secretary", Role.COMMUNITY_STAFF, AreaKind.COMMUNITY, (7, 18)),
        Post(PostCode.COMMUNITY_DEPUTY, "社区副职", "Deputy secretary", Role.COMMUNITY_STAFF, AreaKind.COMMUNITY, (5, 16)),
        Post(PostCode.COMMUNITY_COMMITTEE, "社区两委委员", "Committee member", Role.COMMUNITY_STAFF, AreaKind.COMMUNITY, (3, 14)),
        Post(PostCode.COMMUNITY_WORKER, "专职社区工作者", "Community worker", Role.COMMUNITY_STAFF, AreaKind.COMMUNITY, (1, 12)),
        Post(PostCode.DISTRICT_OFFICER, "区级专员", "District officer", Role.DISTRICT_STAFF, AreaKind.DISTRICT),
        Post(PostCode.STREET_DIRECTOR, "街道主任", "Street director", Role.STREET_STAFF, AreaKind.STREET),
        Post(PostCode.STREET_CLERK, "街道干事", "Street clerk", Role.STREET_STAFF, AreaKind.STREET),
        Post(PostCode.GRID_WORKER, "网格员", "Grid worker", Role.GRID_WORKER, AreaKind.GRID),
        Post(
            PostCode.BUILDING_CONSTABLE, "楼栋警长", "Building constable", Role.GRID_WORKER, AreaKind.GRID,
            by_building=True,
        ),
        Post(PostCode.BUILDING_HEAD, "楼栋长", "Building head", Role.VOLUNTEER, AreaKind.GRID, by_building=True),
    )
}  # fmt: skip


def phase_on(since: date, until: date | None, day: date) -> Phase:
    if until is not None and until <= day:
        return Phase.ENDED
    return Phase.IN_FORCE if since <= day else Phase.PLANNED


def starting_grade(duty: Duty) -> int | None:
    """The grade that an appointment begins with; refuses one that the post does not have."""
    grades = POSTS[duty.post].grades
    if grades is None:
        if duty.grade is not None:
            raise NO_GRADES("/grade", post=duty.post)
        return None
    lowest, highest = grades
    grade = lowest if duty.grade is None else duty.grade
    if not lowest <= grade <= highest:
        raise WRONG_GRADE("/grade", post=duty.post, lowest=lowest, highest=highest)
    return grade


def next_grade(post: PostCode, grade: int | None) -> int:
    """One grade up, within the post."""
    grades = POSTS[post].grades
    if grades is None or grade is None:
        raise NO_GRADES(post=post)
    if grade >= grades[1]:
        raise TOP_GRADE(grade=grade, post=post)
    return grade + 1


def refuse_unfit(duty: Duty, begun: date | None = None) -> None:
    """Refuses a duty whose areas are not of its post's kind, or whose period is empty or before `begun`."""
    post = POSTS[duty.post]
    for index, area in enumerate(duty.areas):
        if kind_of(area) != post.duty:
            raise WRONG_DUTY(f"/areas/{index}", post=duty.post, kind=post.duty)
    if duty.buildings and not post.by_building:
        raise WRONG_DUTY("/buildings", post=duty.post, kind=post.duty)
    if duty.until is not None and duty.until <= duty.since:
        raise WRONG_PERIOD("/until")
    if begun is not None and duty.since < begun:
        raise WRONG_PERIOD("/since")


def refuse_outranked(actor: Actor, post: PostCode, areas: list[str]) -> None:
    """Who fills a post stands above it (a district's staff fill their own, too) and answers for all of its areas."""
    rank = max((RANKS.get(role, 0) for role in actor.roles), default=0)
    if POSTS[post].rank >= rank and rank < DISTRICT_RANK:
        raise ABOVE_RANK("/post", post=post)
    if not actor.has(Role.OPS) and not all(actor.covers(area) for area in areas):
        raise OUTSIDE_AREA("/areas")
