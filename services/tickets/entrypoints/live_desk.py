"""The live desk: streams, and the questions put to them."""

from services.tickets.usecases import live_desk
from shared.contracts.tickets import live_desk as live_desk_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class LiveDesk:
    store: Database

    @serve(live_desk_api.PLAN_STREAMS)
    def plan_streams(self, call):
        return self.store.perform(call, live_desk.plan_streams)

    @serve(live_desk_api.LIST_STREAMS)
    def list_streams(self, call):
        return self.store.perform(call, live_desk.list_streams)

    @serve(live_desk_api.GET_STREAM)
    def get_stream(self, call):
        return self.store.perform(call, live_desk.get_stream)

    @serve(live_desk_api.TAKE_SEAT)
    def take_seat(self, call):
        return self.store.perform(call, live_desk.take_seat)

    @serve(live_desk_api.LEAVE_SEAT)
    def leave_seat(self, call):
        return self.store.perform(call, live_desk.leave_seat)

    @serve(live_desk_api.OPEN_STREAM)
    def open_stream(self, call):
        return self.store.perform(call, live_desk.open_stream)

    @serve(live_desk_api.END_STREAM)
    def end_stream(self, call):
        return self.store.perform(call, live_desk.end_stream)

    @serve(live_desk_api.CLOSE_STREAM)
    def close_stream(self, call):
        return self.store.perform(call, live_desk.close_stream)

    @serve(live_desk_api.CANCEL_STREAM)
    def cancel_stream(self, call):
        return self.store.perform(call, live_desk.cancel_stream)

    @serve(live_desk_api.ASK_LIVE_QUESTION)
    def ask_live_question(self, call):
        return self.store.perform(call, live_desk.ask_live_question)

    @serve(live_desk_api.LIST_LIVE_QUESTIONS)
    def list_live_questions(self, call):
        return self.store.perform(call, live_desk.list_live_questions)

    @serve(live_desk_api.SHOW_TRANSCRIPT)
    def show_transcript(self, call):
        return self.store.perform(call, live_desk.show_transcript)

    @serve(live_desk_api.GET_LIVE_QUESTION)
    def get_live_question(self, call):
        return self.store.perform(call, live_desk.get_live_question)

    @serve(live_desk_api.ANSWER_LIVE_QUESTION)
    def answer_live_question(self, call):
        return self.store.perform(call, live_desk.answer_live_question)
