"""Reporting in."""

from services.volunteers.usecases import duty
from shared.contracts.volunteers import duty as duty_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Duties:
    store: Database

    @serve(duty_api.MAKE_DUTY_CODE)
    def make_duty_code(self, call):
        return self.store.perform(call, duty.make_duty_code)

    @serve(duty_api.REPORT_IN)
    def report_in(self, call):
        return self.store.perform(call, duty.report_in)

    @serve(duty_api.SHOW_MY_DUTY)
    def show_my_duty(self, call):
        return self.store.perform(call, duty.show_my_duty)

    @serve(duty_api.LEAVE_DUTY)
    def leave_duty(self, call):
        return self.store.perform(call, duty.leave_duty)

    @serve(duty_api.ENTER_ROLL)
    def enter_roll(self, call):
        return self.store.perform(call, duty.enter_roll)
