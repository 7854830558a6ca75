"""An api_key is a partner's client id and secret with a dot between; it is changed for a token as any client's is."""

import hashlib
import time
from threading import Lock

from flask import current_app, g, request
from pydantic import ValidationError

from gateway.open311.refusals import NO_KEY, WRONG_KEY
from shared.contracts.identity.clients import ISSUE_TOKEN, WRONG_CLIENT, IssueToken
from shared.kernel.errors import Refusal

MOST_KEPT = 1000
EARLY = 60
"""Seconds before its end from which on a token is not used any more."""


class Tokens:
    """Tokens of keys seen lately, per gateway process. Of a key only a hash is kept."""

    def __init__(self) -> None:
        self._kept: dict[bytes, tuple[str, float]] = {}
        self._lock = Lock()

    def token(self, key: str) -> str:
        mark = hashlib.sha256(key.encode()).digest()
        token, until = self._kept.get(mark, ("", 0.0))
        if time.monotonic() < until:
            return token
        fresh = _issued(key)
        with self._lock:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[mark] = (fresh.access_token, time.monotonic() + fresh.expires_in - EARLY)
        return fresh.access_token


def identify(needed: bool = False) -> None:
    """Sets `g.token` for who gives a key; everybody counts towards the rate limit."""
    limit = current_app.extensions["limit"]
    key = request.values.get("api_key")
    if not key:
        limit.hit(None)
        if needed:
            raise NO_KEY()
        return
    try:
        token = current_app.extensions["open311_tokens"].token(key)
    except Refusal:
        limit.hit(None)
        raise
    limit.hit(current_app.extensions["auth"].actor(token).account)
    g.token = token


def _issued(key: str):
    client, _, secret = key.partition(".")
    try:
        return current_app.extensions["services"].ask(ISSUE_TOKEN, IssueToken(client_id=client, client_secret=secret))
    except ValidationError as error:
        raise WRONG_KEY() from error
    except Refusal as refusal:
        if refusal.reason is WRONG_CLIENT:
            raise WRONG_KEY() from refusal
        raise
