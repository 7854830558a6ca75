"""What there is of somebody here, and forgetting it."""

import json

from services.identity.documents import Account, AccountChange, OneTimeCode, Session
from shared.contracts.identity.accounts import AccountState
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

PART = "export-part"


class PrivacyStore(Work):
    documents: tuple[type, ...] = ()

    def sealed_copy(self, account: Account) -> str:
        """The account, where it is signed in and what was changed of it, as sealed JSON. Secrets are no data of a person."""
        told = {
            "phone": unseal(account.phone_sealed, "phone") if account.phone_sealed else None,
            "name": account.name,
            "staff_number": account.staff_number,
            "roles": account.roles,
            "areas": list(account.areas),
            "opened_at": account.opened_at,
            "sessions": [
                {"device": s.device, "began_at": s.began_at, "last_used_at": s.last_used_at, "ended_at": s.ended_at}
                for s in Session.objects(account=account.id).order_by("-id")
            ],
            "history": [
                {"action": c.action, "at": c.at} for c in AccountChange.objects(account=account.id).order_by("-id")
            ],
        }
        return seal(json.dumps({"account": told}, ensure_ascii=False, default=str), PART)

    def forget_person(self, account: Account) -> None:
        """The phone is free for a new account. A member of staff keeps the account of the post, without the person."""
        if account.phone_print:
            OneTimeCode.objects(phone_print=account.phone_print).delete()
        account.phone_print = account.phone_sealed = account.person = account.home = None
        if account.staff_number is None:
            account.name, account.roles, account.areas, account.state = None, [], [], AccountState.DISABLED
        self.save(account)
        Session.objects(account=account.id).delete()
