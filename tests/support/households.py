"""Households that volunteers knows of, as residents' register tells."""

import itertools
import uuid
from datetime import date

from shared.contracts.actor import Role
from shared.contracts.residents import HouseholdsLoaded
from shared.contracts.residents.households import HouseholdLoaded, LoadedMember
from tests.support.delivery import deliver
from tests.support.papers import card, identity_number
from tests.support.town import Town
from tests.support.waiting import eventually

_rooms = itertools.count(1)


def known_households(town: Town, area: str, count: int = 1) -> list[str]:
    """So many of the area, told in one piece of news."""
    households = [
        HouseholdLoaded(
            household=uuid.uuid4().hex, area=area, head=(head := uuid.uuid4().hex),
            members=[LoadedMember(person=head, birth_date=date(1950, 1, 1))],
        )
        for _ in range(count)
    ]  # fmt: skip
    ids = [each.household for each in households]
    deliver(town, "volunteers", HouseholdsLoaded(households=households), ids[0])
    return heard_of(town, ids)


def registered_households(town: Town, grid: str, count: int) -> list[str]:
    """Entered by the grid worker, each with its head."""
    worker = town.person(Role.GRID_WORKER, areas=(grid,))
    found = []
    for _ in range(count):
        head = worker.post("/v1/people", {"name": "赵家甲", "paper": card(identity_number()), "area": grid})["id"]
        dwelling = {"building": f"{grid}-B01", "room": f"9-{next(_rooms)}01"}
        member = {"person": head, "relation": "head", "since": "2020-05-01"}
        found.append(worker.post("/v1/households", {"dwelling": dwelling, "area": grid, "members": [member]})["id"])
    return heard_of(town, found)


def heard_of(town: Town, households: list[str]) -> list[str]:
    rows, wanted = town.database("volunteers")["known_households"], {"_id": {"$in": households}}
    eventually(lambda: rows.count_documents(wanted) == len(households))
    return households
