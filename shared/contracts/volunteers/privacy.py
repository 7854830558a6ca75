"""What volunteers contributes when somebody asks for a copy of their data."""

from typing import ClassVar

from pydantic import Field

from shared.contracts.model import Event, Id


class VolunteersCollected(Event):
    """What volunteers keeps of somebody: JSON, sealed with the data key of the suite."""

    TYPE: ClassVar[str] = "volunteers.export.collected.v1"

    export: Id
    sealed: str = Field(repr=False)


OPERATIONS = ()
EVENTS = (VolunteersCollected,)
