"""The middle and the slow end of many times."""

from collections.abc import Mapping

from shared.contracts.volunteers.response_figures import Spread


def spread(many: Mapping[int, int]) -> Spread:
    """`many`: how often each number of seconds occurs. By nearest rank: always a time that did occur."""
    count = sum(many.values())
    if not count:
        return Spread(count=0)
    return Spread(count=count, median=at_rank(many, -(-count // 2)), p95=at_rank(many, -(-count * 95 // 100)))


def at_rank(many: Mapping[int, int], rank: int) -> int:
    passed = 0
    for seconds in sorted(many):
        passed += many[seconds]
        if passed >= rank:
            return seconds
    raise ValueError("there are fewer times than the rank")
