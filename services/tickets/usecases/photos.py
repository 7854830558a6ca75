"""Photos: take in and show."""

from typing import Any

from services.tickets.domain.flow import capacities
from services.tickets.domain.pictures import media_type_of
from shared.contracts.actor import STAFF, Actor
from shared.contracts.residents import ChangeMoved
from shared.contracts.tickets.photos import NOT_A_PHOTO, PHOTO_TOO_LARGE, AddPhoto, GetPhoto, PhotoContent, PhotoView
from shared.kernel.errors import NOT_FOUND

PHOTO_LIMIT = 8_000_000


def add_photo(store: Any, actor: Actor, command: AddPhoto) -> PhotoView:
    if len(command.content) > PHOTO_LIMIT:
        raise PHOTO_TOO_LARGE("/content", size=len(command.content), limit=PHOTO_LIMIT)
    media_type = media_type_of(command.content)
    if media_type is None:
        raise NOT_A_PHOTO("/content")
    photo = store.add_photo(actor.account, media_type, command.content)
    return PhotoView(id=photo.id, media_type=media_type, size=photo.size)


def get_photo(store: Any, actor: Actor, command: GetPhoto) -> PhotoContent:
    """For who uploaded it, and for those who have to do with what shows it; for others there is none."""
    photo = store.get_photo(command.photo_id)
    shown = (
        capacities(actor, standing) or store.follows(ticket, actor.account)
        for ticket, standing in store.standings_with(photo.id)
    )
    attached = actor.has(*STAFF) and any(actor.covers(area) for area in photo.shown_in)
    if photo.owner != actor.account and not attached and not any(shown):
        raise NOT_FOUND("/photo_id", what="photo")
    return PhotoContent.model_construct(
        id=photo.id, media_type=photo.media_type, size=photo.size, content=photo.content
    )


def show_attached(store: Any, delivered: Any) -> None:
    """Reaction: photos of papers go with a change request; those who decide on it see them."""
    change: ChangeMoved = delivered.data
    if change.photos:
        store.show_photos(change.photos, change.account, change.areas)
