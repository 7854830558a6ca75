"""Sessions and their lines of refresh tokens."""

import base64
import json
import secrets
from datetime import datetime, timedelta

from services.identity.documents import Session
from services.identity.domain.lineage import Line
from shared.contracts.identity.sessions import SessionView
from shared.kernel.errors import NOT_FOUND
from shared.runtime.settings import settings
from shared.storage.sealing import blind
from shared.storage.work import Work


class SessionStore(Work):
    """A refresh token is `<line>.<secret>`. Neither part is kept, and the line's is not the session's public id: whoever
    shows a line with another secret than the current one has held one of its tokens.
    """

    documents: tuple[type, ...] = (Session,)

    def begin_session(self, account: str, device: str | None) -> tuple[Session, str]:
        """A new session, saved, and its first refresh token."""
        line, secret = secrets.token_urlsafe(16), secrets.token_urlsafe(32)
        session = Session(
            id=self.new_id(),
            account=account,
            device=device,
            began_at=self.now,
            last_used_at=self.now,
            expires_at=self._until(),
            line_print=blind(line, "refresh-line"),
            current_print=blind(secret, "refresh-secret"),
        )
        self.save(session)
        return session, f"{line}.{secret}"

    def find_session(self, refresh_token: str) -> tuple[Session | None, str]:
        """The session whose line this token is of, and the fingerprint of the token's secret."""
        line, _, secret = refresh_token.partition(".")
        return Session.objects(line_print=blind(line, "refresh-line")).first(), blind(secret, "refresh-secret")

    def next_token(self, session: Session, refresh_token: str, key: str | None) -> str:
        """Puts a successor in the place of `refresh_token`; saved."""
        line, _, used = refresh_token.partition(".")
        secret = secrets.token_urlsafe(32)
        session.previous_print, session.current_print = blind(used, "refresh-secret"), blind(secret, "refresh-secret")
        session.rotated_by, session.rotated_at = key, self.now
        session.last_used_at, session.expires_at = self.now, self._until()
        self.save(session)
        return f"{line}.{secret}"

    def open_sessions(self, account: str) -> list[Session]:
        """Newest first."""
        return list(Session.objects(account=account, ended_at=None, expires_at__gt=self.now).order_by("-id").limit(100))

    def get_session(self, session_id: str, account: str) -> Session:
        session = Session.objects(id=session_id, account=account, ended_at=None).first()
        if session is None:
            raise NOT_FOUND("/session_id", what="session")
        return session

    def end_session(self, session: Session) -> None:
        session.ended_at = self.now
        self.save(session)

    def end_sessions(self, account: str, but: str | None = None) -> None:
        """Ends all sessions of the account, but for the one with the id `but`."""
        Session.objects(account=account, ended_at=None, id__ne=but).update(set__ended_at=self.now, inc__version=1)

    def end_current_session(self, account: str) -> None:
        Session.objects(id=self.current_session(), account=account, ended_at=None).update(
            set__ended_at=self.now, inc__version=1
        )

    def current_session(self) -> str | None:
        """The id of the session that the caller's token (which has been verified) belongs to."""
        token = self.context.token
        if token is None or token.count(".") != 2:
            return None
        payload = token.split(".")[1]
        sid = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))).get("sid")
        return str(sid) if sid else None

    def session_view(self, session: Session) -> SessionView:
        return SessionView(
            id=session.id, device=session.device, began_at=session.began_at, last_used_at=session.last_used_at,
            current=session.id == self.current_session(),
        )  # fmt: skip

    def line_facts(self, session: Session) -> Line:
        return Line(
            session.current_print, session.expires_at, session.previous_print, session.rotated_by, session.rotated_at,
            session.ended_at,
        )  # fmt: skip

    def _until(self) -> datetime:
        return self.now + timedelta(days=settings().refresh_days)
