"""Finding and keeping photos."""

from collections.abc import Iterable
from datetime import timedelta

from gridfs import GridFSBucket, NoFile
from mongoengine.connection import get_db

from services.tickets.documents.photos import Photo, Showing
from services.tickets.domain.pictures import Picture
from services.tickets.store.forgetting import NOBODY
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

UNSHOWN_FOR = timedelta(days=1)
SWEPT_AT_ONCE = 200


class PhotoStore(Work):
    documents = (Photo,)

    def put_down(self, picture: Picture) -> str:
        """Writes the picture, which is nobody's yet, and gives its id. GridFS knows no transactions, so this is outside
        of any; where the caller's fails, the picture goes a day later."""
        photo = Photo(
            id=self.new_id(), media_type=picture.media_type, size=len(picture.content), width=picture.width,
            height=picture.height, goes_at=self.now + UNSHOWN_FOR,
        )  # fmt: skip
        self.save(photo)
        _bucket().upload_from_stream_with_id(photo.id, photo.id, picture.content)
        _bucket().upload_from_stream_with_id(thumbnail_of(photo.id), photo.id, picture.thumbnail)
        return photo.id

    def give_photo(self, photo_id: str, owner: str) -> Photo:
        """From now on it is the owner's."""
        photo = self.get_photo(photo_id)
        photo.owner = owner
        self.save(photo)
        return photo

    def get_photo(self, photo_id: str) -> Photo:
        photo = Photo.objects(id=photo_id).first()
        if photo is None:
            raise NOT_FOUND("/photo_id", what="photo")
        return photo

    def picture_of(self, photo: Photo) -> bytes:
        return _read(photo.id)

    def thumbnail_of(self, photo: Photo) -> bytes:
        return _read(thumbnail_of(photo.id))

    def keep_photos(self, photos: list[str], owner: str) -> str | None:
        """The owner's photos are shown by something from now on, and stay. Gives the first that is not theirs, if any."""
        known = set(Photo.objects(id__in=photos, owner=owner).scalar("id")) if photos else set()
        stranger = next((photo for photo in photos if photo not in known), None)
        if photos and stranger is None:
            Photo.objects(id__in=photos).update(unset__goes_at=True)
        return stranger

    def show_photos(self, photos: list[str], owner: str, areas: list[str]) -> None:
        """From now on staff of these areas see the owner's photos."""
        Photo.objects(id__in=photos, owner=owner).update(add_to_set__shown_in=areas, unset__goes_at=True)

    def put_showings(
        self, thing: str, photos: list[str], owner: str | None, areas: list[str], everybody: bool
    ) -> list[str]:
        """These are the photos that a thing outside of tickets shows from now on: of the owner, or such as it showed before.

        Gives those that it showed and does not any more.
        """
        before = list(Photo.objects(showings__thing=thing).scalar("id"))
        mine = {*before, *(Photo.objects(id__in=photos, owner=owner).scalar("id") if owner else ())}
        Photo.objects(showings__thing=thing).update(__raw__={"$pull": {"showings": {"thing": thing}}})
        showing = Showing(thing=thing, areas=areas, everybody=everybody)
        Photo.objects(id__in=[photo for photo in photos if photo in mine]).update(
            push__showings=showing, unset__goes_at=True
        )
        return [photo for photo in before if photo not in photos]

    def let_go(self, photos: Iterable[str]) -> None:
        """They go with the next sweep, but for those that something else outside of tickets shows."""
        unshown = {"_id": {"$in": list(photos)}, "showings.0": {"$exists": False}, "shown_in.0": {"$exists": False}}
        Photo.objects(__raw__=unshown).update(set__goes_at=self.now)

    def forget_photos(self, owner: str, shown: set[str]) -> None:
        """Those that are `shown` stay, as nobody's by name; the others go with the next sweep."""
        Photo.objects(owner=owner, id__nin=list(shown)).update(
            unset__owner=True, set__shown_in=[], set__showings=[], set__goes_at=self.now
        )
        Photo.objects(owner=owner).update(set__owner=NOBODY)

    def sweep_photos(self) -> int:
        """Deletes photos whose time has come, outside of any transaction; says how many."""
        due = list(Photo.objects(goes_at__lte=self.now).order_by("goes_at").limit(SWEPT_AT_ONCE).scalar("id"))
        return sum(self._sweep(photo_id) for photo_id in due)

    def _sweep(self, photo_id: str) -> int:
        """Nobody's first, so that nothing can come to show it while it goes."""
        gone = Photo.objects(id=photo_id, goes_at__lte=self.now).modify(
            unset__owner=True, set__shown_in=[], set__showings=[]
        )
        if gone is None:
            return 0
        for name in (photo_id, thumbnail_of(photo_id)):
            try:
                _bucket().delete(name)
            except NoFile:
                continue  # an upload that broke off, or a sweep
        Photo.objects(id=photo_id).delete()
        return 1


def _bucket() -> GridFSBucket:
    return GridFSBucket(get_db("tickets"), "pictures")


def thumbnail_of(photo_id: str) -> str:
    return f"{photo_id}.thumbnail"


def _read(name: str) -> bytes:
    try:
        return _bucket().open_download_stream(name).read()
    except NoFile as error:
        raise NOT_FOUND("/photo_id", what="photo") from error
