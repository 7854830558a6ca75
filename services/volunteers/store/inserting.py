"""Many new documents at once."""

from collections.abc import Sequence

from mongoengine import Document


def insert_all(documents: Sequence[Document]) -> None:
    """In one request to the database; all of one kind, none of them kept before."""
    if documents:
        for document in documents:
            document.version = 1  # type: ignore[attr-defined]
            document.validate()
        type(documents[0])._get_collection().insert_many([document.to_mongo() for document in documents])
