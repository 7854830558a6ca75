"""Photos."""

from services.tickets.usecases import photos
from shared.contracts.tickets import photos as photos_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Photos:
    store: Database

    @serve(photos_api.ADD_PHOTO)
    def add_photo(self, call):
        return self.store.perform(call, photos.add_photo)

    @serve(photos_api.GET_PHOTO)
    def get_photo(self, call):
        return self.store.perform(call, photos.get_photo)
