"""Sessions of a training follow one another."""

from collections.abc import Sequence

from shared.contracts.volunteers.trainings import SESSIONS_OUT_OF_ORDER, TrainingSession


def refuse_disorder(sessions: Sequence[TrainingSession]) -> None:
    for place, session in enumerate(sessions):
        if session.ends_at <= session.begins_at:
            raise SESSIONS_OUT_OF_ORDER(f"/sessions/{place}/ends_at")
        if place and session.begins_at < sessions[place - 1].ends_at:
            raise SESSIONS_OUT_OF_ORDER(f"/sessions/{place}/begins_at")
