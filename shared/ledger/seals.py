"""Seals: Ed25519 signatures by which anybody with a book's public key can tell what the book gave out.

What is signed is one of the prefixes below and the canonical JSON of what the seal covers. Keys and seals are hex digits.
"""

from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.ledger.chain import canonical
from shared.storage.sealing import signing_key

STATEMENT = b"linli.ledger.statement.1\n"
CHECKPOINT = b"linli.ledger.checkpoint.1\n"


def public_key(book: str) -> str:
    """What is published of a book's key; 64 hex digits."""
    return _key(book).public_key().public_bytes_raw().hex()


def sealed(book: str, prefix: bytes, content: Any) -> str:
    return _key(book).sign(prefix + canonical(content)).hex()


def holds(key: str, prefix: bytes, content: Any, seal: str) -> bool:
    """Whether the owner of the public `key` has sealed this content."""
    try:
        signature = bytes.fromhex(seal)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, prefix + canonical(content))
    except (InvalidSignature, ValueError):
        return False
    return signature.hex() == seal


@lru_cache
def _key(book: str) -> Ed25519PrivateKey:
    return signing_key(f"ledger {book}")
