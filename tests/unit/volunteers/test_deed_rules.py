"""Deeds are decided once; ten kinds of posts; sessions follow one another."""

from datetime import UTC, datetime, timedelta

import pytest

from services.volunteers.domain.areas import chain
from services.volunteers.domain.deeds import DEED, KINDS, STAFF_OF_AREA, TELLER
from services.volunteers.domain.sessions import refuse_disorder
from shared.contracts.volunteers.posts import DeedState
from shared.contracts.volunteers.trainings import SESSIONS_OUT_OF_ORDER, TrainingSession
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, Refusal

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


def session(begins: int, ends: int) -> TrainingSession:
    return TrainingSession(begins_at=MORNING + timedelta(hours=begins), ends_at=MORNING + timedelta(hours=ends))


def test_suite_begins_with_ten_kinds_of_posts():
    assert len(KINDS) == 10 and all(chinese and english for chinese, english in KINDS.values())


def test_area_lies_in_all_above_it():
    assert chain("150455.001.002") == ["150455.001.002", "150455.001", "150455"]


@pytest.mark.parametrize("action", ["confirm", "decline"])
def test_told_deed_is_decided_by_staff_and_once(action: str):
    target = DEED.decide(DeedState.TOLD, action, {STAFF_OF_AREA}).target
    with pytest.raises(Refusal) as again:
        DEED.decide(target, action, {STAFF_OF_AREA})
    assert again.value.reason is NOT_ALLOWED_NOW
    with pytest.raises(Refusal) as own:
        DEED.decide(DeedState.TOLD, action, {TELLER})
    assert own.value.reason is FORBIDDEN
    assert DEED.reachable() == set(DeedState)


@pytest.mark.parametrize(
    ("sessions", "pointer"),
    [
        ([session(0, 0)], "/sessions/0/ends_at"),
        ([session(0, 2), session(1, 3)], "/sessions/1/begins_at"),
        ([session(5, 6), session(0, 1)], "/sessions/1/begins_at"),
    ],
)
def test_sessions_out_of_order_are_refused(sessions: list[TrainingSession], pointer: str):
    with pytest.raises(Refusal) as refused:
        refuse_disorder(sessions)
    assert (refused.value.reason, refused.value.pointer) == (SESSIONS_OUT_OF_ORDER, pointer)


def test_sessions_may_touch():
    refuse_disorder([session(0, 1), session(1, 2)])
