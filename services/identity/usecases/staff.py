"""Signing in by staff number, password and second factor. Hashes are computed between units of work, never inside of one."""

from functools import partial
from typing import Any

from services.identity.domain.lockout import refuse_locked
from services.identity.domain.passwords import refuse_weak
from services.identity.domain.second_factor import accepted_step
from services.identity.usecases.sessions import signed_in
from services.identity.usecases.steps import apart, unjournaled
from shared.contracts.actor import Actor
from shared.contracts.call import Answer, Call
from shared.contracts.identity.accounts import AccountState
from shared.contracts.identity.sign_in import ACCOUNT_DISABLED
from shared.contracts.identity.staff import (
    ENROLMENT_OVER,
    SAME_PASSWORD,
    SECOND_FACTOR_NEEDED,
    WRONG_CREDENTIALS,
    WRONG_SECOND_FACTOR,
    ChangePassword,
    Enrol,
    Enrolled,
    Enrolment,
    SignInAsStaff,
    StaffSignedIn,
)
from shared.contracts.model import Done
from shared.kernel.errors import CONFLICT

TICKET_SECONDS = 900


def sign_in_as_staff(database: Any, passwords: Any, call: Call) -> Answer:
    """The attempt is counted first; the password is looked at outside of any transaction."""
    kept = apart(database, "attempt", partial(count_attempt, staff_number=call.command.staff_number))
    if not passwords.fits(kept, call.command.password):
        raise WRONG_CREDENTIALS()
    return database.perform(unjournaled(call), partial(prove_second_factor, password_hash=kept))


def count_attempt(store: Any, _actor: Actor, staff_number: str) -> str | None:
    """The hash that the password must fit, if there is such an account."""
    store.keep_attempts(staff_number, refuse_locked(store.attempts(staff_number), store.now))
    account = store.find_account_by_staff_number(staff_number)
    return account.password_hash if account else None


def prove_second_factor(store: Any, _actor: Actor, command: SignInAsStaff, password_hash: str) -> StaffSignedIn:
    account = store.find_account_by_staff_number(command.staff_number)
    refuse_changed(account, password_hash)
    if account.state != AccountState.ACTIVE:
        raise ACCOUNT_DISABLED()
    if not account.enrolled:
        ticket, secret, uri = store.begin_enrolment(account)
        store.forget_attempts(command.staff_number)
        enrolment = Enrolment(ticket=ticket, expires_in=TICKET_SECONDS, totp_secret=secret, provisioning_uri=uri)
        return StaffSignedIn(enrolment=enrolment)
    if command.backup_code is not None:
        if not store.takes_backup_code(account, command.backup_code):
            raise WRONG_SECOND_FACTOR("/backup_code")
        store.record(account, "backup_code_used", account.id)
    elif command.code is not None:
        use_totp(store, account, command.code)
    else:
        raise SECOND_FACTOR_NEEDED("/code")
    store.save(account)
    store.forget_attempts(command.staff_number)
    tokens, _ = signed_in(store, account, command.device)
    return StaffSignedIn(tokens=tokens)


def enrol(database: Any, passwords: Any, call: Call) -> Answer:
    command = call.command
    former = apart(database, "enrol", partial(former_hash, command=command))
    if passwords.fits(former, command.new_password):
        raise SAME_PASSWORD("/new_password")
    return database.perform(
        unjournaled(call), partial(finish_enrolment, password_hash=passwords.hash(command.new_password))
    )


def former_hash(store: Any, _actor: Actor, command: Enrol) -> str:
    account = enrolling(store, command)
    refuse_weak(command.new_password, account.staff_number)
    return account.password_hash


def finish_enrolment(store: Any, _actor: Actor, command: Enrol, password_hash: str) -> Enrolled:
    account = enrolling(store, command)
    use_totp(store, account, command.code)
    account.password_hash, account.enrolled = password_hash, True
    account.ticket_print = account.ticket_until = None
    codes = store.new_backup_codes(account)
    store.save(account)
    store.record(account, "enrolled", account.id)
    tokens, _ = signed_in(store, account, command.device)
    return Enrolled(**dict(tokens), backup_codes=codes)


def change_password(database: Any, passwords: Any, call: Call) -> Answer:
    command = call.command
    kept = apart(database, "attempt", partial(count_own_attempt, account_id=call.actor.account))
    if not passwords.fits(kept, command.password):
        raise WRONG_CREDENTIALS("/password")
    if command.password == command.new_password:
        raise SAME_PASSWORD("/new_password")
    hashed = passwords.hash(command.new_password)
    return database.perform(call, partial(put_password, former=kept, password_hash=hashed))


def count_own_attempt(store: Any, actor: Actor, account_id: str) -> str | None:
    account = store.get_account(account_id)
    return count_attempt(store, actor, account.staff_number) if account.staff_number else None


def put_password(store: Any, actor: Actor, command: ChangePassword, former: str, password_hash: str) -> Done:
    account = store.get_account(actor.account)
    refuse_changed(account, former)
    refuse_weak(command.new_password, account.staff_number)
    account.password_hash = password_hash
    store.save(account)
    store.record(account, "password_changed", actor.account)
    store.forget_attempts(account.staff_number)
    store.end_sessions(account.id, but=store.current_session())
    return Done()


def use_totp(store: Any, account: Any, code: str) -> None:
    """The caller saves the account, with which the code is used up."""
    step = accepted_step(code, store.totp_codes(account), account.totp_step)
    if step is None:
        raise WRONG_SECOND_FACTOR("/code")
    account.totp_step = step


def enrolling(store: Any, command: Enrol) -> Any:
    account = store.find_enrolling(command.ticket)
    if account is None:
        raise ENROLMENT_OVER("/ticket")
    if account.state != AccountState.ACTIVE:
        raise ACCOUNT_DISABLED()
    return account


def refuse_changed(account: Any, password_hash: str) -> None:
    """Refuses when the password was changed after it was looked at."""
    if account is None or account.password_hash != password_hash:
        raise CONFLICT()
