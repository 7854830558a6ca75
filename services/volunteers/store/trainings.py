"""Finding and keeping trainings."""

from services.volunteers.documents.trainings import Attendance, PlannedSession, Training
from services.volunteers.domain.areas import chain
from shared.contracts.volunteers.trainings import OfferTraining, SessionView, TrainingView
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class TrainingStore(Work):
    documents = (Training, Attendance)

    def add_training(self, offer: OfferTraining) -> Training:
        training = Training(
            id=self.new_id(), area=offer.area, within=chain(offer.area), title=offer.title, places=offer.places,
            sessions=[PlannedSession(begins_at=each.begins_at, ends_at=each.ends_at) for each in offer.sessions],
        )  # fmt: skip
        self.save(training)
        return training

    def get_training(self, training_id: str) -> Training:
        training = Training.objects(id=training_id).first()
        if training is None:
            raise NOT_FOUND("/training_id", what="training")
        self.refuse_stale(training.version)
        return training

    def find_trainings(self, area: str, before: str | None, limit: int) -> list[Training]:
        found = Training.objects(within=area)
        found = found.filter(id__lt=before) if before is not None else found
        return list(found.order_by("-id").limit(limit))

    def record_attendance(self, training: Training, session: int, volunteers: list[str], by: str) -> None:
        planned = training.sessions[session - 1]
        keys = {f"{training.id}:{session}:{volunteer}": volunteer for volunteer in volunteers}
        known = {kept.id for kept in Attendance.objects(id__in=list(keys)).only("id")}
        day = planned.begins_at.astimezone(SHANGHAI).date().isoformat()
        for key in keys.keys() - known:
            self.save(Attendance(id=key, volunteer=keys[key], within=training.within, day=day, recorded_by=by))
        planned.attended += len(keys.keys() - known)
        self.save(training)

    def end_trainings_of(self, volunteer_id: str) -> None:
        for training in Training.objects(signed_up=volunteer_id):
            training.signed_up.remove(volunteer_id)
            self.save(training)

    def training_view(self, training: Training, volunteer_id: str | None) -> TrainingView:
        return TrainingView(
            id=training.id, area=training.area, title=training.title, places=training.places,
            taken=len(training.signed_up), mine=volunteer_id in training.signed_up, version=training.version,
            sessions=[
                SessionView(begins_at=each.begins_at, ends_at=each.ends_at, attended=each.attended)
                for each in training.sessions
            ],
        )  # fmt: skip
