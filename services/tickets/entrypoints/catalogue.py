"""The catalogue of what can be reported."""

from services.tickets.usecases import catalogue
from shared.contracts.tickets import catalogue as catalogue_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Catalogue:
    store: Database

    @serve(catalogue_api.LIST_CATEGORIES)
    def list_categories(self, call):
        return self.store.perform(call, catalogue.list_categories)

    @serve(catalogue_api.GET_CATEGORY)
    def get_category(self, call):
        return self.store.perform(call, catalogue.get_category)

    @serve(catalogue_api.PUT_CATEGORY)
    def put_category(self, call):
        return self.store.perform(call, catalogue.put_category)

    @serve(catalogue_api.RETIRE_CATEGORY)
    def retire_category(self, call):
        return self.store.perform(call, catalogue.retire_category)

    @serve(catalogue_api.LIST_CATEGORY_REVISIONS)
    def list_category_revisions(self, call):
        return self.store.perform(call, catalogue.list_category_revisions)
