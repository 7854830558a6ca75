"""Finding and keeping notes on calls for help. What is written is sealed."""

from datetime import date
from typing import Any

from services.volunteers.documents.help_calls import HelpCall
from services.volunteers.documents.help_notes import HelpNote
from shared.contracts.volunteers.help_notes import HelpNoteText, HelpNoteView
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

NOTED = "volunteers help note"
MOST_SHOWN = 200


class HelpNoteStore(Work):
    documents = (HelpNote,)

    def add_help_note(self, call: HelpCall, by: str, text: str, due: date | None) -> HelpNote:
        note = HelpNote(
            id=self.new_id(), call=call.id, area=call.area, within=call.within, by=by, text=seal(text, NOTED),
            due=due.isoformat() if due else None, pending=True if due else None, written_at=self.now,
        )  # fmt: skip
        self.save(note)
        return note

    def get_help_note(self, note_id: str) -> HelpNote:
        note = HelpNote.objects(id=note_id).first()
        if note is None:
            raise NOT_FOUND("/note_id", what="note")
        return note

    def help_notes_of(self, call: HelpCall) -> list[HelpNote]:
        return list(HelpNote.objects(call=call.id).order_by("-id").limit(MOST_SHOWN))

    def find_follow_ups(self, area: str, after: tuple[str, str] | None, limit: int) -> list[HelpNote]:
        """Due first; `after`: day and id of the last one that was shown."""
        query: dict[str, Any] = {"within": area, "pending": True}
        if after is not None:
            query["$or"] = [{"due": {"$gt": after[0]}}, {"due": after[0], "_id": {"$gt": after[1]}}]
        return list(HelpNote.objects(__raw__=query).order_by("due", "id").limit(limit))

    def close_help_note(self, note: HelpNote, by: str, outcome: str) -> None:
        note.pending, note.closed_at, note.closed_by = None, self.now, by
        note.outcome = seal(outcome, NOTED)
        self.save(note)

    def blank_help_notes(self, call_id: str) -> None:
        """What was written goes, and nothing is left to follow up."""
        HelpNote._get_collection().update_many(
            {"call": call_id}, {"$unset": {"text": "", "outcome": "", "pending": ""}, "$inc": {"version": 1}}
        )

    def help_note_view(self, note: HelpNote) -> HelpNoteView:
        return HelpNoteView(**_plain(note))

    def help_note_text(self, note: HelpNote) -> HelpNoteText:
        return HelpNoteText(**_plain(note), text=_opened(note.text), outcome=_opened(note.outcome))


def _plain(note: HelpNote) -> dict[str, Any]:
    return {
        "id": note.id,
        "help_call_id": note.call,
        "area": note.area,
        "needs_follow_up": bool(note.pending),
        "due": date.fromisoformat(note.due) if note.due else None,
        "written_at": note.written_at,
        "closed_at": note.closed_at,
        "version": note.version,
    }


def _opened(sealed: str | None) -> str | None:
    return None if sealed is None else unseal(sealed, NOTED)
