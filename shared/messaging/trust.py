"""Who may be believed: every service verifies the tokens that reach it, so that publishing to the broker gains nothing."""

import time
from typing import Any

from nameko.extensions import SharedExtension

from shared.contracts import identity
from shared.contracts.actor import Actor
from shared.contracts.call import Context
from shared.messaging.line import Line
from shared.runtime.settings import settings
from shared.runtime.tokens import ANONYMOUS, TokenVerifier


def keys_by_line(line: Line) -> dict[str, Any]:
    """The public keys, asked of the identity service."""
    context = Context(request_id="keys", deadline=time.time() + 3)
    return line.ask(identity.GET_KEYS, identity.GetKeys(), context).model_dump(mode="json", exclude_none=True)


class Trust(SharedExtension):
    """A service that has the keys itself gives them by a static method `own_keys`."""

    container: Any

    def setup(self) -> None:
        own = getattr(self.container.service_cls, "own_keys", None)
        line = Line(settings().amqp_url)
        self._verifier = TokenVerifier(own or (lambda: keys_by_line(line)), settings().issuer)

    def knows(self, token: str | None) -> bool:
        return self._verifier.knows(token)

    def actor(self, token: str | None, anonymous: bool) -> Actor:
        """A public operation takes a bad token for none, so that signing in works with an old one in hand."""
        if token is None:
            return ANONYMOUS
        try:
            return self._verifier.actor(token)
        except Exception:
            if anonymous:
                return ANONYMOUS
            raise
