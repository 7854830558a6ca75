"""Events as others read them: CloudEvents that fit their published schema, and tell partners nothing of persons."""

import re
from datetime import UTC, datetime

import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_structured_event
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from shared.contracts.envelope import CONTENT_TYPE, Envelope, envelop
from shared.contracts.registry import announcers, events, operations
from tests.contract.examples import example

EVENTS = sorted(events().items())
PERSONAL_NAMES = re.compile(
    r"(^|_)(person|people|account|accounts|resident|reporter|worker|owner|handler|actor|member|members|user|staff|phone|mobile|"
    r"email|birth|birthday|name_of_person|identity_number|id_number|id_card|address|plate)(_|$)"
)


def enveloped(kind: str) -> Envelope:
    event = example(events()[kind])
    return envelop(
        event, id="0" * 32, subject="s", version=1, area="150202.003", now=datetime(2026, 1, 2, tzinfo=UTC),
        request_id="r", causation_id="c", traceparent="00-" + "1" * 32 + "-" + "2" * 16 + "-01",
    )  # fmt: skip


def fields_of(schema: dict, root: dict, at: str = "") -> list[tuple[str, dict]]:
    """Every property below a schema with its path."""
    if "$ref" in schema:
        schema = {**root["$defs"][schema["$ref"].rsplit("/", 1)[1]], **{k: v for k, v in schema.items() if k != "$ref"}}
    found = []
    for name, field in schema.get("properties", {}).items():
        resolved = {**root["$defs"][field["$ref"].rsplit("/", 1)[1]], **field} if "$ref" in field else field
        found.append((f"{at}/{name}", resolved))
        found += fields_of(field, root, f"{at}/{name}")
    for option in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("prefixItems", ())):
        found += fields_of(option, root, at)
    if isinstance(schema.get("items"), dict):
        found += fields_of(schema["items"], root, at)
    return found


@pytest.mark.parametrize("kind", dict(EVENTS))
def test_envelope_is_a_cloud_event_that_fits_its_published_schema(kind: str):
    envelope = enveloped(kind)
    body = envelope.model_dump_json(exclude_none=True).encode()
    event = from_structured_event(RabbitMQMessage(headers={}, body=body, content_type=CONTENT_TYPE))
    assert (event.get_type(), event.get_source(), event.get_specversion()) == (
        kind,
        f"/linli/{kind.split('.')[0]}",
        "1.0",
    )
    assert event.get_dataschema() == f"/v1/schemas/{kind}.json"
    assert event.get_extension("aggregateversion") == 1
    schema = events()[kind].model_json_schema(mode="serialization")
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(event.get_data())


@pytest.mark.parametrize("kind", dict(EVENTS))
def test_consumer_reads_back_what_was_announced_and_ignores_what_it_does_not_know(kind: str):
    envelope = enveloped(kind)
    read = Envelope.model_validate_json(envelope.model_dump_json(exclude_none=True))
    assert events()[kind].model_validate(read.data | {"added_later": 1}) == example(events()[kind])


@pytest.mark.parametrize("kind", [kind for kind, event in EVENTS if event.AUDIENCE == "partner"])
def test_partner_event_tells_nothing_of_persons(kind: str):
    schema = events()[kind].model_json_schema(mode="serialization")
    fields = fields_of(schema, schema)
    assert [path for path, field in fields if field.get("x-personal-data")] == []
    assert [path for path, _ in fields if PERSONAL_NAMES.search(path.rsplit("/", 1)[1])] == []


@pytest.mark.parametrize("kind", dict(EVENTS))
def test_event_type_has_owner_thing_happening_and_version(kind: str):
    service, *_ = kind.split(".")
    assert re.fullmatch(r"[a-z]+(\.[a-z_]+){2}\.v\d+", kind)
    assert events()[kind] in announcers()[service].events


def test_every_event_is_emitted_by_operations_of_its_own_service_only():
    strangers = [
        (op.full_name, event.TYPE)
        for op in operations()
        for event in op.emits
        if not event.TYPE.startswith(f"{op.service}.")
    ]
    assert strangers == []


def test_event_without_an_id_is_no_event():
    with pytest.raises(ValidationError):
        Envelope.model_validate_json('{"specversion": "1.0", "data": {}}')
