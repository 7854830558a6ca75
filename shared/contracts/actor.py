"""Who acts: the person or machine that a token speaks for, its roles and its area of duty."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    GRID_WORKER = "grid_worker"
    COMMUNITY_STAFF = "community_staff"
    STREET_STAFF = "street_staff"
    DISTRICT_STAFF = "district_staff"
    CARE_ASSISTANT = "care_assistant"
    OPERATOR = "operator"
    MERCHANT = "merchant"
    EMPLOYER = "employer"
    COUNTER_CLERK = "counter_clerk"
    ASSESSOR = "assessor"
    APPROVER = "approver"
    AUDITOR = "auditor"
    PARTNER = "partner"
    OPS = "ops"


STAFF = frozenset({Role.GRID_WORKER, Role.COMMUNITY_STAFF, Role.STREET_STAFF, Role.DISTRICT_STAFF})
OFFICE = STAFF - {Role.GRID_WORKER}
EVERYBODY = frozenset(Role)
PUBLIC: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Actor:
    """`account` is the token's subject; `person` the resident behind it, once admitted; `areas` the paths of duty.

    A path covers itself and all below it: `150202.003` covers `150202.003.005`.
    """

    account: str
    roles: frozenset[Role]
    person: str | None = None
    areas: tuple[str, ...] = ()
    name: str = ""

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def covers(self, area: str) -> bool:
        """Whether `area` lies in one of the actor's areas of duty."""
        return any(lies_in(area, duty) for duty in self.areas)


def lies_in(area: str, duty: str) -> bool:
    return area == duty or area.startswith(duty + ".")


SYSTEM = Actor(account="system", roles=frozenset({Role.OPS}), name="system")
