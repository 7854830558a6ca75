"""Volunteers: people, shifts, mutual help, time bank, points, and needs met by resources."""

from shared.contracts.operation import Api

from shared.contracts.volunteers import growth, people, points, posts, shop, trainings

__all__ = ["API"]

SUBJECTS = (people, posts, trainings, growth, points, shop)

API = Api.of(
    "volunteers",
    (op for subject in SUBJECTS for op in subject.OPERATIONS),
    (event for subject in SUBJECTS for event in subject.EVENTS),
)
