"""Figures read from kept counters, beside what the tickets themselves say."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.actor import Role
from shared.kernel.clock import SHANGHAI
from tests.support.town import Person, Town
from tests.support.waiting import eventually

DISTRICT = "150412"
GRIDS = {f"{DISTRICT}.00{n}.001.001": 112.5 + n / 100 for n in (1, 2)}
SOUTH = 30.0
TODAY = datetime.now(SHANGHAI).date().isoformat()
COUNTED = ("opened", "in_hand", "done", "closed", "declined", "withdrawn", "reacted", "rated", "reopened")


@pytest.fixture(scope="module")
def played(town: Town) -> str:
    """In each of two streets: two closed, one done, one declined, one withdrawn, one open again, one untouched."""
    for grid, west in GRIDS.items():
        town.draw_square(grid, west, SOUTH)
        resident = town.person(Role.RESIDENT)
        worker = town.person(Role.GRID_WORKER, areas=(grid,))
        place = {"longitude": west + 0.005, "latitude": SOUTH + 0.005}
        for outcome in ("closed", "closed", "done", "declined", "withdrawn", "again", "open"):
            category = "noise" if outcome == "done" else "water"
            ticket = resident.post("/v1/tickets", {"category": category, "text": outcome, "point": place})
            play(resident, worker, ticket, outcome)
    return DISTRICT


def play(resident: Person, worker: Person, ticket: dict, outcome: str) -> None:
    here = f"/v1/tickets/{ticket['id']}"
    if outcome == "withdrawn":
        resident.post(f"{here}/withdraw", {})
    if outcome == "declined":
        worker.post(f"{here}/decline", {"reason": "x"})
    if outcome in ("closed", "done", "again"):
        worker.post(f"{here}/accept")
        worker.post(f"{here}/finish", {"note": "x"})
    if outcome == "closed":
        resident.post(f"{here}/rate", {"stars": 5})
    if outcome == "again":
        resident.post(f"{here}/disagree", {"reason": "x"})


@pytest.fixture
def district(town: Town, played: str) -> Person:
    person = town.person(Role.DISTRICT_STAFF, areas=(played,))
    eventually(lambda: "counted_until" not in table(person))
    return person


def table(person: Person, **query) -> dict:
    return person.get("/v1/figures", **({"area": DISTRICT, "since": TODAY, "until": TODAY} | query))


def plain(row: dict) -> tuple:
    return tuple(row[name] for name in COUNTED)


def test_total_counts_every_matter_in_its_place(district: Person):
    total = table(district)["total"]
    assert plain(total) == (14, 4, 2, 4, 2, 2, 10, 4, 2)
    assert (total["responded"], total["solved"], total["satisfied"], total["reopen_rate"]) == (1.0, 1.0, 1.0, 0.2)
    assert total["reaction_median"] == 0


def test_rows_add_up_to_the_total(district: Person):
    for by in ("area", "day", "month", "category", "channel", "colour", "unit"):
        found = table(district, by=by)
        assert [sum(column) for column in zip(*map(plain, found["rows"]), strict=True)] == list(
            plain(found["total"])
        ), by


def test_areas_are_those_one_level_below(district: Person):
    rows = table(district, by="area")["rows"]
    assert [(row["key"], row["opened"]) for row in rows] == [(f"{DISTRICT}.001", 7), (f"{DISTRICT}.002", 7)]


def test_small_areas_are_counted_by_day_as_well(district: Person):
    community = f"{DISTRICT}.001.001"
    for by in ("area", "day", "month", "category", "colour"):
        found = table(district, area=community, by=by)
        assert plain(found["total"]) == (7, 2, 1, 2, 1, 1, 5, 2, 1), by
        assert [sum(column) for column in zip(*map(plain, found["rows"]), strict=True)] == list(
            plain(found["total"])
        ), by
    assert table(district, area=community, category="noise")["total"]["opened"] == 1


def test_filters_narrow_what_is_counted(district: Person):
    assert table(district, category="noise")["total"]["opened"] == 2
    assert table(district, channel="kiosk")["total"]["opened"] == 0
    assert table(district, area=f"{DISTRICT}.001.001.001")["total"]["opened"] == 7


def test_longer_periods_hold_the_same_matters(district: Person):
    day = datetime.now(SHANGHAI).date()
    for since, until in ((day - timedelta(days=400), day + timedelta(days=400)), (day, day + timedelta(days=1))):
        assert plain(table(district, since=since, until=until)["total"]) == plain(table(district)["total"])
    before = table(district, since=day - timedelta(days=400), until=day - timedelta(days=1))
    assert before["total"]["opened"] == 0


def test_rebuild_from_the_tickets_gives_the_same_cells(town: Town, district: Person):
    state = town.database("tickets")["figure_state"]
    kept = cells(town)
    generation = (state.find_one({"_id": "current"}) or {"generation": 1})["generation"]
    town.person(Role.OPS).post("/v1/figures/rebuild")
    eventually(lambda: (state.find_one({"_id": "current"}) or {}).get("generation") == generation + 1)
    assert cells(town) == kept
    assert plain(table(district)["total"]) == (14, 4, 2, 4, 2, 2, 10, 4, 2)


def cells(town: Town) -> dict[str, dict]:
    """The cells of this district in the generation that answers, without what has come to nothing."""
    state = town.database("tickets")["figure_state"].find_one({"_id": "current"}) or {"generation": 1}
    found = town.database("tickets")["figure_cells"].find(
        {"generation": state["generation"], "area": {"$regex": f"^{DISTRICT}"}}
    )
    counts = {cell["_id"].partition("|")[2]: {n: v for n, v in cell["counts"].items() if v} for cell in found}
    return {cell: values for cell, values in counts.items() if values}


def test_figures_of_elsewhere_are_refused_but_to_auditors(town: Town, district: Person):
    stranger = town.person(Role.DISTRICT_STAFF, areas=("150413",))
    query = f"/v1/figures?area={DISTRICT}&since={TODAY}&until={TODAY}"
    assert stranger.refused("GET", query)["code"] == "outside_area"
    assert town.person(Role.AUDITOR).get(query)["total"]["opened"] == 14
    assert town.person(Role.RESIDENT).refused("GET", query)["code"] == "forbidden"


def test_bad_periods_are_refused(district: Person):
    backwards = f"/v1/figures?area={DISTRICT}&since=2026-02-01&until=2026-01-01"
    assert district.refused("GET", backwards)["errors"][0]["parameter"] == "until"
    too_long = f"/v1/figures?area={DISTRICT}&since=2020-01-01&until=2026-01-01&by=day"
    assert district.refused("GET", too_long)["code"] == "tickets.too_many_days"


def test_closing_times_are_read_to_the_minute(town: Town, district: Person):
    found = town.database("tickets")["tickets"]
    ticket = found.find_one({"within": DISTRICT, "state": "closed"})
    moved = ticket["closed_at"] + timedelta(minutes=777)
    found.update_one({"_id": ticket["_id"]}, {"$set": {"closed_at": moved}})
    town.database("tickets")["figure_marks"].insert_one({"_id": "f" * 32, "ticket": ticket["_id"]})
    try:
        longest = eventually(lambda: table(district)["total"]["closing_p95"])
        eventually(lambda: table(district)["total"]["closing_p95"] == 777)
        assert longest in (0, 777)
    finally:
        found.update_one({"_id": ticket["_id"]}, {"$set": {"closed_at": ticket["closed_at"]}})
        town.database("tickets")["figure_marks"].insert_one({"_id": "e" * 32, "ticket": ticket["_id"]})
        eventually(lambda: "counted_until" not in table(district))


def test_counters_name_the_moment_up_to_which_they_are_counted(district: Person):
    assert table(district).get("counted_until", datetime.now(UTC).isoformat()) <= datetime.now(UTC).isoformat()
