"""What staff prove themselves with: second factors, enrolment tickets, sign-ins that come back from the provider."""

import base64
import json
import secrets
from datetime import timedelta

import pyotp

from services.identity.documents import Account, FailedSignIns, OidcSignIn
from services.identity.domain.lockout import FORGOTTEN_AFTER, Attempts
from shared.storage.sealing import blind, seal, unseal
from shared.storage.work import Work

STEP_SECONDS = 30
TICKET_LIFE = timedelta(minutes=15)
OIDC_LIFE = timedelta(minutes=10)
BACKUP_CODES = 10


class CredentialStore(Work):
    documents: tuple[type, ...] = (FailedSignIns, OidcSignIn)

    def attempts(self, staff_number: str) -> Attempts:
        kept = FailedSignIns.objects(staff_number=staff_number).first()
        return Attempts(kept.count, kept.last_at) if kept else Attempts()

    def keep_attempts(self, staff_number: str, attempts: Attempts) -> None:
        kept = FailedSignIns.objects(staff_number=staff_number).first() or FailedSignIns(staff_number=staff_number)
        kept.count, kept.last_at, kept.gone_at = attempts.count, attempts.last_at, self.now + FORGOTTEN_AFTER
        self.save(kept)

    def forget_attempts(self, staff_number: str) -> None:
        FailedSignIns.objects(staff_number=staff_number).delete()

    def begin_enrolment(self, account: Account) -> tuple[str, str, str]:
        """A ticket, a fresh TOTP secret and its provisioning URI, all for this one enrolment; saved."""
        ticket, secret = secrets.token_urlsafe(32), pyotp.random_base32()
        account.ticket_print, account.ticket_until = blind(ticket, "enrolment-ticket"), self.now + TICKET_LIFE
        account.totp_sealed, account.totp_step = seal(secret, "totp"), None
        self.save(account)
        return ticket, secret, pyotp.TOTP(secret).provisioning_uri(name=account.staff_number, issuer_name="Linli")

    def find_enrolling(self, ticket: str) -> Account | None:
        return Account.objects(ticket_print=blind(ticket, "enrolment-ticket"), ticket_until__gt=self.now).first()

    def totp_codes(self, account: Account) -> dict[int, str]:
        """The codes of this half minute and of the ones beside it, by time step."""
        otp = pyotp.TOTP(unseal(account.totp_sealed, "totp"))
        step = int(self.now.timestamp()) // STEP_SECONDS
        return {near: otp.generate_otp(near) for near in (step - 1, step, step + 1)}

    def new_backup_codes(self, account: Account) -> list[str]:
        """Ten codes in the place of those before; the caller saves the account."""
        drawn = [base64.b32encode(secrets.token_bytes(7)).decode().lower()[:10] for _ in range(BACKUP_CODES)]
        codes = [f"{code[:5]}-{code[5:]}" for code in drawn]
        account.backup_prints = [blind(code, "backup-code") for code in codes]
        return codes

    def takes_backup_code(self, account: Account, code: str) -> bool:
        """Strikes the code from the list, if it is on it; the caller saves the account."""
        given = blind(code, "backup-code")
        if given not in account.backup_prints:
            return False
        account.backup_prints = [kept for kept in account.backup_prints if kept != given]
        return True

    def keep_oidc(self, state: str, **kept: str) -> None:
        self.save(
            OidcSignIn(
                state_print=blind(state, "oidc-state"),
                sealed=seal(json.dumps(kept), "oidc"),
                gone_at=self.now + OIDC_LIFE,
            )
        )

    def take_oidc(self, state: str) -> dict[str, str] | None:
        """What was kept for the state; it comes back only once."""
        found = OidcSignIn.objects(state_print=blind(state, "oidc-state"), gone_at__gt=self.now).first()
        if found is None:
            return None
        found.delete()
        return json.loads(unseal(found.sealed, "oidc"))
