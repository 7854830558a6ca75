"""A voter's device: makes up a paper, blinds it, takes the blinding off the signature and casts (RFC 9474)."""

import hashlib
import math
import secrets
from dataclasses import dataclass
from typing import Any

HASH_BYTES = 48
KEY_BYTES = 256


@dataclass(frozen=True)
class Paper:
    """`number` is the receipt; `factor` never leaves the device."""

    election: str
    number: str
    modulus: int
    exponent: int
    factor: int

    @classmethod
    def new(cls, election: dict[str, Any], number: str | None = None) -> "Paper":
        modulus = int(election["key"]["modulus"], 16)
        factor = secrets.randbelow(modulus)
        while math.gcd(factor, modulus) != 1:
            factor = secrets.randbelow(modulus)
        return cls(election["id"], number or secrets.token_hex(16), modulus, election["key"]["exponent"], factor)

    @property
    def blinded(self) -> str:
        message = int.from_bytes(encoded(f"{self.election}|{self.number}".encode()), "big")
        return f"{message * pow(self.factor, self.exponent, self.modulus) % self.modulus:0512x}"

    def signature(self, blind_signature: str) -> str:
        return f"{int(blind_signature, 16) * pow(self.factor, -1, self.modulus) % self.modulus:0512x}"


def encoded(message: bytes) -> bytes:
    """EMSA-PSS with SHA-384 and no salt, for a modulus of 2,048 bits (RFC 8017, 9.1.1)."""
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest()).digest()
    block = bytes(KEY_BYTES - HASH_BYTES - 2) + b"\x01"
    masked = bytearray(left ^ right for left, right in zip(block, mask(digest, len(block)), strict=True))
    masked[0] &= 0x7F
    return bytes(masked) + digest + b"\xbc"


def mask(seed: bytes, length: int) -> bytes:
    """MGF1 with SHA-384."""
    found = b""
    while len(found) < length:
        found += hashlib.sha384(seed + (len(found) // HASH_BYTES).to_bytes(4, "big")).digest()
    return found[:length]


def take(voter: Any, election: dict[str, Any], **more: Any) -> tuple[Paper, str]:
    """A paper and its signature."""
    paper = Paper.new(election)
    given = voter.post(f"/v1/elections/{election['id']}/papers", {"blinded": paper.blinded, **more})
    return paper, paper.signature(given["blind_signature"])


def ballot(paper: Paper, signature: str, *choices: int) -> dict[str, Any]:
    return {"paper": paper.number, "signature": signature, "choices": list(choices)}
