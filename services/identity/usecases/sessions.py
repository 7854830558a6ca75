"""Staying signed in, and signing out."""

from functools import partial
from typing import Any

from services.identity.domain.lineage import Verdict, judge
from services.identity.usecases.steps import apart, unjournaled
from shared.contracts.actor import Actor
from shared.contracts.call import Answer, Call
from shared.contracts.identity.accounts import AccountState, AccountView
from shared.contracts.identity.sessions import EndSession, GetMe, ListSessions, SessionList, SignOut
from shared.contracts.identity.sign_in import (
    ACCOUNT_DISABLED,
    REFRESH_REUSED,
    SESSION_OVER,
    RefreshTokens,
    TokensView,
)
from shared.contracts.model import Done
from shared.kernel.errors import Refusal


def signed_in(store: Any, account: Any, device: str | None) -> tuple[TokensView, str]:
    """The tokens of a new session of an account that has proved itself, and the session's id."""
    if account.state != AccountState.ACTIVE:
        raise ACCOUNT_DISABLED()
    session, refresh_token = store.begin_session(account.id, device)
    return tokens(store, account, session, refresh_token), session.id


def tokens(store: Any, account: Any, session: Any, refresh_token: str) -> TokensView:
    access, seconds = store.access_token(store.actor_of(account), sid=session.id)
    return TokensView(
        access_token=access, expires_in=seconds, refresh_token=refresh_token, account=store.account_view(account)
    )


def refresh_tokens(database: Any, call: Call) -> Answer:
    """Reuse ends the session, which must be committed although the request is refused."""
    try:
        return database.perform(unjournaled(call), partial(next_tokens, key=call.context.key))
    except Refusal as refusal:
        if refusal.reason is REFRESH_REUSED:
            apart(database, "end-reused", partial(end_reused, command=call.command))
        raise


def next_tokens(store: Any, _actor: Actor, command: RefreshTokens, key: str | None) -> TokensView:
    session, given = store.find_session(command.refresh_token)
    if session is None:
        raise SESSION_OVER("/refresh_token")
    match judge(store.line_facts(session), given, key, store.now):
        case Verdict.OVER:
            raise SESSION_OVER("/refresh_token")
        case Verdict.REUSED:
            raise REFRESH_REUSED("/refresh_token")
    account = store.find_account(session.account)
    if account is None or account.state != AccountState.ACTIVE:
        raise ACCOUNT_DISABLED()
    return tokens(store, account, session, store.next_token(session, command.refresh_token, key))


def end_reused(store: Any, _actor: Actor, command: RefreshTokens) -> None:
    session, _ = store.find_session(command.refresh_token)
    if session is not None and session.ended_at is None:
        store.end_session(session)


def get_me(store: Any, actor: Actor, _command: GetMe) -> AccountView:
    return store.account_view(store.get_account(actor.account))


def list_sessions(store: Any, actor: Actor, _command: ListSessions) -> SessionList:
    return SessionList(items=[store.session_view(session) for session in store.open_sessions(actor.account)])


def end_session(store: Any, actor: Actor, command: EndSession) -> Done:
    store.end_session(store.get_session(command.session_id, actor.account))
    return Done()


def sign_out(store: Any, actor: Actor, command: SignOut) -> Done:
    if command.everywhere:
        store.end_sessions(actor.account)
    else:
        store.end_current_session(actor.account)
    return Done()
