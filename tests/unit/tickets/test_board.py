"""What the board hides, and until when outcomes can be objected to."""

from datetime import UTC, datetime, timedelta

import pytest

from services.tickets.domain.board import (
    NOTICE,
    masked,
    month_to_publish,
    notice_until,
    refuse_late_objection,
    refuse_unfinished,
    span_of,
)
from shared.contracts.tickets.matters import TicketState
from shared.kernel.errors import Refusal

TOLD = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("已电话13812345678回访", "已电话138****5678回访"),
        ("138 1234 5678", "138****5678"),
        ("身份证15020219500101123X", "身份证150202********123X"),
        ("工单2611221381234567890号", "工单2611221381234567890号"),
        ("换灯3盏,共120元", "换灯3盏,共120元"),
        (None, None),
    ],
)
def test_numbers_of_people_are_masked_and_others_are_not(text, shown):
    assert masked(text) == shown


@pytest.mark.parametrize("state", TicketState)
def test_outcomes_alone_are_on_notice(state: TicketState):
    told = state in (TicketState.DONE, TicketState.CLOSED, TicketState.DECLINED)
    assert notice_until(state, TOLD) == (TOLD + NOTICE if told else None)


def test_objection_is_possible_until_the_last_moment_of_the_notice():
    refuse_late_objection("done", TOLD, TOLD + NOTICE)
    with pytest.raises(Refusal) as late:
        refuse_late_objection("done", TOLD, TOLD + NOTICE + timedelta(milliseconds=1))
    assert late.value.reason.code == "tickets.notice_over"
    with pytest.raises(Refusal) as none:
        refuse_late_objection("accepted", None, TOLD)
    assert none.value.reason.code == "tickets.no_outcome_yet"


def test_month_is_that_of_shanghai():
    since, until = span_of("2026-12")
    assert since.astimezone(UTC) == datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert until.astimezone(UTC) == datetime(2026, 12, 31, 16, 0, tzinfo=UTC)


def test_month_is_published_once_it_is_over():
    with pytest.raises(Refusal):
        refuse_unfinished("2026-11", datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC))
    refuse_unfinished("2026-11", datetime(2026, 11, 30, 16, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("now", "month"),
    [
        (datetime(2026, 12, 4, 15, 59, tzinfo=UTC), None),
        (datetime(2026, 12, 4, 16, 0, tzinfo=UTC), "2026-11"),
        (datetime(2027, 1, 31, 12, 0, tzinfo=UTC), "2026-12"),
    ],
)
def test_last_month_is_published_by_itself_from_the_fifth_on(now, month):
    assert month_to_publish(now) == month
