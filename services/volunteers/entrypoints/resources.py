"""What can be given."""

from services.volunteers.usecases import resources
from shared.contracts.volunteers import resources as resources_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Resources:
    store: Database

    @serve(resources_api.LIST_RESOURCE)
    def list_resource(self, call):
        return self.store.perform(call, resources.list_resource)

    @serve(resources_api.GET_RESOURCE)
    def get_resource(self, call):
        return self.store.perform(call, resources.get_resource)

    @serve(resources_api.LIST_RESOURCES)
    def list_resources(self, call):
        return self.store.perform(call, resources.list_resources)

    @serve(resources_api.CONFIRM_RESOURCE)
    def confirm_resource(self, call):
        return self.store.perform(call, resources.confirm_resource)

    @serve(resources_api.WITHDRAW_RESOURCE)
    def withdraw_resource(self, call):
        return self.store.perform(call, resources.withdraw_resource)

    @serve(resources_api.BOOK_ASSET)
    def book_asset(self, call):
        return self.store.perform(call, resources.book_asset)

    @serve(resources_api.LIST_ASSET_BOOKINGS)
    def list_asset_bookings(self, call):
        return self.store.perform(call, resources.list_asset_bookings)

    @serve(resources_api.CANCEL_ASSET_BOOKING)
    def cancel_asset_booking(self, call):
        return self.store.perform(call, resources.cancel_asset_booking)
