"""Staff, posts and grades."""

from services.residents.usecases import staff
from shared.contracts.residents import staff as staff_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Staff:
    store: Database

    @serve(staff_api.LIST_POSTS)
    def list_posts(self, call):
        return self.store.perform(call, staff.list_posts)

    @serve(staff_api.APPOINT_STAFF)
    def appoint_staff(self, call):
        return self.store.perform(call, staff.appoint_staff)

    @serve(staff_api.GET_STAFF)
    def get_staff(self, call):
        return self.store.perform(call, staff.get_staff)

    @serve(staff_api.LIST_STAFF)
    def list_staff(self, call):
        return self.store.perform(call, staff.list_staff)

    @serve(staff_api.TRANSFER_STAFF)
    def transfer_staff(self, call):
        return self.store.perform(call, staff.transfer_staff)

    @serve(staff_api.PROMOTE_STAFF)
    def promote_staff(self, call):
        return self.store.perform(call, staff.promote_staff)

    @serve(staff_api.DISMISS_STAFF)
    def dismiss_staff(self, call):
        return self.store.perform(call, staff.dismiss_staff)

    @serve(staff_api.SHOW_RESPONSIBLE)
    def show_responsible(self, call):
        return self.store.perform(call, staff.show_responsible)

    @serve(staff_api.LIST_VACANCIES)
    def list_vacancies(self, call):
        return self.store.perform(call, staff.list_vacancies)

    @serve(staff_api.LOAD_STAFF)
    def load_staff(self, call):
        return self.store.perform(call, staff.load_staff)

    @every(60)
    def turn_staff(self):
        for number, version in self.store.look().staff_due():
            self.store.attempt(
                f"turn_staff|{number}|{version}", lambda store, _actor, number=number: staff.turn_staff(store, number)
            )
