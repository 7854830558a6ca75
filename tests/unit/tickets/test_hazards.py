"""Whom to thank for a hazard: the first who reported it, and only a resident."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.hazards import Report, filed_on_duty, first_to_thank
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.matters import Channel

FIRST = datetime(2026, 11, 22, 8, tzinfo=UTC)
REPORTS = st.builds(
    Report,
    id=st.uuids().map(lambda name: name.hex),
    opened_at=st.integers(0, 3).map(lambda hours: FIRST + timedelta(hours=hours)),
    account=st.sampled_from(["a", "b", None]),
    on_duty=st.booleans(),
)


@given(st.lists(REPORTS, min_size=1, max_size=6))
def test_first_report_alone_is_thanked_whatever_came_later(reports: list[Report]):
    first = min(reports, key=lambda report: (report.opened_at, report.id))
    thanked = first_to_thank(reports)
    assert thanked == first_to_thank([first])
    assert thanked is None or (thanked is first and thanked.account is not None and not thanked.on_duty)


@pytest.mark.parametrize("first", [{"account": None, "on_duty": False}, {"account": "a", "on_duty": True}])
def test_nobody_is_thanked_for_what_was_known(first: dict):
    known = Report(id="1", opened_at=FIRST, **first)
    later = Report(id="2", opened_at=FIRST + timedelta(hours=1), account="b", on_duty=False)
    assert first_to_thank([later, known]) is None


@pytest.mark.parametrize(
    ("roles", "channel", "on_duty"),
    [
        ({Role.RESIDENT}, Channel.APP, False),
        ({Role.RESIDENT, Role.GRID_WORKER}, Channel.QR_CODE, False),
        ({Role.RESIDENT, Role.GRID_WORKER}, Channel.PATROL, True),
        ({Role.GRID_WORKER}, Channel.APP, True),
        ({Role.OPERATOR}, Channel.HOTLINE, True),
    ],
)
def test_staff_report_for_themselves_by_the_ways_of_residents_alone(roles: set[Role], channel: Channel, on_duty: bool):
    assert filed_on_duty(Actor("a", frozenset(roles)), channel) is on_duty
