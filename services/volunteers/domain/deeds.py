"""Kinds of posts, and what becomes of a deed that a member told."""

from shared.contracts.volunteers.posts import DeedState
from shared.kernel.machine import Machine, Move

KINDS: dict[str, tuple[str, str]] = {
    "policy_talks": ("政策宣讲", "Explaining policies"),
    "public_safety": ("治安巡防", "Safety patrol"),
    "environment": ("环境卫生", "Clean surroundings"),
    "mediation": ("矛盾调解", "Settling quarrels"),
    "care_visits": ("关爱探访", "Visits to who needs care"),
    "culture": ("文体活动", "Culture and sport"),
    "traffic": ("文明交通", "Traffic at crossings"),
    "opinions": ("民情收集", "Gathering opinions"),
    "legal_advice": ("法律咨询", "Legal advice"),
    "emergencies": ("应急支援", "Help in emergencies"),
}
"""The ten kinds that a suite begins with, Chinese and English; a district names more, or names them anew."""

STAFF_OF_AREA, TELLER = "staff_of_area", "teller"
DEED = Machine(
    "deed",
    states=tuple(DeedState),
    initial=DeedState.TOLD,
    terminal=frozenset({DeedState.CONFIRMED, DeedState.DECLINED}),
    moves=(
        Move("confirm", (DeedState.TOLD,), DeedState.CONFIRMED, frozenset({STAFF_OF_AREA})),
        Move("decline", (DeedState.TOLD,), DeedState.DECLINED, frozenset({STAFF_OF_AREA})),
    ),
)
