"""Social meetings and pairs."""

from services.volunteers.usecases import meeting_pairs, meeting_series, meetings
from shared.contracts.volunteers import meeting_pairs as meeting_pairs_api
from shared.contracts.volunteers import meeting_series as meeting_series_api
from shared.contracts.volunteers import meetings as meetings_api
from shared.messaging.every import every
from shared.messaging.serve import serve
from shared.storage.database import Database


class Meetings:
    store: Database

    @serve(meeting_series_api.OPEN_SERIES)
    def open_series(self, call):
        return self.store.perform(call, meeting_series.open_series)

    @serve(meeting_series_api.END_SERIES)
    def end_series(self, call):
        return self.store.perform(call, meeting_series.end_series)

    @serve(meeting_series_api.GET_SERIES)
    def get_series(self, call):
        return self.store.perform(call, meeting_series.get_series)

    @serve(meeting_series_api.LIST_SERIES)
    def list_series(self, call):
        return self.store.perform(call, meeting_series.list_series)

    @serve(meeting_series_api.PUT_MEMBERSHIP)
    def put_membership(self, call):
        return self.store.perform(call, meeting_series.put_membership)

    @serve(meeting_series_api.SHOW_MEMBERSHIP)
    def show_membership(self, call):
        return self.store.perform(call, meeting_series.show_membership)

    @serve(meeting_series_api.LEAVE_SERIES)
    def leave_series(self, call):
        return self.store.perform(call, meeting_series.leave_series)

    @serve(meetings_api.LIST_MEETINGS)
    def list_meetings(self, call):
        return self.store.perform(call, meetings.list_meetings)

    @serve(meetings_api.GET_MEETING)
    def get_meeting(self, call):
        return self.store.perform(call, meetings.get_meeting)

    @serve(meetings_api.MOVE_MEETING)
    def move_meeting(self, call):
        return self.store.perform(call, meetings.move_meeting)

    @serve(meetings_api.CANCEL_MEETING)
    def cancel_meeting(self, call):
        return self.store.perform(call, meetings.cancel_meeting)

    @serve(meetings_api.SIGN_UP_FOR_MEETING)
    def sign_up_for_meeting(self, call):
        return self.store.perform(call, meetings.sign_up_for_meeting)

    @serve(meetings_api.SIGN_OFF_MEETING)
    def sign_off_meeting(self, call):
        return self.store.perform(call, meetings.sign_off_meeting)

    @serve(meetings_api.SHOW_MEETING_CODE)
    def show_meeting_code(self, call):
        return self.store.perform(call, meetings.show_meeting_code)

    @serve(meetings_api.ARRIVE_AT_MEETING)
    def arrive_at_meeting(self, call):
        return self.store.perform(call, meetings.arrive_at_meeting)

    @serve(meetings_api.BOOK_SEATS)
    def book_seats(self, call):
        return self.store.perform(call, meetings.book_seats)

    @serve(meetings_api.RELEASE_SEATS)
    def release_seats(self, call):
        return self.store.perform(call, meetings.release_seats)

    @serve(meetings_api.LIST_BOOKINGS)
    def list_bookings(self, call):
        return self.store.perform(call, meetings.list_bookings)

    @serve(meetings_api.ADMIT_WALK_INS)
    def admit_walk_ins(self, call):
        return self.store.perform(call, meetings.admit_walk_ins)

    @serve(meetings_api.CONCLUDE_MEETING)
    def conclude_meeting(self, call):
        return self.store.perform(call, meetings.conclude_meeting)

    @serve(meeting_pairs_api.LIST_PRESENT)
    def list_present(self, call):
        return self.store.perform(call, meeting_pairs.list_present)

    @serve(meeting_pairs_api.CHOOSE_PEOPLE)
    def choose_people(self, call):
        return self.store.perform(call, meeting_pairs.choose_people)

    @serve(meeting_pairs_api.LIST_MY_MEETING_PAIRS)
    def list_my_meeting_pairs(self, call):
        return self.store.perform(call, meeting_pairs.list_my_meeting_pairs)

    @serve(meeting_pairs_api.TELL_FOLLOW_UP)
    def tell_follow_up(self, call):
        return self.store.perform(call, meeting_pairs.tell_follow_up)

    @serve(meeting_pairs_api.SHOW_MEETING_FIGURES)
    def show_meeting_figures(self, call):
        return self.store.perform(call, meeting_pairs.show_meeting_figures)

    @every(5)
    def make_meetings(self):
        for series, due_at in self.store.look().series_due():
            self.store.attempt(
                f"make_meetings|{series}|{due_at.isoformat()}",
                lambda store, _actor, series=series, due_at=due_at: meeting_series.make_more_meetings(
                    store, series, due_at
                ),
            )
