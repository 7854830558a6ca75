"""Who came and left, and hours."""

from services.volunteers.usecases import attendance, hours_outside
from shared.contracts.volunteers import attendance as attendance_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Attendance:
    store: Database

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

    @serve(attendance_api.MARK_ARRIVAL)
    def mark_arrival(self, call):
        return self.store.perform(call, attendance.mark_arrival)

    @serve(attendance_api.MARK_DEPARTURE)
    def mark_departure(self, call):
        return self.store.perform(call, attendance.mark_departure)

    @serve(attendance_api.CALL_IN)
    def call_in(self, call):
        return self.store.perform(call, attendance.call_in)

    @serve(attendance_api.STRIKE_ARRIVAL)
    def strike_arrival(self, call):
        return self.store.perform(call, attendance.strike_arrival)

    @serve(attendance_api.LIST_HOURS)
    def list_hours(self, call):
        return self.store.perform(call, hours_outside.list_hours)

    @serve(attendance_api.LIST_MY_HOURS)
    def list_my_hours(self, call):
        return self.store.perform(call, hours_outside.list_my_hours)

    @serve(attendance_api.STRIKE_HOURS)
    def strike_hours(self, call):
        return self.store.perform(call, hours_outside.strike_hours)

    @serve(attendance_api.RECORD_HOURS)
    def record_hours(self, call):
        return self.store.perform(call, hours_outside.record_hours)

    @serve(attendance_api.SHOW_MY_SERVICE)
    def show_my_service(self, call):
        return self.store.perform(call, hours_outside.show_my_service)

    @every(5)
    def close_shifts(self):
        look = self.store.look()
        ended_before = look.now - attendance.CLOSES_AFTER
        for over in look.shifts_over(ended_before):
            self.store.attempt(
                f"close_shift|{over}|{look.now.isoformat()}",
                lambda store, _actor, over=over: attendance.close_shift(store, over, ended_before),
            )
