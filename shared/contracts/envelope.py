"""The envelope of every event: CloudEvents 1.0, structured JSON."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from shared.contracts.model import Event, Moment

CONTENT_TYPE = "application/cloudevents+json"


class Envelope(BaseModel):
    """CloudEvents attributes, and as extensions what consumers need to order, route and trace.

    subject and aggregateversion: the thing that changed and its version after the change; a consumer that keeps a copy
    drops what is older than what it has.
    area: path of the area that it happened in, or "-" where it belongs to none.
    causationid: the id of the event or the request that led to it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    specversion: Literal["1.0"] = "1.0"
    id: str
    source: str
    type: str
    subject: str
    time: Moment
    datacontenttype: Literal["application/json"] = "application/json"
    dataschema: str
    area: str
    audience: Literal["internal", "partner"]
    aggregateversion: int
    requestid: str
    causationid: str
    traceparent: str | None = None
    data: dict[str, Any]

    @property
    def routing_key(self) -> str:
        return f"{self.type}.{self.area}"


def envelop(
    event: Event,
    *,
    id: str,
    subject: str,
    version: int,
    area: str,
    now: Moment,
    request_id: str,
    causation_id: str,
    traceparent: str | None,
) -> Envelope:
    return Envelope(
        id=id,
        source=f"/linli/{event.TYPE.split('.')[0]}",
        type=event.TYPE,
        subject=subject,
        time=now,
        dataschema=f"/v1/schemas/{event.TYPE}.json",
        area=area,
        audience=event.AUDIENCE,
        aggregateversion=version,
        requestid=request_id,
        causationid=causation_id,
        traceparent=traceparent,
        data=event.model_dump(mode="json"),
    )
