"""People."""

from services.volunteers.usecases import people, privacy
from shared.contracts.residents import ExportRequested, PersonErased
from shared.contracts.volunteers import people as people_api
from shared.messaging.serve import serve
from shared.messaging.subscribe import subscribe
from shared.storage.database import Database


class People:
    store: Database

    @serve(people_api.ENROL)
    def enrol(self, call):
        return self.store.perform(call, people.enrol)

    @serve(people_api.SHOW_ME)
    def show_me(self, call):
        return self.store.perform(call, people.show_me)

    @serve(people_api.PAUSE_ME)
    def pause_me(self, call):
        return self.store.perform(call, people.pause_me)

    @serve(people_api.GET_VOLUNTEER)
    def get_volunteer(self, call):
        return self.store.perform(call, people.get_volunteer)

    @serve(people_api.LIST_VOLUNTEERS)
    def list_volunteers(self, call):
        return self.store.perform(call, people.list_volunteers)

    @serve(people_api.CONFIRM_SKILL)
    def confirm_skill(self, call):
        return self.store.perform(call, people.confirm_skill)

    @subscribe(ExportRequested)
    def hand_over_copy(self, delivered):
        self.store.react(delivered, privacy.hand_over_copy)

    @subscribe(PersonErased)
    def forget(self, delivered):
        self.store.react(delivered, people.forget)
