"""Codes of authenticator apps: good in their half minute and the ones beside it, and only once."""

from collections.abc import Mapping


def accepted_step(given: str, codes: Mapping[int, str], last: int | None) -> int | None:
    """The time step whose code was given. Steps up to the last one used are refused, so that no code is good twice."""
    fitting = [step for step, code in codes.items() if code == given and (last is None or step > last)]
    return min(fitting, default=None)
