"""Sessions of deliberation."""

from services.tickets.usecases import sessions
from shared.contracts.tickets import sessions as sessions_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Sessions:
    store: Database

    @serve(sessions_api.PLAN_SESSION)
    def plan_session(self, call):
        return self.store.perform(call, sessions.plan_session)

    @serve(sessions_api.GET_SESSION)
    def get_session(self, call):
        return self.store.perform(call, sessions.get_session)

    @serve(sessions_api.FIND_SESSIONS)
    def find_sessions(self, call):
        return self.store.perform(call, sessions.find_sessions)

    @serve(sessions_api.ATTEND_SESSION)
    def attend_session(self, call):
        return self.store.perform(call, sessions.attend_session)

    @serve(sessions_api.RECORD_ATTENDANCE)
    def record_attendance(self, call):
        return self.store.perform(call, sessions.record_attendance)

    @serve(sessions_api.HOLD_SESSION)
    def hold_session(self, call):
        return self.store.perform(call, sessions.hold_session)

    @serve(sessions_api.CANCEL_SESSION)
    def cancel_session(self, call):
        return self.store.perform(call, sessions.cancel_session)

    @serve(sessions_api.SHOW_TALK_FIGURES)
    def show_talk_figures(self, call):
        return self.store.perform(call, sessions.show_talk_figures)
