"""Signing in by phone and one-time code."""

import secrets
from functools import partial
from typing import Any

from services.identity.domain import codes
from services.identity.domain.repeats import is_repeat
from services.identity.usecases.sessions import signed_in
from services.identity.usecases.steps import apart, unjournaled
from shared.contracts.actor import Actor, Role
from shared.contracts.call import Answer, Call
from shared.contracts.identity.accounts import AccountOpened
from shared.contracts.identity.sign_in import CODE_NOT_SENT, CodeSent, SendCode, SignInByPhone, TokensView
from shared.kernel.errors import Refusal


def send_code(database: Any, sms: Any, call: Call) -> Answer:
    """Draws a code, keeps it, and sends it after the commit; what could not be sent does not count."""
    digits = f"{secrets.randbelow(10**6):06d}"
    answer = database.perform(unjournaled(call), partial(keep_code, digits=digits, key=call.context.key))
    if not database.look().holds_code(call.command.phone, digits):
        return answer  # a repeat: the code of the first request is on its way
    try:
        sms.send_code(call.command.phone, digits, call.context.language)
    except Refusal as refusal:
        apart(database, "withdraw-code", partial(withdraw_code, command=call.command))
        raise CODE_NOT_SENT() from refusal
    return answer


def keep_code(store: Any, _actor: Actor, command: SendCode, digits: str, key: str | None) -> CodeSent:
    code = store.find_code(command.phone)
    told = CodeSent(expires_in=int(codes.GOOD_FOR.total_seconds()), retry_after=int(codes.PAUSE.total_seconds()))
    if code is None:
        code = store.new_code(command.phone)
    elif code.sent and is_repeat(key, code.asked_by, code.sent[-1], store.now):
        return told
    codes.refuse_too_many(code.sent, store.now)
    code.code_print, code.asked_by = store.code_print(command.phone, digits), key
    code.sent = [*codes.recent(code.sent, store.now), store.now]
    code.tries_left, code.expires_at = codes.TRIES, store.now + codes.GOOD_FOR
    code.used_at = code.used_by = code.session = None
    store.keep_code(code)
    return told


def withdraw_code(store: Any, _actor: Actor, command: SendCode) -> None:
    code = store.find_code(command.phone)
    if code is not None:
        code.sent, code.code_print, code.asked_by = code.sent[:-1], None, None
        store.keep_code(code)


def sign_in_by_phone(database: Any, call: Call) -> Answer:
    """The try is counted before the code is looked at, so that guesses sent at the same moment count, too."""
    key = call.context.key
    apart(database, "try-code", partial(count_try, command=call.command, key=key))
    return database.perform(unjournaled(call), partial(use_code, key=key))


def count_try(store: Any, _actor: Actor, command: SignInByPhone, key: str | None) -> None:
    code = store.find_code(command.phone)
    codes.refuse_untriable(store.code_facts(code), key, store.now)
    code.tries_left -= 1
    store.keep_code(code)


def use_code(store: Any, _actor: Actor, command: SignInByPhone, key: str | None) -> TokensView:
    code = store.find_code(command.phone)
    codes.refuse_wrong(store.code_facts(code), store.code_print(command.phone, command.code), key, store.now)
    account = store.find_account_by_phone(command.phone) or open_account(store, command.phone)
    if code.session is not None:  # a repeat: nobody received the tokens of that session
        store.end_session(store.get_session(code.session, account.id))
    tokens, code.session = signed_in(store, account, command.device)
    code.used_at, code.used_by = code.used_at or store.now, key
    store.keep_code(code)
    return tokens


def open_account(store: Any, phone: str) -> Any:
    account = store.new_account(roles=[Role.RESIDENT])
    store.put_phone(account, phone)
    store.save(account)
    store.announce(
        AccountOpened(account=account.id, roles=account.roles), subject=account.id, version=account.version, area=None
    )
    return account
