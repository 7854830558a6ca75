"""Password hashes: argon2id, in a thread, since a hash takes long enough to hold up everything else."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from eventlet import tpool


class Passwords:
    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._nobodys = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        return tpool.execute(self._hasher.hash, password)

    def fits(self, kept: str | None, password: str) -> bool:
        """Whether it is the password; takes as long when there is none, so that time tells nothing."""
        try:
            tpool.execute(self._hasher.verify, kept or self._nobodys, password)
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None
