"""The growth index."""

from services.volunteers.usecases import growth
from shared.contracts.residents import GroupAnswered, GroupDissolved, GroupMemberLeft, GroupVolunteerPosted
from shared.contracts.volunteers import growth as growth_api
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database


class Growth:
    store: Database

    @subscribe(GroupVolunteerPosted)
    def begin_posting(self, delivered):
        self.store.react(delivered, growth.begin_posting)

    @subscribe(GroupMemberLeft)
    def end_posting(self, delivered):
        self.store.react(delivered, growth.end_posting)

    @subscribe(GroupDissolved)
    def end_posting_of_group(self, delivered):
        self.store.react(delivered, growth.end_posting_of_group)

    @subscribe(GroupAnswered)
    def count_answer(self, delivered):
        self.store.react(delivered, growth.count_answer)

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

    @serve(growth_api.SHOW_POSTING_FIGURES)
    def show_posting_figures(self, call):
        return self.store.perform(call, growth.show_posting_figures)
