"""What policies and guides share: they are published and withdrawn."""

from enum import StrEnum


class PublicationState(StrEnum):
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
