"""Who may give and take which roles, and whose accounts he may touch."""

from collections.abc import Iterable

from shared.contracts.actor import STAFF, Actor, Role
from shared.contracts.identity.accounts import AREA_NEEDED, BEYOND_YOUR_ROLES, NOT_YOURSELF
from shared.kernel.errors import OUTSIDE_AREA

OPS_ONLY = frozenset({Role.OPS, Role.AUDITOR, Role.PARTNER})
"""District staff give all roles but these, within their own areas."""


def refuse_areas(roles: Iterable[Role], areas: Iterable[str]) -> None:
    """Who serves an area must have one."""
    if not list(areas):
        for role in sorted(STAFF.intersection(roles)):
            raise AREA_NEEDED("/areas", role=role)


def refuse_beyond(actor: Actor, roles: Iterable[Role], areas: Iterable[str]) -> None:
    """Refuses with `beyond_your_roles` or `outside_area` what this actor may not give or take."""
    if actor.has(Role.OPS):
        return
    for role in sorted(OPS_ONLY.intersection(roles)):
        raise BEYOND_YOUR_ROLES("/roles", role=role)
    for area in areas:
        if not actor.covers(area):
            raise OUTSIDE_AREA("/areas", area=area)


def refuse_own(actor: Actor, account: str) -> None:
    if actor.account == account:
        raise NOT_YOURSELF()


def sees(actor: Actor, areas: Iterable[str]) -> bool:
    """Operators see all accounts; district staff those with a duty in their areas."""
    return actor.has(Role.OPS) or any(actor.covers(area) for area in areas)
