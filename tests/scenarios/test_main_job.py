"""The main job as the demo plays it: from the first sign-in to the rated matter, watched by a partner agency."""

import zlib

import pytest

from infra.demo.people import Failed
from infra.demo.pictures import flooded_path
from infra.demo.play import Play
from tests.support.town import Town

GRID = "150202.937.001.001"


@pytest.fixture(scope="module")
def grid(town: Town) -> str:
    return town.draw_square(GRID, 113.3, 41.0)


def test_resident_reports_worker_closes_she_rates_and_the_agency_sees_it_all(town: Town, grid: str):
    told: list[tuple[str, str]] = []
    play = Play(town.url, town.suite.environment, lambda zh, en: told.append((zh, en)), grid)
    ticket = play.run()
    assert (ticket["state"], ticket["area"], ticket["stars"]) == ("closed", grid, 5)
    assert len(play.latencies) == 4
    assert max(play.latencies) < 1000
    assert all(zh and en for zh, en in told)


def test_demo_runs_again_and_leaves_no_partner_behind(town: Town, grid: str):
    Play(town.url, town.suite.environment, lambda zh, en: None, grid).run()
    listed = town.suite.run_module("infra.rabbitmq", "partner", "list")
    assert "demo-agency" not in listed


def test_demo_fails_where_there_is_no_such_grid(town: Town):
    with pytest.raises(Failed, match="not_found"):
        Play(town.url, town.suite.environment, lambda zh, en: None, "150202.999.999.999").run()


def test_photo_is_a_whole_png():
    picture = flooded_path()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert picture.endswith(b"IEND" + zlib.crc32(b"IEND").to_bytes(4, "big"))
