"""The number by which people speak of a matter."""

import secrets
from datetime import datetime

from shared.kernel.clock import SHANGHAI

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32: no I, L, O or U, which are misread or misheard."""


def new_number(now: datetime) -> str:
    """Day in Shanghai and eight letters at random, such as `261121-7K3M-9QXA`: told on the phone, and not to be guessed."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{now.astimezone(SHANGHAI):%y%m%d}-{letters[:4]}-{letters[4:]}"
