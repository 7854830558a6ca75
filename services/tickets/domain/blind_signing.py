"""Signing papers without seeing them: RFC 9474, RSABSSA-SHA384-PSSZERO-Deterministic, with one key per election.

The voter's device does the other half: it encodes the paper by EMSA-PSS, multiplies it with a random blinding factor,
and takes that factor out of the signature again.
"""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from shared.contracts.tickets.elections import BAD_BLINDING, KEY_BITS, NO_VALID_PAPER

EXPONENT = 65537
DIGITS = KEY_BITS // 4


def new_key() -> tuple[str, str]:
    """The private key as PEM text and the modulus in hexadecimal."""
    key = rsa.generate_private_key(EXPONENT, KEY_BITS)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return pem, f"{key.public_key().public_numbers().n:0{DIGITS}x}"


def sign_blinded(pem: str, blinded: str) -> str:
    """The signature of what cannot be read here; refuses what is no number below the modulus."""
    key = load_pem_private_key(pem.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    numbers = key.private_numbers()
    modulus, message = numbers.public_numbers.n, int(blinded, 16)
    if not 1 < message < modulus:
        raise BAD_BLINDING("/blinded")
    return f"{pow(message, numbers.d, modulus):0{DIGITS}x}"


def refuse_unsigned(modulus: str, election: str, paper: str, signature: str) -> None:
    """Refuses a paper that this election's key has not signed."""
    key = rsa.RSAPublicNumbers(EXPONENT, int(modulus, 16)).public_key()
    try:
        key.verify(
            bytes.fromhex(signature), message_of(election, paper), padding.PSS(padding.MGF1(SHA384()), 0), SHA384()
        )
    except InvalidSignature as error:
        raise NO_VALID_PAPER("/signature") from error


def message_of(election: str, paper: str) -> bytes:
    """What is signed."""
    return f"{election}|{paper}".encode()
