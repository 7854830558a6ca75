"""Short guides."""

from services.tickets.entrypoints.in_vain import answer_and_note
from services.tickets.usecases import guides
from shared.contracts.tickets import guides as guides_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Guides:
    store: Database

    @serve(guides_api.PUBLISH_GUIDE)
    def publish_guide(self, call):
        return self.store.perform(call, guides.publish_guide)

    @serve(guides_api.REVISE_GUIDE)
    def revise_guide(self, call):
        return self.store.perform(call, guides.revise_guide)

    @serve(guides_api.WITHDRAW_GUIDE)
    def withdraw_guide(self, call):
        return self.store.perform(call, guides.withdraw_guide)

    @serve(guides_api.REPUBLISH_GUIDE)
    def republish_guide(self, call):
        return self.store.perform(call, guides.republish_guide)

    @serve(guides_api.GET_GUIDE)
    def get_guide(self, call):
        return self.store.perform(call, guides.get_guide)

    @serve(guides_api.LIST_GUIDES)
    def list_guides(self, call):
        return self.store.perform(call, guides.list_guides)

    @serve(guides_api.SEARCH_GUIDES)
    def search_guides(self, call):
        return answer_and_note(self.store, call, guides.search_guides)

    @serve(guides_api.READ_GUIDE)
    def read_guide(self, call):
        return self.store.perform(call, guides.read_guide)

    @serve(guides_api.RATE_GUIDE)
    def rate_guide(self, call):
        return self.store.perform(call, guides.rate_guide)
