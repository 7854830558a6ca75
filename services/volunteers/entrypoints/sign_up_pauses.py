"""Pausing sign-up."""

from services.volunteers.usecases import sign_up_pauses
from shared.contracts.volunteers import sign_up_pauses as sign_up_pauses_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class SignUpPauses:
    store: Database

    @serve(sign_up_pauses_api.PAUSE_ACTIVITY)
    def pause_activity(self, call):
        return self.store.perform(call, sign_up_pauses.pause_activity)

    @serve(sign_up_pauses_api.RESUME_ACTIVITY)
    def resume_activity(self, call):
        return self.store.perform(call, sign_up_pauses.resume_activity)

    @serve(sign_up_pauses_api.PAUSE_SHIFT)
    def pause_shift(self, call):
        return self.store.perform(call, sign_up_pauses.pause_shift)

    @serve(sign_up_pauses_api.RESUME_SHIFT)
    def resume_shift(self, call):
        return self.store.perform(call, sign_up_pauses.resume_shift)
