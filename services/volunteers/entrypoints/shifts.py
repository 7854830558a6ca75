"""Shifts and sign-ups."""

from services.volunteers.usecases import behalf, shifts
from shared.contracts.volunteers import behalf as behalf_api
from shared.contracts.volunteers import shifts as shifts_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Shifts:
    store: Database

    @serve(shifts_api.LIST_SHIFTS)
    def list_shifts(self, call):
        return self.store.perform(call, shifts.list_shifts)

    @serve(shifts_api.LIST_MY_SHIFTS)
    def list_my_shifts(self, call):
        return self.store.perform(call, shifts.list_my_shifts)

    @serve(shifts_api.GET_SHIFT)
    def get_shift(self, call):
        return self.store.perform(call, shifts.get_shift)

    @serve(shifts_api.CHANGE_SHIFT)
    def change_shift(self, call):
        return self.store.perform(call, shifts.change_shift)

    @serve(shifts_api.CANCEL_SHIFT)
    def cancel_shift(self, call):
        return self.store.perform(call, shifts.cancel_shift)

    @serve(shifts_api.SIGN_UP)
    def sign_up(self, call):
        return self.store.perform(call, shifts.sign_up)

    @serve(shifts_api.SIGN_OFF)
    def sign_off(self, call):
        return self.store.perform(call, shifts.sign_off)

    @serve(behalf_api.ENROL_SOMEBODY)
    def enrol_somebody(self, call):
        return self.store.perform(call, behalf.enrol_somebody)

    @serve(behalf_api.SIGN_SOMEBODY_UP)
    def sign_somebody_up(self, call):
        return self.store.perform(call, behalf.sign_somebody_up)

    @serve(behalf_api.SIGN_SOMEBODY_OFF)
    def sign_somebody_off(self, call):
        return self.store.perform(call, behalf.sign_somebody_off)
