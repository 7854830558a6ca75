"""Admission: who decides, and that no suspicion is left open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.residents.domain.admitting import ADMISSION, APPLICANT, WORKER, Suspicion, capacities, the_same
from shared.contracts.actor import Actor, Role
from shared.contracts.residents.admission import AdmissionState
from shared.kernel.errors import Refusal

GRID = "150202.001.001.001"
NONE = Suspicion(frozenset(), frozenset())
people = st.frozensets(st.sampled_from("abcd"))


def actor(role: Role, *within: str, account: str = "x") -> Actor:
    return Actor(account, frozenset({role}), None, within)


@pytest.mark.parametrize(
    ("who", "held"),
    [
        (actor(Role.GRID_WORKER, GRID), {WORKER}),
        (actor(Role.COMMUNITY_STAFF, "150202.001.001"), {WORKER}),
        (actor(Role.GRID_WORKER, "150202.001.001.002"), set()),
        (actor(Role.STREET_STAFF, "150202.001"), set()),
        (actor(Role.RESIDENT, account="a"), {APPLICANT}),
        (actor(Role.GRID_WORKER, GRID, account="a"), {APPLICANT}),
    ],
)
def test_those_who_work_in_the_grid_decide_but_not_on_themselves(who, held):
    assert capacities(who, "a", GRID) == held


@given(people, people)
def test_admission_waits_until_every_candidate_is_decided(candidates, decided):
    suspicion = Suspicion(candidates, decided)
    if candidates <= decided:
        assert ADMISSION.decide(AdmissionState.NEW, "admit", {WORKER}, suspicion).target == AdmissionState.ADMITTED
        return
    with pytest.raises(Refusal) as refused:
        ADMISSION.decide(AdmissionState.NEW, "admit", {WORKER}, suspicion)
    assert refused.value.reason.code == "residents.undecided_duplicates"
    assert refused.value.facts["people"] == sorted(candidates - decided)


@pytest.mark.parametrize("state", list(AdmissionState))
@pytest.mark.parametrize("action", ["decide_duplicate", "admit", "decline", "withdraw"])
@pytest.mark.parametrize("capacity", [APPLICANT, WORKER])
def test_every_action_is_possible_while_new_only_and_for_its_capacity(state, action, capacity):
    own = APPLICANT if action == "withdraw" else WORKER
    if state == AdmissionState.NEW and capacity == own:
        ADMISSION.decide(state, action, {capacity}, NONE)
        return
    with pytest.raises(Refusal) as refused:
        ADMISSION.decide(state, action, {capacity}, NONE)
    assert refused.value.reason.code == ("forbidden" if state == AdmissionState.NEW else "not_allowed_now")


def test_every_state_can_be_reached():
    assert ADMISSION.reachable() == set(AdmissionState)


def test_the_same_is_whom_a_decision_says():
    assert the_same([("a", "different"), ("b", "same")]) == "b"
    assert the_same([("a", "different")]) is None
