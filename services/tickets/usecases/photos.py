"""Photos: take in and show."""

from typing import Any

from services.tickets.domain.flow import capacities
from services.tickets.usecases.bookings import held_by
from shared.contracts.actor import STAFF, Actor
from shared.contracts.residents import ChangeMoved
from shared.contracts.tickets.intake import NO_SUCH_PHOTO
from shared.contracts.tickets.photos import AddPhoto, GetPhoto, GetThumbnail, PhotoContent, PhotoView
from shared.contracts.volunteers.photos import PhotosShown
from shared.kernel.errors import NOT_FOUND

JPEG = "image/jpeg"


def add_photo(store: Any, actor: Actor, _command: AddPhoto, *, put_down: str) -> PhotoView:
    """The picture that was put down before becomes the caller's photo."""
    photo = store.give_photo(put_down, actor.account)
    return PhotoView(id=photo.id, media_type=photo.media_type, size=photo.size, width=photo.width, height=photo.height)


def get_photo(store: Any, actor: Actor, command: GetPhoto) -> PhotoContent:
    photo = visible(store, actor, command.photo_id)
    return content(photo.id, photo.media_type, store.picture_of(photo))


def get_thumbnail(store: Any, actor: Actor, command: GetThumbnail) -> PhotoContent:
    """Besides, for everybody who is shown an open matter near by."""
    if store.shows_to_all(command.photo_id):
        photo = store.get_photo(command.photo_id)
    else:
        photo = visible(store, actor, command.photo_id)
    return content(photo.id, JPEG, store.thumbnail_of(photo))


def content(photo_id: str, media_type: str, picture: bytes) -> PhotoContent:
    return PhotoContent.model_construct(id=photo_id, media_type=media_type, content=picture)


def visible(store: Any, actor: Actor, photo_id: str) -> Any:
    """For who uploaded it, and for those who have to do with what shows it; for others there is none."""
    photo = store.get_photo(photo_id)
    shown = (
        capacities(actor, standing) or store.follows(ticket, actor.account)
        for ticket, standing in store.standings_with(photo.id)
    )
    areas = {*photo.shown_in, *(area for showing in photo.showings for area in showing.areas)}
    attached = actor.has(*STAFF) and any(actor.covers(area) for area in areas)
    open_to_all = any(showing.everybody for showing in photo.showings)
    visited = (held_by(booking, actor) for booking in store.bookings_with(photo.id))
    if photo.owner != actor.account and not attached and not open_to_all and not any(shown) and not any(visited):
        raise NOT_FOUND("/photo_id", what="photo")
    return photo


def attach_photos(store: Any, actor: Actor, photos: list[str]) -> None:
    """The actor's own photos go with a matter from now on; refuses those of others."""
    stranger = store.keep_photos(photos, actor.account)
    if stranger is not None:
        raise NO_SUCH_PHOTO(f"/photos/{photos.index(stranger)}", photo=stranger)


def show_attached(store: Any, delivered: Any) -> None:
    """Reaction: photos of papers go with a change request; those who decide on it see them."""
    change: ChangeMoved = delivered.data
    if change.photos:
        store.show_photos(change.photos, change.account, change.areas)


def show_things(store: Any, delivered: Any) -> None:
    """Reaction: a thing of volunteers, such as goods on offer, shows these photos from now on."""
    news: PhotosShown = delivered.data
    left = store.put_showings(delivered.envelope.subject, news.photos, news.account, news.areas, news.everybody)
    store.let_go(set(left) - store.shown_by_matters(left))
