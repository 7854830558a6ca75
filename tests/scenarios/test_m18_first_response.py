"""First-response teams: 328 communities, 7,166 people in teams of 20 to 30 and squads of 5 to 10, 2,314 risk points, 5,486
hazards treated, 521 drills, 623 call-outs; the registers from the district's lists, the rest of the year as it is lived.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.actor import Role
from shared.contracts.residents.areas import LOAD_AREAS, AreaFields, LoadAreas, Outline
from tests.support.bus import ask
from tests.support.first_response import Team, risk_point, team_list
from tests.support.town import Person, Town

DISTRICT = "150583"
STREETS, COMMUNITIES = 16, 328
OF_22 = 278
"""Teams of 22 people; all others are of 21."""
PEOPLE, SQUADS = 7_166, 3 * COMMUNITIES
RISK_POINTS, TREATED, DRILLS, CALL_OUTS = 2_314, 5_486, 521, 623
LIVED = 12
"""Call-outs, and hazards that an inspection found, which are played step by step."""
AT_ONCE = 3
WEST, SOUTH = 121.30, 40.2
NOW = datetime.now(UTC)
TODAY = (NOW + timedelta(hours=8)).date()
PERIOD = {"since": (TODAY - timedelta(days=364)).isoformat(), "until": TODAY.isoformat()}
KINDS = ("fire", "gas", "electricity", "building", "water", "slope")


def community(number: int) -> str:
    return f"{DISTRICT}.{number % STREETS + 1:03}.{number // STREETS + 1:03}"


def outline(number: int, size: float = 0.004) -> Outline:
    """A cell of a lattice."""
    west, south = round(WEST + number % STREETS * 0.005, 6), round(SOUTH + number // STREETS * 0.005, 6)
    ring = [(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)]
    return Outline(coordinates=[ring])


def area(path: str, kind: str, number: int = 0) -> AreaFields:
    return AreaFields(path=path, kind=kind, name=path, name_en=path, outline=outline(number))


@pytest.fixture(scope="module")
def district(town: Town) -> Person:
    tree = [area(DISTRICT, "district"), *(area(f"{DISTRICT}.{n + 1:03}", "street", n) for n in range(STREETS))]
    ask(town, LOAD_AREAS, LoadAreas(areas=tree + [area(community(n), "community", n) for n in range(COMMUNITIES)]))
    return town.person(Role.DISTRICT_STAFF, areas=(DISTRICT,))


@pytest.fixture(scope="module")
def lived(town: Town, district: Person) -> list[Team]:
    """Two communities of one street whose people are on line."""
    return [Team(town, community(number), enrolled_each=each) for number, each in ((0, 7), (STREETS, 2))]


def at_once(do: Callable[[Any], Any], things: Iterable[Any]) -> list[Any]:
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        return list(crowd.map(do, things))


def sheets(district: Person, path: str, rows: list[dict[str, Any]]) -> None:
    """The district's paper ledger, a hundred lines a sheet."""
    at_once(
        lambda start: district.post(
            path, {"district": DISTRICT, "sheet": f"S-{start}", "rows": rows[start : start + 100]}
        ),
        range(0, len(rows), 100),
    )


def day(number: int) -> str:
    return (TODAY - timedelta(days=2 + number % 360)).isoformat()


def moment(number: int, seconds: int = 0) -> str:
    return (NOW - timedelta(days=2 + number % 360) + timedelta(seconds=seconds)).isoformat()


def figures(district: Person, of: str = DISTRICT) -> dict[str, Any]:
    return district.get("/v1/first-response/figures", area=of, **PERIOD)


def test_every_community_has_its_team_with_squads(district: Person, lived: list[Team]):
    others = [n for n in range(COMMUNITIES) if community(n) not in {team.community for team in lived}]
    small = set(others[: COMMUNITIES - OF_22])
    formed = at_once(
        lambda n: district.post(
            "/v1/first-response/teams", team_list(community(n), (7, 7, 7) if n in small else (7, 7, 8))
        ),
        others,
    )
    sizes = Counter(team["members"] for team in [*formed, *(team.view for team in lived)])
    assert sizes == {22: OF_22, 21: COMMUNITIES - OF_22}
    assert {squad["members"] for team in formed for squad in team["squads"]} == {7, 8}
    found = figures(district)
    assert (found["teams"], found["squads"], found["people"]) == (COMMUNITIES, SQUADS, PEOPLE)
    streets = [figures(district, f"{DISTRICT}.{n + 1:03}") for n in range(STREETS)]
    assert [sum(street[name] for street in streets) for name in ("teams", "people")] == [COMMUNITIES, PEOPLE]


def test_hazards_are_found_and_treated(district: Person, lived: list[Team]):
    rows = [
        risk_point(f"NN-{n}", community(n % COMMUNITIES), kind=KINDS[n % len(KINDS)], place=f"点位{n}")
        for n in range(RISK_POINTS)
    ]
    loaded = [
        district.post("/v1/risk-points/lists", {"rows": rows[start : start + 500]})["added"]
        for start in range(0, RISK_POINTS, 500)
    ]
    assert sum(loaded) == RISK_POINTS
    team = lived[0]
    points = district.get("/v1/risk-points", area=team.community, limit=100)["items"]
    for number in range(LIVED):
        found_and_treated(team, points[number % len(points)], number)
    treated = [past_treatment(n) for n in range(TREATED - LIVED)]
    sheets(district, "/v1/hazards/sheets", treated)
    again = {"district": DISTRICT, "sheet": "S-0", "rows": treated[:1]}
    assert district.refused("POST", "/v1/hazards/sheets", again)["code"] == "volunteers.sheet_known"
    found = figures(district)
    assert (found["risk_points"], found["hazards_treated"], found["inspections"]) == (RISK_POINTS, TREATED, LIVED)
    assert figures(district, team.community)["inspections"] == LIVED


def past_treatment(number: int) -> dict[str, Any]:
    """Found at a risk point, treated and verified on the next day."""
    found, treated = day(number % 359 + 1), day(number % 359)
    return {
        "area": community(number % COMMUNITIES), "place": f"点位{number % RISK_POINTS}", "kind": KINDS[number % len(KINDS)],
        "level": "yellow", "text": "隐患", "risk_point": f"NN-{number % RISK_POINTS}", "found_on": found,
        "treated_on": treated, "treated_by": "张某", "verified_on": treated, "verified_by": "李某",
    }  # fmt: skip


def found_and_treated(team: Team, point: dict[str, Any], number: int) -> None:
    """At an inspection by a member of the team, who sees to it; the leader looks at it again."""
    member = team.squads[1][number % 7]
    seen = {"findings": "见隐患", "hazards": [{"kind": point["kind"], "level": "yellow", "text": "灭火器过期"}]}
    (hazard,) = member.post(f"/v1/risk-points/{point['id']}/inspections", seen)["hazards"]
    member.post(f"/v1/hazards/{hazard}/take")
    member.post(f"/v1/hazards/{hazard}/treat", {"note": "已更换"})
    assert team.leader is not None
    assert team.leader.post(f"/v1/hazards/{hazard}/verify", {"good": True})["state"] == "verified"


def test_drills_are_held(district: Person, lived: list[Team]):
    team = lived[0]
    assert team.leader is not None
    plan = {
        "team_id": team.view["id"], "kind": "fire", "title": "疏散演练", "place": "广场",
        "starts_at": (NOW + timedelta(days=1)).isoformat(),
    }  # fmt: skip
    drill = f"/v1/drills/{team.leader.post('/v1/drills', plan)['id']}"
    team.leader.post(f"{drill}/alarm")
    at_once(lambda member: member.post(f"{drill}/arrival"), team.squads[0])
    held = team.leader.post(f"{drill}/end", {"findings": ["集结点不明"], "lessons": "增设标识"})
    assert (held["attended"], held["members"]) == (7, 22)
    past = [
        {
            "community": community(n % COMMUNITIES), "kind": KINDS[n % len(KINDS)], "title": "应急演练", "place": "广场",
            "held_at": moment(n), "members": 21, "attended": 18, "assembled_seconds": 240 + n,
        }
        for n in range(DRILLS - 1)
    ]  # fmt: skip
    sheets(district, "/v1/drills/sheets", past)
    found = figures(district)
    assert (found["drills"], found["drill_attendances"]) == (DRILLS, 7 + 18 * (DRILLS - 1))


def test_people_come_when_they_are_called(district: Person, lived: list[Team]):
    closed = [called_out(lived[0], number) for number in range(LIVED)]
    past = [
        {
            "area": community(n % COMMUNITIES), "place": "3号楼", "kind": "fire", "raised_at": moment(n),
            "closed_at": moment(n, 3_600), "called": 8, "answer_seconds": [20 + n % 90, 45, 60 + n % 200],
            "arrival_seconds": [200 + n, 320], "outcome": "settled",
        }
        for n in range(CALL_OUTS - LIVED)
    ]  # fmt: skip
    sheets(district, "/v1/call-outs/sheets", past)
    found = figures(district)
    assert (found["call_outs"], found["call_outs_open"]) == (CALL_OUTS, 0)
    for name, of in (("answers", "answer_seconds"), ("arrivals", "arrival_seconds")):
        lived_through = [call[of] for each in closed for call in each["calls"] if of in call]
        times = sorted([*(second for row in past for second in row[of]), *lived_through])
        ranks = [times[-(-len(times) * part // 100) - 1] for part in (50, 95)]
        assert [found[name][key] for key in ("count", "median", "p95")] == [len(times), *ranks]


def called_out(team: Team, number: int) -> dict[str, Any]:
    """Three of a squad say that they come, which is enough; one cannot come, all others are stood down."""
    squad = team.squads[number % 2]
    raised = team.raised(number % 2)
    here = f"/v1/call-outs/{raised['id']}"
    assert (raised["called"], raised["rings"]) == (7, ["own"])
    squad[0].post(f"{here}/answer", {"coming": False})
    for minutes, member in enumerate(squad[1:4]):
        enough = member.post(f"{here}/answer", {"coming": True, "minutes": minutes + 2})
    assert enough["state"] == "enough"
    assert squad[5].refused("POST", f"{here}/arrival", {})["code"] == "volunteers.enough_come"
    for member in squad[1:3]:
        member.post(f"{here}/arrival", {"point": {"longitude": 121.3, "latitude": 40.0005}})
    closed = team.staff.post(f"{here}/close", {"outcome": "settled"})
    assert (closed["arrived"], closed["not_coming"]) == (2, 1)
    return closed
