"""The hourly look at the signing keys, with a clock that is moved by hand; it lies behind, since nothing is done that is too late."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import mongoengine
import pytest

from services.identity.domain.rotation import AGE, LEAD
from services.identity.store import IdentityStore
from services.identity.usecases import keys
from services.identity.usecases.steps import apart
from shared.contracts.actor import SYSTEM
from shared.runtime.settings import settings
from shared.storage import sealing
from shared.storage.database import Database
from tests.integration.identity.people import Desk


class SetClock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def database(desk: Desk, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("LINLI_DATABASE_PREFIX", "rotation_")
    monkeypatch.setenv("LINLI_DATA_KEY", desk.suite.environment["LINLI_DATA_KEY"])
    settings.cache_clear()
    sealing._sealing.cache_clear()
    opened = Database("identity", IdentityStore, clock, desk.servers.database.url)
    apart(opened, "first", keys.ensure_signing_key)
    yield opened
    mongoengine.disconnect("identity")
    monkeypatch.undo()
    settings.cache_clear()
    sealing._sealing.cache_clear()


def published(database: Database) -> list[str]:
    return [key["kid"] for key in database.look().public_keys()]


def look(database: Database, clock: SetClock, after: timedelta) -> list[str]:
    clock.moment += after
    apart(database, "look", keys.rotate_when_due)
    return published(database)


def test_key_is_followed_when_it_is_of_age_and_goes_when_its_last_token_has(database: Database, clock: SetClock):
    (first,) = published(database)
    assert look(database, clock, AGE - timedelta(minutes=1)) == [first]
    second, still = look(database, clock, timedelta(minutes=2))
    assert still == first
    assert look(database, clock, timedelta(seconds=1)) == [second, first]
    clock.moment += LEAD
    token, seconds = database.look().access_token(SYSTEM)
    assert (header(token)["kid"], seconds) == (second, 900)
    assert look(database, clock, timedelta(minutes=15)) == [second, first]
    assert look(database, clock, timedelta(minutes=2)) == [second]
    assert database.look().key_facts()[0].kid == second and len(database.look().key_facts()) == 1


def header(token: str) -> dict[str, str]:
    return json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
