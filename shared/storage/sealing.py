"""Personal data and secrets at rest: sealed with AES-256-GCM, found again by a keyed fingerprint; keys to sign with."""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.runtime.settings import settings

CURRENT = "k1"
KEY_BYTES = 32


class NoDataKey(Exception):
    """LINLI_DATA_KEY is not set to 32 bytes in Base64."""


class Sealing:
    """`purpose` keeps what is sealed for one thing from being opened as another."""

    def __init__(self, data_key: bytes) -> None:
        if len(data_key) != KEY_BYTES:
            raise NoDataKey(f"LINLI_DATA_KEY must be {KEY_BYTES} bytes in Base64")
        self._data_key = data_key
        self._cipher = AESGCM(data_key)
        self._fingerprint_key = hashlib.sha256(b"fingerprint" + data_key).digest()

    def seal(self, text: str, purpose: str) -> str:
        nonce = os.urandom(12)
        sealed = self._cipher.encrypt(nonce, text.encode(), purpose.encode())
        return f"{CURRENT}.{base64.b64encode(nonce + sealed).decode()}"

    def unseal(self, sealed: str, purpose: str) -> str:
        raw = base64.b64decode(sealed.partition(".")[2])
        return self._cipher.decrypt(raw[:12], raw[12:], purpose.encode()).decode()

    def blind(self, text: str, purpose: str) -> str:
        """The same text gives the same fingerprint, from which it cannot be guessed without the data key."""
        return hmac.new(self._fingerprint_key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()

    def signing_key(self, purpose: str) -> Ed25519PrivateKey:
        """One per purpose, made from the data key, so that it need not be kept; its public key tells nothing of that."""
        seed = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"signing:{purpose}".encode()).derive(self._data_key)
        return Ed25519PrivateKey.from_private_bytes(seed)


@lru_cache
def _sealing() -> Sealing:
    return Sealing(base64.b64decode(settings().data_key.get_secret_value() or ""))


def seal(text: str, purpose: str) -> str:
    return _sealing().seal(text, purpose)


def unseal(sealed: str, purpose: str) -> str:
    return _sealing().unseal(sealed, purpose)


def blind(text: str, purpose: str) -> str:
    return _sealing().blind(text, purpose)


def signing_key(purpose: str) -> Ed25519PrivateKey:
    return _sealing().signing_key(purpose)
