"""Notes on calls for help: what was learned, and what has to be followed up by which day."""

from pydantic import Field

from shared.contracts.actor import STAFF
from shared.contracts.model import AreaPath, Command, Id, LongText, Moment, Page, PageQuery, Version, View, pii
from shared.contracts.operation import GET, POST, Op
from shared.contracts.volunteers.help_calls import HelpCallAction
from shared.contracts.volunteers.people import MEMBERS
from shared.contracts.volunteers.posts import Day
from shared.kernel.errors import FORBIDDEN, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode
from shared.kernel.paging import BAD_CURSOR


class AddHelpNote(HelpCallAction):
    """By staff, or by a volunteer who was confirmed and saw that something is to be looked after."""

    text: LongText = pii()
    due: Day | None = Field(default=None, description="by when it needs follow-up; none: nothing is to be done")


class ListNotesOfCall(HelpCallAction):
    pass


class ListFollowUps(PageQuery):
    """What is still to be followed up, what is due first at the top."""

    area: AreaPath


class CloseFollowUp(Command):
    note_id: Id
    outcome: LongText = pii()


class HelpNoteView(View):
    id: Id
    help_call_id: Id
    area: AreaPath
    needs_follow_up: bool
    due: Day | None = None
    written_at: Moment
    closed_at: Moment | None = None
    version: Version


class HelpNoteText(HelpNoteView):
    text: str | None = pii(default=None)
    outcome: str | None = pii(default=None)


class HelpNoteList(View):
    items: list[HelpNoteText]


class FollowUpPage(Page[HelpNoteText]):
    pass


DUE_BEFORE_TODAY = ErrorCode("volunteers.due_before_today", 422, "The day is over.", "跟进日期不能早于今天。")
NO_FOLLOW_UP = ErrorCode(
    "volunteers.no_follow_up", 409, "There is nothing to follow up, or it is closed.", "该记录无需跟进或已办结。"
)

ADD_HELP_NOTE = Op(
    "add_help_note", POST("/help-calls/{help_call_id}/notes"), AddHelpNote, HelpNoteView, MEMBERS, "Write a note on a call",
    errors=(NOT_FOUND, FORBIDDEN, DUE_BEFORE_TODAY),
)  # fmt: skip
LIST_NOTES_OF_CALL = Op(
    "list_notes_of_call", GET("/help-calls/{help_call_id}/notes"), ListNotesOfCall, HelpNoteList, STAFF, "Notes on a call, newest first",
    writes=False, errors=(NOT_FOUND,),
)  # fmt: skip
LIST_FOLLOW_UPS = Op(
    "list_follow_ups", GET("/help-notes"), ListFollowUps, FollowUpPage, STAFF, "What is to be followed up in an area, due first",
    writes=False, errors=(OUTSIDE_AREA, BAD_CURSOR),
)  # fmt: skip
CLOSE_FOLLOW_UP = Op(
    "close_follow_up", POST("/help-notes/{note_id}/close", 200), CloseFollowUp, HelpNoteView, STAFF, "Close what was followed up",
    errors=(NOT_FOUND, NO_FOLLOW_UP, STALE_VERSION),
)  # fmt: skip

OPERATIONS = (ADD_HELP_NOTE, LIST_NOTES_OF_CALL, LIST_FOLLOW_UPS, CLOSE_FOLLOW_UP)
EVENTS = ()
