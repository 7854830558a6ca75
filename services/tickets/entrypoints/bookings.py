"""Bookings of home services, and what became of them."""

from services.tickets.usecases import bookings, visits
from shared.contracts.tickets import bookings as bookings_api
from shared.contracts.tickets import visits as visits_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Bookings:
    store: Database

    @serve(bookings_api.ASK_FOR_ROUND)
    def ask_for_round(self, call):
        return self.store.perform(call, bookings.ask_for_round)

    @serve(bookings_api.BOOK)
    def book(self, call):
        return self.store.perform(call, bookings.book)

    @serve(bookings_api.GET_BOOKING)
    def get_booking(self, call):
        return self.store.perform(call, bookings.get_booking)

    @serve(bookings_api.LIST_MY_BOOKINGS)
    def list_my_bookings(self, call):
        return self.store.perform(call, bookings.list_my_bookings)

    @serve(bookings_api.LIST_BOOKINGS)
    def list_bookings(self, call):
        return self.store.perform(call, bookings.list_bookings)

    @serve(bookings_api.MOVE_BOOKING)
    def move_booking(self, call):
        return self.store.perform(call, bookings.move_booking)

    @serve(bookings_api.CANCEL_BOOKING)
    def cancel_booking(self, call):
        return self.store.perform(call, bookings.cancel_booking)

    @serve(visits_api.REPORT_BOOKING)
    def report_booking(self, call):
        return self.store.perform(call, visits.report_booking)

    @serve(visits_api.CONFIRM_BOOKING)
    def confirm_booking(self, call):
        return self.store.perform(call, visits.confirm_booking)

    @serve(visits_api.OBJECT_TO_BOOKING)
    def object_to_booking(self, call):
        return self.store.perform(call, visits.object_to_booking)

    @serve(visits_api.SHOW_BOOKING_FIGURES)
    def show_booking_figures(self, call):
        return self.store.perform(call, visits.show_booking_figures)
