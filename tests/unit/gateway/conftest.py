"""The gateway's app by itself: what it says without asking any service."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.app import create_app
from shared.runtime.settings import Settings

Build = Callable[..., FlaskClient]


@pytest.fixture
def client_with() -> Iterator[Build]:
    def build(**options: Any) -> FlaskClient:
        return create_app(Settings(log_level="WARNING", **options)).test_client()

    yield build


@pytest.fixture(scope="session")
def app() -> Flask:
    """Made once: binding a thousand operations takes longer than any test of them."""
    return create_app(Settings(log_level="WARNING", rate_limit=""))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
