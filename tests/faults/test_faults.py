"""Short rounds of blows; `make faults` strikes them all, with more seeds."""

import pytest

from infra.faults.blows import kill_a_replica, kill_every_replica, kill_the_database, restart_the_broker
from infra.faults.run import WORKS, run


@pytest.mark.parametrize("work", WORKS)
def test_nothing_is_lost_or_doubled_when_parts_are_killed_and_restarted(work):
    verdict = run(work, (kill_a_replica, kill_every_replica, restart_the_broker, kill_the_database), seed=7)
    assert verdict.good, "\n".join(verdict.lines())
