"""Shifts, sign-ups and attendance."""

from services.volunteers.usecases import attendance, shifts
from shared.contracts.volunteers import attendance as attendance_api
from shared.contracts.volunteers import shifts as shifts_api
from shared.messaging.every import every
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

    @serve(attendance_api.SHOW_SHIFT_CODE)
    def show_shift_code(self, call):
        return self.store.perform(call, attendance.show_shift_code)

    @serve(attendance_api.LIST_ROSTER)
    def list_roster(self, call):
        return self.store.perform(call, attendance.list_roster)

    @serve(attendance_api.CHECK_IN)
    def check_in(self, call):
        return self.store.perform(call, attendance.check_in)

    @serve(attendance_api.CHECK_OUT)
    def check_out(self, call):
        return self.store.perform(call, attendance.check_out)

    @serve(attendance_api.RECORD_HOURS)
    def record_hours(self, call):
        return self.store.perform(call, attendance.record_hours)

    @serve(attendance_api.SHOW_MY_SERVICE)
    def show_my_service(self, call):
        return self.store.perform(call, attendance.show_my_service)

    @every(5)
    def close_shifts(self):
        look = self.store.look()
        ended_before = look.now - attendance.CLOSES_AFTER
        for over in look.shifts_over(ended_before):
            self.store.act(
                f"close_shift|{over}|{look.now.isoformat()}",
                lambda store, _actor, over=over: attendance.close_shift(store, over, ended_before),
            )
