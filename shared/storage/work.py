"""A unit of work: what a use case may read, save and announce, inside of one transaction."""

from datetime import datetime
from typing import Any

from shared.contracts.call import Context
from shared.contracts.envelope import envelop
from shared.contracts.model import Event
from shared.kernel.errors import STALE_VERSION
from shared.kernel.ids import new_id
from shared.runtime.tracing import traceparent


class Work:
    """Each service's store derives from this and adds its own find_, get_ and save methods.

    `now` is the moment that all rules of this unit of work go by.
    """

    documents: tuple[type, ...] = ()

    def __init__(self, now: datetime, context: Context, causation: str) -> None:
        self.now = now
        self.context = context
        self._causation = causation
        self._announced: list[dict[str, Any]] = []

    def new_id(self) -> str:
        return new_id(self.now)

    def announce(self, event: Event, subject: str, version: int, area: str | None) -> None:
        """The event leaves once this unit of work is committed, and not otherwise."""
        envelope = envelop(
            event,
            id=self.new_id(),
            subject=subject,
            version=version,
            area=area or "-",
            now=self.now,
            request_id=self.context.request_id,
            causation_id=self._causation,
            traceparent=traceparent() or self.context.traceparent,
        )
        self._announced.append(
            {
                "id": envelope.id,
                "type": envelope.type,
                "subject": subject,
                "version": version,
                "routing_key": envelope.routing_key,
                "body": envelope.model_dump_json(exclude_none=True),
            }
        )

    def refuse_stale(self, current: int) -> None:
        """Refuses with `stale_version` (412) when the caller's If-Match names another version."""
        expected = self.context.expected_version
        if expected is not None and expected != current:
            raise STALE_VERSION(expected=expected, current=current)

    @property
    def announced(self) -> list[dict[str, Any]]:
        return self._announced

    def save(self, document: Any) -> None:
        """Inserts a new document, or replaces it where nobody else has changed it; raises its version."""
        if document.version is None:
            document.version = 1
            document.validate()
            # Past mongoengine's save, which costs twice the insert itself.
            document.pk = type(document)._get_collection().insert_one(document.to_mongo()).inserted_id
            return
        seen = document.version
        document.version = seen + 1
        document.save(save_condition={"version": seen})
