"""One-time codes of phones."""

from services.identity.documents import OneTimeCode
from services.identity.domain.codes import HOUR, Code
from shared.storage.sealing import blind
from shared.storage.work import Work


class CodeStore(Work):
    documents: tuple[type, ...] = (OneTimeCode,)

    def find_code(self, phone: str) -> OneTimeCode | None:
        return OneTimeCode.objects(phone_print=blind(phone, "phone")).first()

    def new_code(self, phone: str) -> OneTimeCode:
        return OneTimeCode(phone_print=blind(phone, "phone"))

    def keep_code(self, code: OneTimeCode) -> None:
        """Kept for as long as it counts against the hour."""
        code.gone_at = self.now + HOUR
        self.save(code)

    def code_print(self, phone: str, digits: str) -> str:
        """Six digits could be guessed from a plain hash in no time; this one needs the data key."""
        return blind(f"{phone}:{digits}", "one-time-code")

    def holds_code(self, phone: str, digits: str) -> bool:
        """Whether this very code is the one to be sent."""
        kept = self.find_code(phone)
        return kept is not None and kept.code_print == self.code_print(phone, digits)

    def code_facts(self, code: OneTimeCode | None) -> Code | None:
        if code is None:
            return None
        return Code(code.code_print, code.expires_at, code.tries_left, code.used_at, code.used_by)
