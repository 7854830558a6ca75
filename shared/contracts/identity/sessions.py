"""Sessions: where somebody is signed in, and signing out."""

from pydantic import Field

from shared.contracts.actor import EVERYBODY
from shared.contracts.identity.accounts import AccountView
from shared.contracts.model import Command, Done, Id, Moment, View
from shared.contracts.operation import DELETE, GET, POST, Op
from shared.kernel.errors import NOT_FOUND


class GetMe(Command):
    pass


class ListSessions(Command):
    pass


class EndSession(Command):
    session_id: Id


class SignOut(Command):
    everywhere: bool = Field(False, description="end all sessions of the account, not only this one")


class SessionView(View):
    id: Id
    device: str | None = None
    began_at: Moment
    last_used_at: Moment
    current: bool = Field(description="whether the token of this request belongs to it")


class SessionList(View):
    items: list[SessionView]


GET_ME = Op("get_me", GET("/me"), GetMe, AccountView, EVERYBODY, "My account", writes=False, errors=(NOT_FOUND,))
LIST_SESSIONS = Op(
    "list_sessions", GET("/me/sessions"), ListSessions, SessionList, EVERYBODY, "Where I am signed in", writes=False
)
END_SESSION = Op(
    "end_session", DELETE("/me/sessions/{session_id}"), EndSession, Done, EVERYBODY, "End one of my sessions",
    errors=(NOT_FOUND,),
)  # fmt: skip
SIGN_OUT = Op(
    "sign_out", POST("/sign-out", 200), SignOut, Done, EVERYBODY,
    "Sign out here, or everywhere; an access token that is out stays good until it expires",
)  # fmt: skip

OPERATIONS = (GET_ME, LIST_SESSIONS, END_SESSION, SIGN_OUT)
