"""Rows of a form that somebody has typed in: all that are not in order are named at once, so that they are mended at once."""

from collections.abc import Callable, Iterable

from shared.kernel.errors import Refusal


def refuse_rows(checks: Iterable[Callable[[], None]]) -> None:
    """Refuses for the first row's reason; its fact `errors` names what is wrong with each, by pointer and code."""
    found: list[Refusal] = []
    for check in checks:
        try:
            check()
        except Refusal as refusal:
            found.append(refusal)
    if len(found) == 1:
        raise found[0]
    if found:
        errors = [{"pointer": each.pointer, "code": each.reason.code, "params": each.facts} for each in found]
        raise found[0].reason(found[0].pointer, **found[0].facts, errors=errors)
