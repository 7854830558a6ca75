"""Finding and keeping trainings."""

from datetime import date, datetime, time, timedelta

from services.volunteers.documents.trainings import Attendance, PlannedSession, Training
from services.volunteers.domain.areas import chain
from shared.contracts.volunteers.trainings import (
    ChangeTraining,
    OfferTraining,
    ParticipantView,
    SessionView,
    TrainingFigures,
    TrainingView,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class TrainingStore(Work):
    documents = (Training, Attendance)

    def add_training(self, offer: OfferTraining) -> Training:
        training = Training(id=self.new_id(), area=offer.area, within=chain(offer.area))
        self.plan_training(training, offer)
        self.save(training)
        return training

    def plan_training(self, training: Training, plan: OfferTraining | ChangeTraining) -> None:
        training.title, training.places = plan.title, plan.places
        training.sessions = [PlannedSession(begins_at=each.begins_at, ends_at=each.ends_at) for each in plan.sessions]

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

    def record_attendance(
        self, training: Training, session: int, volunteers: list[str], guests: int | None, by: str
    ) -> list[str]:
        """Those who were not recorded before."""
        planned = training.sessions[session - 1]
        keys = {f"{training.id}:{session}:{volunteer}": volunteer for volunteer in volunteers}
        known = {kept.id for kept in Attendance.objects(id__in=list(keys)).only("id")}
        day = planned.begins_at.astimezone(SHANGHAI).date().isoformat()
        common = {"within": training.within, "day": day, "recorded_by": by, "version": 1}
        rows = [Attendance(id=key, volunteer=keys[key], **common).to_mongo() for key in keys if key not in known]
        if rows:
            Attendance._get_collection().insert_many(rows)
        planned.attended += len(rows)
        if guests is not None:
            planned.guests = guests
        self.save(training)
        return [volunteer for key, volunteer in keys.items() if key not in known]

    def participant_views(self, training: Training, volunteers: list[str]) -> list[ParticipantView]:
        numbers = range(1, len(training.sessions) + 1)
        keys = [f"{training.id}:{number}:{volunteer}" for volunteer in volunteers for number in numbers]
        there = set(Attendance.objects(id__in=keys).scalar("id"))
        return [
            ParticipantView(
                volunteer_id=volunteer,
                attended=[number for number in numbers if f"{training.id}:{number}:{volunteer}" in there],
            )
            for volunteer in volunteers
        ]

    def end_trainings_of(self, volunteer_id: str) -> None:
        for training in Training.objects(signed_up=volunteer_id):
            training.signed_up.remove(volunteer_id)
            self.save(training)

    def count_trainings(self, area: str, since: date | None, until: date | None) -> TrainingFigures:
        """Sessions that begin from `since` to `until`, days in Shanghai, both included."""
        begins = {"$gte": midnight(since)} if since else {}
        begins |= {"$lt": midnight(until + timedelta(days=1))} if until else {}
        held = {"sessions.begins_at": begins} if begins else {}
        some = {"$or": [{"sessions.attended": {"$gt": 0}}, {"sessions.guests": {"$gt": 0}}]}
        total = {"attendances": {"$sum": "$sessions.attended"}, "guests": {"$sum": "$sessions.guests"}}
        each = {"$group": {"_id": "$_id", "sessions": {"$sum": 1}} | total}
        rows = list(Training.objects(within=area).aggregate([{"$unwind": "$sessions"}, {"$match": held | some}, each]))
        days = {"day__gte": since and since.isoformat(), "day__lte": until and until.isoformat()}
        attended = Attendance.objects(within=area, **{name: day for name, day in days.items() if day is not None})
        people = list(attended.aggregate([{"$group": {"_id": "$volunteer"}}, {"$count": "people"}]))
        sums = {name: sum(row[name] for row in rows) for name in ("sessions", "attendances", "guests")}
        return TrainingFigures(
            area=area, trainings=len(rows), volunteers=people[0]["people"] if people else 0, **sums
        )  # fmt: skip

    def training_view(self, training: Training, volunteer_id: str | None) -> TrainingView:
        return TrainingView(
            id=training.id, area=training.area, title=training.title, places=training.places,
            taken=len(training.signed_up), mine=volunteer_id in training.signed_up, cancelled=training.cancelled,
            version=training.version,
            sessions=[
                SessionView(begins_at=each.begins_at, ends_at=each.ends_at, attended=each.attended, guests=each.guests)
                for each in training.sessions
            ],
        )  # fmt: skip


def midnight(day: date) -> datetime:
    """When a day begins in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)
