"""Training of volunteers."""

from services.volunteers.usecases import trainings
from shared.contracts.volunteers import trainings as trainings_api
from shared.messaging.serve import serve
from shared.storage.database import Database


class Trainings:
    store: Database

    @serve(trainings_api.OFFER_TRAINING)
    def offer_training(self, call):
        return self.store.perform(call, trainings.offer_training)

    @serve(trainings_api.LIST_TRAININGS)
    def list_trainings(self, call):
        return self.store.perform(call, trainings.list_trainings)

    @serve(trainings_api.GET_TRAINING)
    def get_training(self, call):
        return self.store.perform(call, trainings.get_training)

    @serve(trainings_api.CHANGE_TRAINING)
    def change_training(self, call):
        return self.store.perform(call, trainings.change_training)

    @serve(trainings_api.CANCEL_TRAINING)
    def cancel_training(self, call):
        return self.store.perform(call, trainings.cancel_training)

    @serve(trainings_api.LIST_PARTICIPANTS)
    def list_participants(self, call):
        return self.store.perform(call, trainings.list_participants)

    @serve(trainings_api.SIGN_UP_FOR_TRAINING)
    def sign_up_for_training(self, call):
        return self.store.perform(call, trainings.sign_up_for_training)

    @serve(trainings_api.LEAVE_TRAINING)
    def leave_training(self, call):
        return self.store.perform(call, trainings.leave_training)

    @serve(trainings_api.RECORD_ATTENDANCE)
    def record_attendance(self, call):
        return self.store.perform(call, trainings.record_attendance)

    @serve(trainings_api.ENTER_PARTICIPANTS)
    def enter_participants(self, call):
        return self.store.perform(call, trainings.enter_participants)

    @serve(trainings_api.SHOW_TRAINING_FIGURES)
    def show_training_figures(self, call):
        return self.store.perform(call, trainings.show_training_figures)
