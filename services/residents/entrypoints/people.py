"""People."""

from services.residents.usecases import people
from shared.contracts.residents import people as people_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class People:
    store: Database

    @serve(people_api.REGISTER_PERSON)
    def register_person(self, call):
        return self.store.perform(call, people.register_person)

    @serve(people_api.OPEN_FILE)
    def open_file(self, call):
        return self.store.perform(call, people.open_file)

    @serve(people_api.LIST_PEOPLE)
    def list_people(self, call):
        return self.store.perform(call, people.list_people)

    @serve(people_api.SEARCH_PEOPLE)
    def search_people(self, call):
        return self.store.perform(call, people.search_people)

    @serve(people_api.GET_MY_FILE)
    def get_my_file(self, call):
        return self.store.perform(call, people.get_my_file)

    @serve(people_api.SET_MARKS)
    def set_marks(self, call):
        return self.store.perform(call, people.set_marks)

    @serve(people_api.SET_EXTRA)
    def set_extra(self, call):
        return self.store.perform(call, people.set_extra)

    @serve(people_api.SET_EXTRA_FIELDS)
    def set_extra_fields(self, call):
        return self.store.perform(call, people.set_extra_fields)

    @serve(people_api.GET_EXTRA_FIELDS)
    def get_extra_fields(self, call):
        return self.store.perform(call, people.get_extra_fields)
