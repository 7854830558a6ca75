"""What there is of somebody at the live desk and among held texts, and taking the name off it.

Questions and exchanges stay, for nobody by name. Sealed originals and appeals of held texts are deleted, fingerprints of
what was posted too; that something was held, and what was decided, stays on record.
"""

from typing import Any

from services.tickets.documents.live_desk import DeskRequest, LiveQuestion, LiveStream
from services.tickets.documents.moderation import HeldText, ModerationDecision, PostedText, RuleEdition
from services.tickets.store.forgetting import NOBODY, TOLD
from services.tickets.store.moderation import SEALED_FOR
from shared.storage.sealing import unseal
from shared.storage.work import Work


class TextForgettingStore(Work):
    documents = ()

    def asked_and_held(self, account: str, person: str | None) -> dict[str, Any]:
        """What somebody has asked the live desk, requested there, and had held back, the newest first."""
        requests = DeskRequest.objects(__raw__=_theirs(account, person)).order_by("-id").limit(TOLD)
        return {
            "live_questions": [
                {"text": q.text, "shown_as": q.shown_as, "asked_at": q.asked_at, "replies": [r.text for r in q.replies]}
                for q in LiveQuestion.objects(account=account).order_by("-id").limit(TOLD)
            ],
            "desk_requests": [
                {"ticket": r.ticket, "mode": r.mode, "state": r.state, "exchanges": [e.note for e in r.exchanges]}
                for r in requests
            ],
            "held_texts": [
                {"kind": h.kind, "state": h.state, "held_at": h.held_at, "reason": h.reason,
                 "original": _opened(h.original), "appeal": _opened(h.appeal)}
                for h in HeldText.objects(account=account).order_by("-id").limit(TOLD)
            ],
        }  # fmt: skip

    def forget_texts(self, account: str, person: str) -> None:
        PostedText.objects(account=account).delete()
        _set(HeldText, {"account": account}, {"account": NOBODY, "original": None, "appeal": None, "keep_until": None})
        _set(HeldText, {"upheld_by": account}, {"upheld_by": NOBODY})
        _set(ModerationDecision, {"by": account}, {"by": NOBODY})
        _set(RuleEdition, {"by": account}, {"by": NOBODY})
        _set(LiveQuestion, {"account": account}, {"account": NOBODY, "person": None, "shown_as": None})
        _set(LiveQuestion, {"replies.by": account}, {"replies.$[mine].by": NOBODY}, {"mine.by": account})
        _set(LiveStream, {"hosts": account}, {"hosts.$[mine]": NOBODY}, {"mine": account})
        _set(DeskRequest, _theirs(account, person), {"resident": NOBODY, "person": None})
        _set(DeskRequest, {"taken_by": account}, {"taken_by": NOBODY})
        _set(DeskRequest, {"exchanges.by": account}, {"exchanges.$[mine].by": NOBODY}, {"mine.by": account})


def _theirs(account: str, person: str | None) -> dict[str, Any]:
    return {"$or": [{"resident": account}, *([{"person": person}] if person else [])]}


def _opened(sealed: str | None) -> str | None:
    return unseal(sealed, SEALED_FOR) if sealed else None


def _set(document: Any, query: dict[str, Any], change: dict[str, Any], mine: Any = None) -> None:
    filters = {"array_filters": [mine]} if mine else {}
    document._get_collection().update_many(query, {"$set": change, "$inc": {"version": 1}}, **filters)
