"""Asking a busy suite."""

import pytest

from infra.town.receiver import patiently
from shared.kernel.errors import DEADLINE, NOT_FOUND, UNAVAILABLE, ErrorCode, Refusal


class Busy:
    """Refuses so often with this, then answers."""

    def __init__(self, reason: ErrorCode, times: int) -> None:
        self.reason, self.left, self.asked = reason, times, 0

    def __call__(self) -> str:
        self.asked += 1
        if self.asked <= self.left:
            raise self.reason()
        return "written"


@pytest.mark.parametrize("reason", [DEADLINE, UNAVAILABLE])
def test_batch_that_came_late_is_sent_again(reason: ErrorCode):
    assert patiently(Busy(reason, 4), turns=5) == "written"


def test_batch_that_always_comes_late_is_given_up():
    busy = Busy(DEADLINE, 9)
    with pytest.raises(Refusal):
        patiently(busy, turns=5)
    assert busy.asked == 5


def test_refusal_of_the_batch_itself_is_told_at_once():
    busy = Busy(NOT_FOUND, 1)
    with pytest.raises(Refusal):
        patiently(busy, turns=5)
    assert busy.asked == 1
