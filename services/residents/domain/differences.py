"""What a change makes different, told with numbers masked."""

from collections.abc import Mapping
from typing import Any

from services.residents.domain.masking import mask_paper, mask_phone
from shared.contracts.residents.changes import Difference


def flat(wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A paper or a dwelling as single fields; what is not there is left out."""
    found: dict[str, Any] = {}
    for name, value in wanted.items():
        if isinstance(value, Mapping):
            found |= {f"{name}.{part}": inner for part, inner in value.items() if inner is not None}
        elif value is not None:
            found[name] = value
    return found


def differences(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[Difference]:
    """Each field that is to be different; both are flat."""
    return [
        Difference(field=name, before=_shown(name, before.get(name)), after=_shown(name, after))
        for name, after in wanted.items()
        if before.get(name) != after
    ]


def _shown(field: str, value: Any) -> str | None:
    if value is None:
        return None
    if field == "paper.number":
        return mask_paper(str(value))
    return mask_phone(str(value)) if field == "phone" else str(value)
