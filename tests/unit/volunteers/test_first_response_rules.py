"""Sizes of teams, rings of a call-out, states of hazards, drills and calls, the middle and the slow end of times."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.call_outs import (
    CALL_OUT,
    CALLED_MEMBER,
    CLOCK,
    RUNNER,
    SUMMONS,
    coming,
    refuse_late,
    seconds_between,
    unready,
)
from services.volunteers.domain.drills import DRILL, LEADER, MEMBER_OF_TEAM, time_to_assemble
from services.volunteers.domain.hazards import (
    ASSIGNEE,
    HAZARD,
    STAFF_OF_AREA,
    TEAM_LEADER,
    TEAM_MEMBER,
    days_late,
    due_again,
)
from services.volunteers.domain.masking import mask_name, mask_phone
from services.volunteers.domain.spreads import spread
from services.volunteers.domain.squad_rings import ORDER, Scene, SquadAt, community_of, left, metres, reach, street_of
from services.volunteers.domain.team_sizes import KINDS, missing, refuse_list, refuse_sizes, twice
from shared.contracts.volunteers.call_outs import CallOutState, Ring, SummonsState
from shared.contracts.volunteers.drills import DrillState
from shared.contracts.volunteers.hazards import HazardState
from shared.contracts.volunteers.people import Slot
from shared.contracts.volunteers.responders import RosterFields, RosterPlace, Unready
from shared.contracts.volunteers.response_teams import FormResponseTeam, SquadFields, TeamSizes
from shared.kernel.errors import Refusal

HERE = "150503.001.001"
FIRST = KINDS["first_response"]
MONDAY = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


def a_team(*sizes: int, leader: bool = True, areas: tuple[str, ...] = ()) -> FormResponseTeam:
    """With squads of these sizes."""
    numbers = [number for number, size in enumerate(sizes) for _ in range(size)]
    return FormResponseTeam(
        community=HERE, name="第一响应队", squads=[SquadFields(name=f"{n}", areas=list(areas)) for n in range(len(sizes))],
        members=[
            RosterFields(
                name="王某", phone=f"1380000{row:04}", squad=number,
                place=RosterPlace.TEAM_LEADER if leader and row == 0 else RosterPlace.MEMBER,
            )
            for row, number in enumerate(numbers)
        ],
    )  # fmt: skip


def reason(use, *given) -> str | None:
    try:
        use(*given)
    except Refusal as refusal:
        return refusal.reason.code.removeprefix("volunteers.")
    return None


@pytest.mark.parametrize(
    ("team", "why"),
    [
        (a_team(7, 7, 8), None),
        (a_team(10, 10, 10), None),
        (a_team(7, 7, 5), "team_too_small"),
        (a_team(10, 10, 10, 5), "team_full"),
        (a_team(10, 8, 4), "squad_too_small"),
        (a_team(11, 9), "squad_full"),
        (a_team(10, 10, leader=False), "leaderless"),
        (a_team(10, 10, areas=("150503.001.002",)), "outside_community"),
    ],
)
def test_list_makes_a_team_or_says_why_not(team: FormResponseTeam, why: str | None):
    assert reason(refuse_list, team, FIRST) == why


def test_nobody_is_named_by_half():
    team = a_team(10, 10)
    half = team.model_copy(update={"members": [*team.members[:-1], RosterFields(name="李某", squad=0)]})
    assert reason(refuse_list, half, FIRST) == "nobody_named"
    elsewhere = team.model_copy(
        update={"members": [*team.members[:-1], team.members[0].model_copy(update={"squad": 2})]}
    )
    assert reason(refuse_list, elsewhere, FIRST) == "no_such_squad"
    assert (twice(["a", None, "b", None, "a"]), twice(["a", "b"])) == (4, None)


@pytest.mark.parametrize(
    ("sizes", "why"), [((20, 30, 5, 10), None), ((31, 30, 5, 10), "bad_sizes"), ((5, 9, 5, 10), "bad_sizes"), ((5, 30, 9, 8), "bad_sizes")]
)  # fmt: skip
def test_sizes_hold_together(sizes: tuple[int, int, int, int], why: str | None):
    names = ("team_least", "team_most", "squad_least", "squad_most")
    assert reason(refuse_sizes, TeamSizes(**dict(zip(names, sizes, strict=True)))) == why
    assert (missing(17, 20), missing(21, 20)) == (3, 0)


AREAS = st.sampled_from([HERE, f"{HERE}.001", f"{HERE}.002", "150503.001.002", "150503.001.002.001"])
PLACES = st.none() | st.tuples(st.floats(121.3, 121.39), st.floats(40.0, 40.1))


@st.composite
def squads_of_a_street(draw) -> list[SquadAt]:
    squads = []
    for number in range(draw(st.integers(1, 9))):
        community = f"150503.001.00{draw(st.integers(1, 3))}"
        areas = draw(st.lists(st.sampled_from(["001", "002"]).map(lambda grid, c=community: f"{c}.{grid}"), max_size=2))
        squads.append(SquadAt(f"team {community}", f"{number}", community, tuple(areas), (), draw(PLACES)))
    for community in {each.community for each in squads}:
        squads.append(SquadAt(f"team {community}", None, community))
    return squads


@given(squads_of_a_street(), AREAS, PLACES)
def test_rings_widen_and_reach_no_squad_twice(squads: list[SquadAt], area: str, place):
    scene = Scene(area, None, place)
    reached = [each for ring in ORDER for each in reach(ring, scene, squads).squads]
    assert max(Counter((each.team, each.squad) for each in reached).values(), default=1) == 1
    own = [(each.team, each.squad) for each in squads if each.community == community_of(area)]
    assert set(own) <= {(each.team, each.squad) for each in reached}
    assert all(each.community == community_of(area) for ring in ORDER[:3] for each in reach(ring, scene, squads).squads)


def test_nearest_squads_come_first_and_leaders_with_them():
    squads = [
        SquadAt("t", "far", HERE, place=(121.39, 40.0)),
        SquadAt("t", "unknown", HERE),
        SquadAt("t", "near", HERE, place=(121.301, 40.0)),
        SquadAt("t", "own", HERE, estates=("1-E1",)),
        SquadAt("t", "nearer", HERE, place=(121.3001, 40.0)),
        SquadAt("t", None, HERE),
        SquadAt("u", "other", "150503.001.002", place=(121.31, 40.0)),
    ]
    scene = Scene(HERE, "1-E1", (121.3, 40.0))
    reached = {ring: [each.squad for each in reach(ring, scene, squads).squads] for ring in ORDER}
    assert reached == {
        Ring.OWN: ["own"], Ring.NEXT: ["nearer", "near"], Ring.TEAM: ["far", "unknown", None], Ring.STREET: ["other"],
    }  # fmt: skip
    assert reach(Ring.NEXT, scene, squads).leaders_of == {"t"}
    assert left([Ring.OWN]) == [Ring.NEXT, Ring.TEAM, Ring.STREET]


def test_distances_are_those_of_the_earth():
    assert metres((121.3, 40.0), (121.3, 40.0)) == 0
    assert metres((121.3, 40.0), (121.3, 41.0)) == pytest.approx(111_195, rel=1e-3)
    assert (street_of(f"{HERE}.004"), community_of(f"{HERE}.004")) == ("150503.001", HERE)


@dataclass
class Called:
    state: SummonsState
    answer_seconds: int | None = None
    arrival_seconds: int | None = None


def test_who_was_there_counts_after_leaving_and_late_answers_have_a_reason():
    calls = [
        Called(SummonsState.COMING, 4), Called(SummonsState.STOOD_DOWN, 3, 200), Called(SummonsState.STOOD_DOWN),
        Called(SummonsState.NOT_COMING, 9),
    ]  # fmt: skip
    assert coming(calls) == 2
    assert [reason(refuse_late, CallOutState.ENOUGH, each) for each in calls] == [
        None,
        None,
        "enough_come",
        "enough_come",
    ]
    assert {reason(refuse_late, CallOutState.CLOSED, each) for each in calls} == {"call_out_over"}
    assert {reason(refuse_late, CallOutState.CALLING, each) for each in calls} == {None}


def test_calls_and_call_outs_reach_all_their_states():
    assert CALL_OUT.reachable() == set(CallOutState) and SUMMONS.reachable() == set(SummonsState)
    assert SUMMONS.decide(SummonsState.CALLED, "arrive", {CALLED_MEMBER}).target == SummonsState.ARRIVED
    assert reason(SUMMONS.decide, SummonsState.ARRIVED, "stay_away", {CALLED_MEMBER}) == "not_allowed_now"
    assert reason(CALL_OUT.decide, CallOutState.CLOSED, "close", {RUNNER}) == "not_allowed_now"
    assert reason(CALL_OUT.decide, CallOutState.CALLING, "close", {CLOCK}) == "forbidden"


def test_who_is_not_ready_has_a_reason():
    weekday = [Slot(weekday=1, since=time(9), until=time(12))]
    assert unready([], None, False, MONDAY) is None
    assert unready(weekday, None, False, MONDAY) is None
    assert unready(weekday, None, False, MONDAY + timedelta(hours=3)) is Unready.OFF_DUTY
    assert unready([], MONDAY + timedelta(days=1), False, MONDAY) is Unready.RESTING
    assert unready([], MONDAY, True, MONDAY) is Unready.CALLED_OUT
    assert unready([], MONDAY + timedelta(days=1), True, MONDAY, reachable=False) is Unready.UNREACHABLE
    assert (
        seconds_between(MONDAY, MONDAY + timedelta(seconds=9.9)),
        seconds_between(MONDAY, MONDAY - timedelta(1)),
    ) == (9, 0)


FACTS = {"actor": "a", "treated_by": "b"}


def test_hazard_is_verified_by_somebody_else():
    assert HAZARD.reachable() == set(HazardState)
    assert HAZARD.decide(HazardState.TREATED, "verify", {STAFF_OF_AREA}, FACTS).target == HazardState.VERIFIED
    own = {"actor": "b", "treated_by": "b"}
    for action in ("verify", "send_back"):
        assert reason(HAZARD.decide, HazardState.TREATED, action, {STAFF_OF_AREA}, own) == "own_treatment"
        assert reason(HAZARD.decide, HazardState.TREATED, action, {TEAM_MEMBER}, FACTS) == "forbidden"
    assert HAZARD.decide(HazardState.FOUND, "take", {TEAM_MEMBER}, FACTS).target == HazardState.ASSIGNED
    assert reason(HAZARD.decide, HazardState.FOUND, "assign", {TEAM_MEMBER}, FACTS) == "forbidden"
    assert reason(HAZARD.decide, HazardState.ASSIGNED, "treat", {STAFF_OF_AREA, TEAM_LEADER}, FACTS) == "forbidden"
    assert HAZARD.decide(HazardState.ASSIGNED, "treat", {ASSIGNEE}, FACTS).target == HazardState.TREATED
    assert reason(HAZARD.decide, HazardState.TREATED, "hand_over", {STAFF_OF_AREA}, FACTS) == "not_allowed_now"


def test_inspections_are_due_by_the_day():
    assert due_again(date(2026, 1, 31), 30) == date(2026, 3, 2)
    assert [days_late(date(2026, 3, 2), date(2026, 3, day)) for day in (1, 2, 5)] == [0, 0, 3]


def test_drill_is_held_once_it_was_sounded():
    assert DRILL.reachable() == set(DrillState)
    assert reason(DRILL.decide, DrillState.PLANNED, "hold", {LEADER}) == "not_allowed_now"
    assert reason(DRILL.decide, DrillState.PLANNED, "sound", {MEMBER_OF_TEAM}) == "forbidden"
    assert (time_to_assemble(None, [30, None, 90]), time_to_assemble(240, [30])) == (90, 240)
    assert reason(time_to_assemble, None, [None]) == "time_missing"


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=60))
def test_spread_is_that_of_the_sorted_times(seconds: list[int]):
    found, ordered = spread(Counter(seconds)), sorted(seconds)
    assert (found.count, found.median) == (len(seconds), ordered[(len(seconds) - 1) // 2])
    assert found.p95 is not None and sum(each <= found.p95 for each in ordered) * 100 >= 95 * len(ordered)
    assert sum(each < found.p95 for each in ordered) * 100 < 95 * len(ordered)
    assert spread({}).median is None


def test_names_and_numbers_are_masked():
    assert (mask_name("欧阳明"), mask_phone("13800001234"), mask_phone("123")) == ("欧**", "*******1234", "123")
