"""A copy of somebody's data for whoever asks for theirs."""

from typing import Any

from shared.contracts.residents import ExportRequested
from shared.contracts.volunteers.privacy import VolunteersCollected


def hand_over_copy(store: Any, delivered: Any) -> None:
    """Reaction: somebody asks for a copy of all their data."""
    asked: ExportRequested = delivered.data
    part = VolunteersCollected(export=asked.export, sealed=store.sealed_copy(asked.account, asked.person))
    store.announce(part, subject=asked.export, version=1, area=None)
