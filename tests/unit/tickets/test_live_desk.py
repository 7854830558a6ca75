"""When the live desk streams, what opens a stream, and what closes a request."""

from datetime import UTC, date, datetime, timedelta

import pytest
from chinese_calendar import is_workday
from hypothesis import given
from hypothesis import strategies as st

from services.tickets.domain.live_desk import (
    LONGEST_PLAN,
    REQUEST,
    STREAM,
    Following,
    Readiness,
    broadcast,
    is_missed,
    planned_days,
    refuse_other_side,
    standing,
)
from shared.contracts.actor import Actor, Role
from shared.contracts.tickets.desk_requests import DeskRequestState, ExchangeSide
from shared.contracts.tickets.live_desk import StreamState
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import Refusal

AREA = "150405.816.001"
WORKER = Actor("w", frozenset({Role.GRID_WORKER}), areas=(AREA,))
MOVED = Actor("w", frozenset({Role.GRID_WORKER}), areas=("150405.817",))
STARTS = datetime(2026, 3, 2, 1, tzinfo=UTC)
KNOWN = st.dates(date(2015, 1, 1), date(2024, 12, 31))


@given(KNOWN, st.integers(0, 60))
def test_planned_days_are_the_working_days_of_the_period(since: date, length: int):
    days = [since + timedelta(days=number) for number in range(length + 1)]
    wanted = [day for day in days if is_workday(day)]
    if wanted:
        assert planned_days(since, days[-1]) == wanted
    else:
        with pytest.raises(Refusal, match="no_working_day"):
            planned_days(since, days[-1])


@given(st.dates(date(1901, 1, 1), date(9999, 12, 30)))
def test_desk_streams_from_nine_to_eleven_in_shanghai(day: date):
    opens, closes = (moment.astimezone(SHANGHAI) for moment in broadcast(day))
    assert (opens.date(), opens.hour, closes.hour, opens.minute) == (day, 9, 11, 0)


def test_plan_has_an_end():
    with pytest.raises(Refusal, match="plan_too_long"):
        planned_days(date(2025, 1, 1), date(2025, 1, 1) + timedelta(days=LONGEST_PLAN))


@given(st.integers(0, 2), st.integers(-120, 120))
def test_stream_opens_with_two_hosts_from_a_quarter_of_an_hour_before(hosts: int, minutes: int):
    facts = Readiness(hosts, STARTS, STARTS + timedelta(minutes=minutes))
    ready = hosts == 2 and minutes >= -15
    try:
        STREAM.decide(StreamState.PLANNED, "open", standing(WORKER, AREA, ["w"]), facts)
        assert ready
    except Refusal as refused:
        assert not ready
        assert refused.reason.code == ("tickets.too_few_hosts" if hosts < 2 else "tickets.stream_not_begun")


def test_seat_is_worth_nothing_without_the_area():
    with pytest.raises(Refusal, match="forbidden"):
        STREAM.decide(StreamState.PLANNED, "open", standing(MOVED, AREA, ["w"]), Readiness(2, STARTS, STARTS))


@given(st.integers(0, 10), st.booleans(), st.booleans())
def test_request_is_closed_after_its_matter_and_enough_talk(exchanges: int, settled: bool, ticket_open: bool):
    facts = Following(exchanges, settled, "261121-AAAA-BBBB", ticket_open)
    allowed = not ticket_open and (settled or exchanges >= 5)
    try:
        REQUEST.decide(DeskRequestState.FOLLOWED, "close", {"host"}, facts)
        assert allowed
    except Refusal:
        assert not allowed


@pytest.mark.parametrize(
    ("host", "known", "side", "settled", "code"),
    [
        (True, True, ExchangeSide.HOST, False, None),
        (True, True, ExchangeSide.RESIDENT, False, None),
        (True, True, ExchangeSide.RESIDENT, True, "tickets.only_the_resident"),
        (True, False, ExchangeSide.RESIDENT, True, None),
        (True, False, ExchangeSide.HOST, True, "tickets.only_the_resident"),
        (False, True, ExchangeSide.RESIDENT, True, None),
        (False, True, ExchangeSide.HOST, False, "tickets.not_your_side"),
    ],
)
def test_everybody_speaks_for_themselves(host, known, side, settled, code):
    if code is None:
        refuse_other_side(host, known, side, settled)
        return
    with pytest.raises(Refusal, match=code):
        refuse_other_side(host, known, side, settled)


def test_who_may_not_ask_is_not_told_to():
    guest, merchant = (Actor("x", frozenset({role})) for role in (Role.RESIDENT, Role.MERCHANT))
    told = [[move.action for move in STREAM.open_to(StreamState.PLANNED, standing(each, AREA, []))]
            for each in (guest, merchant)]  # fmt: skip
    assert told == [["ask"], []]


def test_stream_is_missed_once_its_time_is_over():
    ends = STARTS + timedelta(hours=2)
    assert is_missed(StreamState.PLANNED, ends, ends)
    assert not is_missed(StreamState.PLANNED, ends, ends - timedelta(minutes=1))
    assert not is_missed(StreamState.CANCELLED, ends, ends)
