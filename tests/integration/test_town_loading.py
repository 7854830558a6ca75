"""The demo town in a running suite of its own: loaded by the command that `make run` uses."""

from collections.abc import Iterator
from typing import Any

import pytest

from infra.local.suite import Suite
from infra.town.geography import DISTRICT_CODE
from shared.contracts.actor import Role
from tests.support.servers import running_servers
from tests.support.town import Town
from tests.support.waiting import eventually

SIZE = 300


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """Empty, as the town's people, papers and officers would stand in the way of other tests."""
    with running_servers() as servers:
        suite = Suite(servers.folder / "suite", servers.broker, servers.database, {"LINLI_RATE_LIMIT": ""})
        suite.start()
        try:
            yield Town(servers, suite)
        finally:
            suite.stop()


@pytest.fixture(scope="module")
def said(town: Town) -> str:
    return town.suite.run_module("infra.town", "load", "--size", str(SIZE))


def test_loading_states_progress_and_rate(said: str):
    done = [line.split()[0] for line in said.splitlines() if f"{SIZE} of {SIZE}" in line or "861 of 861" in line]
    assert done == ["areas", "residents"]
    assert said.rstrip().endswith("/s")


def test_loaded_town_has_its_staff_buildings_and_people(town: Town, said: str):
    ops = town.person(Role.OPS, areas=(DISTRICT_CODE,))

    def counted():
        figures = ops.get(f"/v1/areas/{DISTRICT_CODE}.001/figures")
        return figures if not figures["pending"] and figures["residents"] else None

    street: Any = eventually(counted, 60)
    assert street["grids"] and street["buildings"] and street["staff"]
    responsible = ops.get("/v1/responsible", area=f"{DISTRICT_CODE}.001.001.001", post="grid_worker")["items"]
    assert len(responsible) == 1


def test_staff_of_the_town_have_accounts(town: Town, said: str):
    ops = town.person(Role.OPS)
    account = eventually(lambda: ops.get("/v1/accounts", staff_number="GW0001")["items"], 60)[0]
    assert (account["roles"], account["areas"]) == (["grid_worker"], [f"{DISTRICT_CODE}.001.001.001"])


def test_loading_again_changes_nothing_and_a_town_with_people_is_left_alone(town: Town, said: str):
    people = town.database("residents")["people"]
    before = people.count_documents({})
    again = town.suite.run_module("infra.town", "load", "--size", str(SIZE))
    assert f"{SIZE} of {SIZE}" in again
    assert people.count_documents({}) == before
    assert "nothing was loaded" in town.suite.run_module("infra.town", "load", "--size", str(SIZE), "--if-empty")
