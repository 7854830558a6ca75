"""Tours and who comes to them."""

from services.volunteers.usecases import tour_attendance, tours
from shared.contracts.volunteers import tour_attendance as tour_attendance_api
from shared.contracts.volunteers import tours as tours_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Tours:
    store: Database

    @serve(tours_api.ENLIST_PERFORMERS)
    def enlist_performers(self, call):
        return self.store.perform(call, tours.enlist_performers)

    @serve(tours_api.LIST_PERFORMERS)
    def list_performers(self, call):
        return self.store.perform(call, tours.list_performers)

    @serve(tours_api.SHOW_ROUTE)
    def show_route(self, call):
        return self.store.perform(call, tours.show_route)

    @serve(tours_api.PLAN_PROGRAMME)
    def plan_programme(self, call):
        return self.store.perform(call, tours.plan_programme)

    @serve(tours_api.GET_PROGRAMME)
    def get_programme(self, call):
        return self.store.perform(call, tours.get_programme)

    @serve(tours_api.LIST_PROGRAMMES)
    def list_programmes(self, call):
        return self.store.perform(call, tours.list_programmes)

    @serve(tours_api.ASK_FOR_STOPS)
    def ask_for_stops(self, call):
        return self.store.perform(call, tours.ask_for_stops)

    @serve(tours_api.PLAN_ROUTES)
    def plan_routes(self, call):
        return self.store.perform(call, tours.plan_routes)

    @serve(tours_api.LIST_STOPS)
    def list_stops(self, call):
        return self.store.perform(call, tours.list_stops)

    @serve(tours_api.GET_STOP)
    def get_stop(self, call):
        return self.store.perform(call, tours.get_stop)

    @serve(tours_api.REFUSE_STOP)
    def refuse_stop(self, call):
        return self.store.perform(call, tours.refuse_stop)

    @serve(tours_api.WITHDRAW_STOP)
    def withdraw_stop(self, call):
        return self.store.perform(call, tours.withdraw_stop)

    @serve(tours_api.MOVE_STOP)
    def move_stop(self, call):
        return self.store.perform(call, tours.move_stop)

    @serve(tours_api.CALL_OFF_STOP)
    def call_off_stop(self, call):
        return self.store.perform(call, tours.call_off_stop)

    @serve(tour_attendance_api.TAKE_SEAT)
    def take_seat(self, call):
        return self.store.perform(call, tour_attendance.take_seat)

    @serve(tour_attendance_api.GIVE_UP_SEAT)
    def give_up_seat(self, call):
        return self.store.perform(call, tour_attendance.give_up_seat)

    @serve(tour_attendance_api.SHOW_STOP_CODE)
    def show_stop_code(self, call):
        return self.store.perform(call, tour_attendance.show_stop_code)

    @serve(tour_attendance_api.ARRIVE_AT_STOP)
    def arrive_at_stop(self, call):
        return self.store.perform(call, tour_attendance.arrive_at_stop)

    @serve(tour_attendance_api.REPORT_STOPS)
    def report_stops(self, call):
        return self.store.perform(call, tour_attendance.report_stops)

    @serve(tour_attendance_api.SHOW_TOUR_FIGURES)
    def show_tour_figures(self, call):
        return self.store.perform(call, tour_attendance.show_tour_figures)
