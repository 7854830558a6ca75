"""Photos of things that change hands. They are uploaded to tickets before, which keeps them while something shows them."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.contracts.model import AreaPath, Event, Id

Photos = Annotated[
    list[Id],
    Field(
        max_length=9,
        description="ids of photos that the caller has uploaded before; those of others are not shown",
    ),
]


class PhotosShown(Event):
    """All photos that a thing (the subject) shows from now on, none when it is gone.

    `account`: who uploaded them. `areas`: whose staff see them; `everybody`: who signs in sees them.
    """

    TYPE: ClassVar[str] = "volunteers.photos.shown.v1"

    account: Id | None = None
    photos: list[Id]
    areas: list[AreaPath] = []
    everybody: bool = False


OPERATIONS = ()
EVENTS = (PhotosShown,)
