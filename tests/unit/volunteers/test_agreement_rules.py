"""Agreements: how long they hold, when the calendar moves them, what deliveries fit, who makes which move."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.volunteers.domain.agreements import (
    AGREEMENT,
    CALENDAR,
    DELIVERY,
    OFFICE,
    STAFF_OF_AREA,
    UNIT,
    due_at,
    percent,
    refuse_bad_deliveries,
    refuse_bad_term,
)
from shared.contracts.volunteers.agreements import AgreementState
from shared.contracts.volunteers.deliveries import Delivered, DeliveryState
from shared.kernel.errors import Refusal

TODAY = date(2026, 11, 2)
DAYS = st.integers(-400, 2500).map(lambda days: TODAY + timedelta(days=days))


def delivered(**fields) -> Delivered:
    return Delivered(**({"project": 1, "day": TODAY, "quantity": 1, "what": "义诊"} | fields))


def refused(*args) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as found:
        refuse_bad_deliveries(*args)
    return found.value.reason.code, found.value.pointer


@given(DAYS, DAYS)
def test_term_ends_after_it_begins_not_in_the_past_and_within_five_years(since: date, until: date):
    fits = since <= until and until >= TODAY and (until - since).days <= 5 * 366
    if fits:
        refuse_bad_term(since, until, TODAY)
    else:
        with pytest.raises(Refusal) as found:
            refuse_bad_term(since, until, TODAY)
        assert found.value.reason.code == "volunteers.bad_term"


def test_calendar_begins_on_the_first_day_and_ends_after_the_last_in_shanghai():
    since, until = date(2026, 12, 1), date(2026, 12, 31)
    assert due_at(AgreementState.SIGNED, since, until) == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert due_at(AgreementState.RUNNING, since, until) == datetime(2026, 12, 31, 16, tzinfo=UTC)
    for state in (AgreementState.DRAFT, AgreementState.ENDED, AgreementState.TERMINATED):
        assert due_at(state, since, until) is None


def test_area_signs_after_the_unit_only():
    with pytest.raises(Refusal) as found:
        AGREEMENT.decide("draft", "countersign", {OFFICE}, False)
    assert found.value.reason.code == "volunteers.unit_unsigned"
    assert AGREEMENT.decide("draft", "countersign", {OFFICE}, True).target == AgreementState.SIGNED


@pytest.mark.parametrize(
    ("state", "action", "capacity"),
    [
        ("draft", "countersign", UNIT), ("draft", "sign", OFFICE), ("draft", "amend", UNIT), ("signed", "begin", OFFICE),
        ("running", "end", OFFICE), ("running", "terminate", CALENDAR), ("ended", "terminate", OFFICE),
        ("terminated", "sign", UNIT), ("signed", "amend", OFFICE),
    ],
)  # fmt: skip
def test_moves_that_are_not_theirs_are_refused(state: str, action: str, capacity: str):
    with pytest.raises(Refusal) as found:
        AGREEMENT.decide(state, action, {capacity}, True)
    assert found.value.reason.code in ("forbidden", "not_allowed_now")


def test_every_state_can_be_reached():
    assert AGREEMENT.reachable() == set(AgreementState)
    assert DELIVERY.reachable() == set(DeliveryState)


def test_delivery_is_decided_once():
    for action, target in (("confirm", DeliveryState.CONFIRMED), ("decline", DeliveryState.DECLINED)):
        assert DELIVERY.decide("recorded", action, {STAFF_OF_AREA}).target == target
        with pytest.raises(Refusal):
            DELIVERY.decide(target, action, {STAFF_OF_AREA})


def test_deliveries_name_a_promise_and_a_day_of_the_term_that_has_come():
    since, until = TODAY - timedelta(days=10), TODAY + timedelta(days=10)
    refuse_bad_deliveries([delivered()], 1, since, until, TODAY)
    assert refused([delivered(), delivered(project=2)], 1, since, until, TODAY) == (
        "volunteers.no_such_promise", "/deliveries/1/project",
    )  # fmt: skip
    before = since - timedelta(days=1)
    assert refused([delivered(day=before)], 1, since, until, TODAY) == (
        "volunteers.outside_term", "/deliveries/0/day",
    )  # fmt: skip
    ahead = TODAY + timedelta(days=1)
    assert refused([delivered(day=ahead)], 1, since, until, TODAY) == (
        "volunteers.day_to_come", "/deliveries/0/day",
    )  # fmt: skip


def test_progress_is_whole_percents_and_may_pass_a_hundred():
    assert [percent(delivered, 3) for delivered in (0, 1, 3, 6)] == [0, 33, 100, 200]
