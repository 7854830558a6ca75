"""Who may found, join, leave and moderate a group."""

from services.residents.domain.tree import kind_of
from shared.contracts.actor import STAFF, Actor
from shared.contracts.residents.areas import AreaKind
from shared.contracts.residents.group_members import NOT_OF_THIS_GRID
from shared.contracts.residents.groups import (
    NEEDS_REAL_NAME,
    NOT_A_GRID_GROUP_AREA,
    Door,
    GroupKind,
    MemberRole,
    MemberState,
)
from shared.kernel.errors import FORBIDDEN, OUTSIDE_AREA
from shared.kernel.machine import Machine, Move

GROUPS_OF_ONE = 50
OWNERS = 5
POSTS_AN_HOUR = 60

SELF = "self"
WARDEN = "warden"
"""Staff who answer for the group's area."""
OWNER = "owner"
CONTACT = "contact"
MEMBER = "member"
OPEN_DOOR = "open_door"
MODERATORS = frozenset({OWNER, WARDEN})
SPEAKERS = MODERATORS | {CONTACT}

MEMBERSHIP = Machine(
    name="group_membership",
    states=tuple(MemberState),
    initial=MemberState.ASKED,
    terminal=frozenset(),
    moves=(
        Move("ask", (MemberState.LEFT, MemberState.REFUSED, MemberState.REMOVED), MemberState.ASKED, frozenset({SELF})),
        Move("admit", (MemberState.ASKED,), MemberState.MEMBER, MODERATORS | {OPEN_DOOR}),
        Move("refuse", (MemberState.ASKED,), MemberState.REFUSED, MODERATORS, needs=("reason",)),
        Move("leave", (MemberState.ASKED, MemberState.MEMBER), MemberState.LEFT, frozenset({SELF})),
        Move("remove", (MemberState.MEMBER,), MemberState.REMOVED, MODERATORS, needs=("reason",)),
    ),
)


def capacities(actor: Actor, area: str, role: MemberRole | None) -> frozenset[str]:
    """In what capacity the actor stands to a group of this area; `role` is that of a present member, else None."""
    held = set()
    if actor.has(*STAFF) and actor.covers(area):
        held.add(WARDEN)
    if role is not None:
        held |= {MEMBER, {MemberRole.OWNER: OWNER, MemberRole.CONTACT: CONTACT, MemberRole.MEMBER: MEMBER}[role]}
    return frozenset(held)


def refuse_founder(actor: Actor, kind: GroupKind, area: str, door: Door) -> None:
    refuse_open_grid_group(kind, area, door)
    if actor.has(*STAFF):
        if not actor.covers(area):
            raise OUTSIDE_AREA("/area")
    elif kind != GroupKind.INTEREST:
        raise FORBIDDEN("/kind")
    elif actor.person is None:
        raise NEEDS_REAL_NAME()


def refuse_open_grid_group(kind: GroupKind, area: str, door: Door) -> None:
    if kind == GroupKind.GRID and (kind_of(area) != AreaKind.GRID or door != Door.CLOSED):
        raise NOT_A_GRID_GROUP_AREA("/area")


def refuse_stranger(kind: GroupKind, area: str, person: str | None, home: str | None) -> None:
    """A grid group takes in residents of its grid only, a group of elders' families those whose name is known."""
    if kind in (GroupKind.GRID, GroupKind.ELDERS_FAMILIES) and person is None:
        raise NEEDS_REAL_NAME()
    if kind == GroupKind.GRID and home != area:
        raise NOT_OF_THIS_GRID(area=area)
