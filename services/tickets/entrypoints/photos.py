"""Photos that show matters."""

from functools import partial
from typing import Any

from services.tickets.usecases import photos
from shared.contracts.tickets import photos as photos_api
from shared.contracts.volunteers.photos import PhotosShown
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database


class Photos:
    store: Database
    pictures: Any

    @serve(photos_api.ADD_PHOTO)
    def add_photo(self, call):
        picture = self.pictures.read(call.command.content, call.context)
        put_down = self.store.aside(call.context, lambda store: store.put_down(picture))
        return self.store.perform(call, partial(photos.add_photo, put_down=put_down))

    @serve(photos_api.GET_PHOTO)
    def get_photo(self, call):
        return self.store.perform(call, photos.get_photo)

    @serve(photos_api.GET_THUMBNAIL)
    def get_thumbnail(self, call):
        return self.store.perform(call, photos.get_thumbnail)

    @subscribe(PhotosShown)
    def show_things(self, delivered):
        self.store.react(delivered, photos.show_things)

    @every(600)
    def sweep_photos(self):
        self.store.look().sweep_photos()
