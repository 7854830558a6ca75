"""Whether those who know the released schema can live with the new one.

What is sent out (events, views) may gain fields; it may not lose one, change one's kind, or make one optional that was
always there. What callers send (commands) may gain optional fields and wider limits; it may not lose one, demand more or
take less.
"""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")
UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")


def breaks(old: Schema, new: Schema | None, sent_by_callers: bool) -> list[str]:
    """What is no longer as it was promised, one line each."""
    if new is None:
        return ["is gone"]
    return list(_compare(old, new, _Roots(old, new), sent_by_callers, "", frozenset()))


class _Roots:
    """Where references of the two schemas lead."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old, new

    def old(self, schema: Schema) -> Schema:
        return _resolved(schema, self._old)

    def new(self, schema: Schema) -> Schema:
        return _resolved(schema, self._new)


def _resolved(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _compare(old: Schema, new: Schema, roots: _Roots, inward: bool, at: str, seen: frozenset[str]) -> Iterator[str]:
    reference = old.get("$ref")
    if reference in seen:
        return
    seen = seen | {reference} if reference else seen
    old, new = roots.old(old), roots.new(new)
    place = at or "/"
    if _kinds(old, roots.old) != _kinds(new, roots.new):
        gained, lost = _kinds(new, roots.new) - _kinds(old, roots.old), _kinds(old, roots.old) - _kinds(new, roots.new)
        if lost if inward else gained:
            yield f"{place}: was {sorted(_kinds(old, roots.old))}, is {sorted(_kinds(new, roots.new))}"
    yield from _compare_choices(old, new, inward, place)
    yield from _compare_bounds(old, new, inward, place)
    yield from _compare_fields(old, new, roots, inward, at, seen)
    if isinstance(old.get("items"), dict) and isinstance(new.get("items"), dict):
        yield from _compare(old["items"], new["items"], roots, inward, f"{at}/*", seen)
    for before, after in zip(_real(old), _real(new), strict=False):
        yield from _compare(before, after, roots, inward, at, seen)


def _compare_choices(old: Schema, new: Schema, inward: bool, place: str) -> Iterator[str]:
    before, after = _choices(old), _choices(new)
    if before is None:
        if after is not None and inward:
            yield f"{place}: only {sorted(after)} from now on"
        return
    lost = before - after if after is not None else set()
    if inward and lost:
        yield f"{place}: no longer takes {sorted(lost)}"
    if not inward and after is None:
        yield f"{place}: was one of {sorted(before)}, is anything now"


def _compare_bounds(old: Schema, new: Schema, inward: bool, place: str) -> Iterator[str]:
    if not inward:
        return
    for bound in LOWER_BOUNDS:
        if new.get(bound, float("-inf")) > old.get(
            bound, 0 if bound.startswith("minL") or bound == "minItems" else float("-inf")
        ):
            yield f"{place}: {bound} raised to {new[bound]}"
    for bound in UPPER_BOUNDS:
        if new.get(bound, float("inf")) < old.get(bound, float("inf")):
            yield f"{place}: {bound} lowered to {new[bound]}"
    if new.get("pattern") not in (None, old.get("pattern")):
        yield f"{place}: pattern changed to {new['pattern']}"


def _compare_fields(
    old: Schema, new: Schema, roots: _Roots, inward: bool, at: str, seen: frozenset[str]
) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    for name, field in before.items():
        if name in after:
            yield from _compare(field, after[name], roots, inward, f"{at}/{name}", seen)
        else:
            yield f"{at}/{name}: removed"
    demanded, promised = set(new.get("required", ())), set(old.get("required", ()))
    if inward:
        yield from (f"{at}/{name}: required from now on" for name in sorted(demanded - promised))
    else:
        yield from (
            f"{at}/{name}: was always there, is optional now" for name in sorted((promised - demanded) & set(after))
        )


def _kinds(schema: Schema, resolve: Any) -> set[str]:
    """JSON types that a value may have."""
    if "anyOf" in schema:
        return {kind for option in schema["anyOf"] for kind in _kinds(resolve(option), resolve)}
    kinds = schema.get("type", ())
    return {kinds} if isinstance(kinds, str) else set(kinds)


def _choices(schema: Schema) -> set[str] | None:
    found = [schema["const"]] if "const" in schema else schema.get("enum")
    return {str(choice) for choice in found} if found is not None else None


def _real(schema: Schema) -> list[Schema]:
    """The options of an optional field but null."""
    return [option for option in schema.get("anyOf", ()) if option.get("type") != "null"]
