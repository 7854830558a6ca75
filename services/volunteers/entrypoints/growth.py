"""The growth index."""

from services.volunteers.usecases import growth
from shared.contracts.volunteers import growth as growth_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Growth:
    store: Database

    @serve(growth_api.POST_TO_GROUP)
    def post_to_group(self, call):
        return self.store.perform(call, growth.post_to_group)

    @serve(growth_api.END_POSTING)
    def end_posting(self, call):
        return self.store.perform(call, growth.end_posting)

    @serve(growth_api.COUNT_ANSWERS)
    def count_answers(self, call):
        return self.store.perform(call, growth.count_answers)

    @serve(growth_api.LIST_POSTINGS)
    def list_postings(self, call):
        return self.store.perform(call, growth.list_postings)

    @serve(growth_api.PUT_FORMULA)
    def put_formula(self, call):
        return self.store.perform(call, growth.put_formula)

    @serve(growth_api.SHOW_FORMULAS)
    def show_formulas(self, call):
        return self.store.perform(call, growth.show_formulas)

    @serve(growth_api.SHOW_MY_GROWTH)
    def show_my_growth(self, call):
        return self.store.perform(call, growth.show_my_growth)

    @serve(growth_api.LIST_GROWTH)
    def list_growth(self, call):
        return self.store.perform(call, growth.list_growth)

    @serve(growth_api.CLOSE_GROWTH)
    def close_growth(self, call):
        return self.store.perform(call, growth.close_growth)

    @serve(growth_api.SHOW_HONOURS)
    def show_honours(self, call):
        return self.store.perform(call, growth.show_honours)
