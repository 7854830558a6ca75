"""Signing up for trainings, and attending them."""

from typing import Any

from services.volunteers.domain.growth import Facts, Gained
from services.volunteers.domain.sessions import refuse_disorder
from services.volunteers.domain.standing_in import to_tell
from services.volunteers.usecases.growth_standings import keep_standings
from services.volunteers.usecases.posts import before, found_id, onward, own_id, refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.activities import CANCELLED_ALREADY, IN_THE_PAST
from shared.contracts.volunteers.trainings import (
    IN_TRAINING,
    NO_SUCH_SESSION,
    NOT_IN_TRAINING,
    OWN_ATTENDANCE,
    SESSION_AHEAD,
    TRAINING_BEGUN,
    TRAINING_FULL,
    CancelTraining,
    ChangeTraining,
    EnterParticipants,
    GetTraining,
    LeaveTraining,
    ListParticipants,
    ListTrainings,
    OfferTraining,
    ParticipantPage,
    RecordAttendance,
    ShowTrainingFigures,
    SignUpForTraining,
    TrainingChanged,
    TrainingFigures,
    TrainingPage,
    TrainingView,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.kernel.paging import decode_cursor, encode_cursor


def offer_training(store: Any, actor: Actor, command: OfferTraining) -> TrainingView:
    refuse_outside(actor, command.area, "/area")
    refuse_disorder(command.sessions)
    return store.training_view(store.add_training(command), None)


def list_trainings(store: Any, actor: Actor, command: ListTrainings) -> TrainingPage:
    me = found_id(store, actor)
    found = store.find_trainings(command.area, before(command), command.limit + 1)
    shown = found[: command.limit]
    return TrainingPage(items=[store.training_view(each, me) for each in shown], next=onward(found, command.limit))


def get_training(store: Any, actor: Actor, command: GetTraining) -> TrainingView:
    return store.training_view(store.get_training(command.training_id), found_id(store, actor))


def change_training(store: Any, actor: Actor, command: ChangeTraining) -> TrainingView:
    training = store.get_training(command.training_id)
    refuse_outside(actor, training.area, "/training_id")
    refuse_begun(store, training)
    refuse_disorder(command.sessions)
    if command.sessions[0].begins_at <= store.now:
        raise IN_THE_PAST("/sessions/0/begins_at")
    if len(training.signed_up) > command.places:
        raise TRAINING_FULL("/places", places=command.places)
    store.plan_training(training, command)
    _tell(store, training)
    return store.training_view(training, found_id(store, actor))


def cancel_training(store: Any, actor: Actor, command: CancelTraining) -> TrainingView:
    training = store.get_training(command.training_id)
    refuse_outside(actor, training.area, "/training_id")
    refuse_begun(store, training)
    training.cancelled = command.reason
    _tell(store, training)
    return store.training_view(training, found_id(store, actor))


def _tell(store: Any, training: Any) -> None:
    store.save(training)
    news = TrainingChanged(
        title=training.title, begins_at=training.sessions[0].begins_at, cancelled=training.cancelled,
        accounts=to_tell(store.accounts_of(training.signed_up)),
    )  # fmt: skip
    store.announce(news, subject=training.id, version=training.version, area=training.area)


def list_participants(store: Any, actor: Actor, command: ListParticipants) -> ParticipantPage:
    training = store.get_training(command.training_id)
    refuse_outside(actor, training.area, "/training_id")
    begin = max(0, decode_cursor(command.cursor, int)[0]) if command.cursor is not None else 0
    end = begin + command.limit
    return ParticipantPage(
        items=store.participant_views(training, training.signed_up[begin:end]),
        next=encode_cursor(end) if len(training.signed_up) > end else None,
    )


def sign_up_for_training(store: Any, actor: Actor, command: SignUpForTraining) -> TrainingView:
    training, me = not_begun(store, command.training_id), own_id(store, actor)
    if me in training.signed_up:
        raise IN_TRAINING()
    if len(training.signed_up) >= training.places:
        raise TRAINING_FULL(places=training.places)
    training.signed_up.append(me)
    store.save(training)
    return store.training_view(training, me)


def leave_training(store: Any, actor: Actor, command: LeaveTraining) -> TrainingView:
    training, me = not_begun(store, command.training_id), own_id(store, actor)
    if me not in training.signed_up:
        raise NOT_IN_TRAINING()
    training.signed_up.remove(me)
    store.save(training)
    return store.training_view(training, me)


def enter_participants(store: Any, actor: Actor, command: EnterParticipants) -> TrainingView:
    """Also after the first session: who came unannounced is entered with the rest of the list."""
    training = store.get_training(command.training_id)
    refuse_outside(actor, training.area, "/training_id")
    refuse_cancelled(training)
    areas = store.areas_of(command.volunteers)
    for place, volunteer in enumerate(command.volunteers):
        if volunteer not in areas or not actor.covers(areas[volunteer]):
            raise NOT_FOUND(f"/volunteers/{place}", what="volunteer")
    fresh = [each for each in dict.fromkeys(command.volunteers) if each not in set(training.signed_up)]
    if len(training.signed_up) + len(fresh) > training.places:
        raise TRAINING_FULL("/volunteers", places=training.places)
    training.signed_up.extend(fresh)
    store.save(training)
    return store.training_view(training, found_id(store, actor))


def record_attendance(store: Any, actor: Actor, command: RecordAttendance) -> TrainingView:
    training, mine = store.get_training(command.training_id), store.ids_of(actor)
    refuse_outside(actor, training.area, "/training_id")
    refuse_cancelled(training)
    if command.session > len(training.sessions):
        raise NO_SUCH_SESSION("/session", session=command.session)
    if store.now < training.sessions[command.session - 1].begins_at:
        raise SESSION_AHEAD("/session")
    signed_up = set(training.signed_up)
    for place, volunteer in enumerate(command.volunteers):
        if volunteer in mine:
            raise OWN_ATTENDANCE(f"/volunteers/{place}")
        if volunteer not in signed_up:
            raise NOT_IN_TRAINING(f"/volunteers/{place}")
    fresh = store.record_attendance(training, command.session, command.volunteers, command.guests, actor.account)
    day = training.sessions[command.session - 1].begins_at.astimezone(SHANGHAI).date()
    keep_standings(store, [Gained(training.within, day, volunteer, Facts(sessions=1)) for volunteer in fresh])
    return store.training_view(training, found_id(store, actor))


def show_training_figures(store: Any, actor: Actor, command: ShowTrainingFigures) -> TrainingFigures:
    refuse_outside(actor, command.area, "/area")
    return store.count_trainings(command.area, command.since, command.until)


def not_begun(store: Any, training_id: str) -> Any:
    training = store.get_training(training_id)
    refuse_begun(store, training)
    return training


def refuse_begun(store: Any, training: Any) -> None:
    refuse_cancelled(training)
    if store.now >= training.sessions[0].begins_at:
        raise TRAINING_BEGUN()


def refuse_cancelled(training: Any) -> None:
    if training.cancelled is not None:
        raise CANCELLED_ALREADY()
