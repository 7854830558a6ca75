"""Volunteers: people, shifts, mutual help, time bank, points, and needs met by resources."""

from shared.contracts.operation import Api
from shared.contracts.volunteers import (
    activities,
    attendance,
    clearing,
    duty,
    growth,
    help_report,
    help_visits,
    matching,
    needs,
    pair_gaps,
    pair_visits,
    pairing,
    pairs,
    people,
    points,
    posts,
    projects,
    resources,
    rota,
    shifts,
    shop,
    time_bank,
    trainings,
    wards,
)

__all__ = ["API"]

SUBJECTS = (
    people,
    needs,
    resources,
    matching,
    projects,
    activities,
    shifts,
    attendance,
    duty,
    posts,
    trainings,
    growth,
    time_bank,
    help_visits,
    help_report,
    clearing,
    points,
    shop,
    pairing,
    wards,
    pairs,
    pair_visits,
    pair_gaps,
    rota,
)

API = Api.of(
    "volunteers",
    (op for subject in SUBJECTS for op in subject.OPERATIONS),
    (event for subject in SUBJECTS for event in subject.EVENTS),
)
