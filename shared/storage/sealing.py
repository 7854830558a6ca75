"""Personal data and secrets at rest: sealed with AES-256-GCM, found again by a keyed fingerprint."""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.runtime.settings import settings

CURRENT = "k1"


class NoDataKey(Exception):
    """LINLI_DATA_KEY is not set to 32 bytes in Base64."""


@lru_cache
def data_keys() -> tuple[AESGCM, bytes]:
    raw = base64.b64decode(settings().data_key.get_secret_value() or "")
    if len(raw) != 32:
        raise NoDataKey("LINLI_DATA_KEY must be 32 bytes in Base64")
    return AESGCM(raw), hashlib.sha256(b"fingerprint" + raw).digest()


def seal(text: str, purpose: str) -> str:
    """The text, unreadable without the data key; `purpose` must be the same when it is opened."""
    nonce = os.urandom(12)
    sealed = data_keys()[0].encrypt(nonce, text.encode(), purpose.encode())
    return f"{CURRENT}.{base64.b64encode(nonce + sealed).decode()}"


def unseal(sealed: str, purpose: str) -> str:
    raw = base64.b64decode(sealed.partition(".")[2])
    return data_keys()[0].decrypt(raw[:12], raw[12:], purpose.encode()).decode()


def blind(text: str, purpose: str) -> str:
    """The same text gives the same fingerprint, from which it cannot be guessed without the data key."""
    return hmac.new(data_keys()[1], f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()
