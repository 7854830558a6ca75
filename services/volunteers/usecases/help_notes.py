"""Notes on calls for help, and what is to be followed up."""

from typing import Any

from services.volunteers.domain.help_calls import PROMISED, STAFF_OF_AREA
from services.volunteers.usecases.help_calls import stand
from services.volunteers.usecases.posts import refuse_outside
from shared.contracts.actor import Actor
from shared.contracts.volunteers.help_calls import HelpAnswerState
from shared.contracts.volunteers.help_notes import (
    DUE_BEFORE_TODAY,
    NO_FOLLOW_UP,
    AddHelpNote,
    CloseFollowUp,
    FollowUpPage,
    HelpNoteList,
    HelpNoteView,
    ListFollowUps,
    ListNotesOfCall,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import FORBIDDEN, NOT_FOUND
from shared.kernel.paging import decode_cursor, encode_cursor


def add_help_note(store: Any, actor: Actor, command: AddHelpNote) -> HelpNoteView:
    call, capacity = stand(store, actor, command.help_call_id)
    was_there = any(
        each.account == actor.account and (each.state in PROMISED or each.state is HelpAnswerState.DONE)
        for each in call.answers
    )
    if capacity != STAFF_OF_AREA and not was_there:
        raise FORBIDDEN(action="add_help_note")
    if command.due is not None and command.due < store.now.astimezone(SHANGHAI).date():
        raise DUE_BEFORE_TODAY("/due")
    return store.help_note_view(store.add_help_note(call, actor.account, command.text, command.due))


def list_notes_of_call(store: Any, actor: Actor, command: ListNotesOfCall) -> HelpNoteList:
    call, capacity = stand(store, actor, command.help_call_id)
    if capacity != STAFF_OF_AREA:
        raise NOT_FOUND("/help_call_id", what="call for help")
    return HelpNoteList(items=[store.help_note_text(note) for note in store.help_notes_of(call)])


def list_follow_ups(store: Any, actor: Actor, command: ListFollowUps) -> FollowUpPage:
    refuse_outside(actor, command.area, "/area")
    after = tuple(decode_cursor(command.cursor, str, str)) if command.cursor is not None else None
    found = store.find_follow_ups(command.area, after, command.limit + 1)
    shown = found[: command.limit]
    return FollowUpPage(
        items=[store.help_note_text(note) for note in shown],
        next=encode_cursor(shown[-1].due, shown[-1].id) if len(found) > command.limit else None,
    )


def close_follow_up(store: Any, actor: Actor, command: CloseFollowUp) -> HelpNoteView:
    note = store.get_help_note(command.note_id)
    if not actor.covers(note.area):
        raise NOT_FOUND("/note_id", what="note")
    store.refuse_stale(note.version)
    if not note.pending:
        raise NO_FOLLOW_UP()
    store.close_help_note(note, actor.account, command.outcome)
    return store.help_note_view(note)
