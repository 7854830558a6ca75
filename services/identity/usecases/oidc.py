"""Staff sign in through the city's OpenID provider: authorization code with PKCE, state and nonce."""

import secrets
from functools import partial
from typing import Any

from services.identity.usecases.sessions import signed_in
from services.identity.usecases.steps import apart, unjournaled
from shared.contracts.actor import Actor
from shared.contracts.call import Answer, Call
from shared.contracts.identity.sign_in import TokensView
from shared.contracts.identity.staff import OIDC_REFUSED, UNKNOWN_STAFF, FinishOidc, OidcStart, StartOidc


def start_oidc(database: Any, provider: Any, call: Call) -> Answer:
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    url = provider.sign_in_url(state, nonce, verifier)
    kept = partial(keep_oidc, state=state, nonce=nonce, verifier=verifier, url=url)
    return database.perform(unjournaled(call), kept)


def keep_oidc(
    store: Any, _actor: Actor, _command: StartOidc, state: str, nonce: str, verifier: str, url: str
) -> OidcStart:
    store.keep_oidc(state, nonce=nonce, verifier=verifier)
    return OidcStart(url=url, state=state)


def finish_oidc(database: Any, provider: Any, call: Call) -> Answer:
    """The state is used up before the provider is asked, so that a code is exchanged once."""
    kept = apart(database, "oidc", partial(take_oidc, state=call.command.state))
    staff_number = provider.staff_number(call.command.code, kept["verifier"], kept["nonce"])
    return database.perform(unjournaled(call), partial(sign_in_known, staff_number=staff_number))


def take_oidc(store: Any, _actor: Actor, state: str) -> dict[str, str]:
    kept = store.take_oidc(state)
    if kept is None:
        raise OIDC_REFUSED()
    return kept


def sign_in_known(store: Any, _actor: Actor, _command: FinishOidc, staff_number: str) -> TokensView:
    account = store.find_account_by_staff_number(staff_number)
    if account is None:
        raise UNKNOWN_STAFF()
    tokens, _ = signed_in(store, account, "OpenID")
    return tokens
