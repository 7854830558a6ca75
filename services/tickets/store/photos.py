"""Finding and keeping photos."""

from services.tickets.documents.photos import Photo
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class PhotoStore(Work):
    documents = (Photo,)

    def add_photo(self, owner: str, media_type: str, content: bytes) -> Photo:
        photo = Photo(id=self.new_id(), owner=owner, media_type=media_type, size=len(content), content=content)
        self.save(photo)
        return photo

    def get_photo(self, photo_id: str) -> Photo:
        photo = Photo.objects(id=photo_id).first()
        if photo is None:
            raise NOT_FOUND("/photo_id", what="photo")
        return photo

    def show_photos(self, photos: list[str], owner: str, areas: list[str]) -> None:
        """From now on staff of these areas see the owner's photos."""
        Photo.objects(id__in=photos, owner=owner).update(add_to_set__shown_in=areas)

    def missing_photo(self, photos: list[str], owner: str) -> str | None:
        """The first of `photos` that this owner has not uploaded."""
        known = set(Photo.objects(id__in=photos, owner=owner).scalar("id")) if photos else set()
        return next((photo for photo in photos if photo not in known), None)
