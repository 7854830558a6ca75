"""Neighbours help each other as the demo plays it: from the call to hours and points, watched by a partner agency."""

import pytest

from infra.demo.neighbourly import MINUTES, Neighbourly
from tests.support.town import Town

GRID = "150202.938.001.001"


@pytest.fixture(scope="module")
def grid(town: Town) -> str:
    return town.draw_square(GRID, 113.4, 41.2)


def test_call_is_taken_visit_confirmed_hours_earned_and_points_spent_and_the_agency_sees_it_all(town: Town, grid: str):
    told: list[tuple[str, str]] = []
    play = Neighbourly(town.url, town.suite.environment, lambda zh, en: told.append((zh, en)), grid)
    page = play.run()
    assert (page["to_do"], page["visits"], page["asked"], page["redemptions"]) == ([], [], [], [])
    assert (page["hours"]["minutes"], page["service"]["minutes"], page["points"]["balance"]) == (MINUTES, MINUTES, 2)
    assert (len(play.latencies), max(play.latencies) < 1000) == (5, True)
    assert all(zh and en for zh, en in told)


def test_neighbours_help_again_the_next_time(town: Town, grid: str):
    Neighbourly(town.url, town.suite.environment, lambda zh, en: None, grid).run()
    assert "demo-agency" not in town.suite.run_module("infra.rabbitmq", "partner", "list")
