"""What is done with a matter between the report and the rated close."""

from enum import StrEnum

from pydantic import Field

from shared.contracts.actor import STAFF, Role
from shared.contracts.model import AreaPath, Id, LongText, ShortText
from shared.contracts.operation import POST, Op
from shared.contracts.tickets.hazards import HazardConfirmed
from shared.contracts.tickets.intake import NO_SUCH_PHOTO
from shared.contracts.tickets.judged import TextHeld
from shared.contracts.tickets.matters import (
    TicketAccepted,
    TicketAction,
    TicketClosed,
    TicketDone,
    TicketMoved,
    TicketRated,
    TicketView,
)
from shared.contracts.tickets.resolutions import RATED_ALREADY
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND, OUTSIDE_AREA, STALE_VERSION, ErrorCode

REPORTING = frozenset({Role.RESIDENT, Role.VOLUNTEER, Role.PARTNER, Role.OPERATOR, Role.COUNTER_CLERK, *STAFF})


class PauseReason(StrEnum):
    """Why the clocks stand still."""

    CITIZEN = "waiting_for_citizen"
    PARTS = "waiting_for_parts"
    WEATHER = "weather"
    PERMIT = "waiting_for_permit"
    APPOINTMENT = "agreed_appointment"


class AcceptTicket(TicketAction):
    pass


class HandOver(TicketAction):
    """To a desk, or to a named member of staff there, who leads from then on. The clock of the desk starts again."""

    desk: AreaPath
    to: Id | None = Field(None, description="account of the member of staff who is to lead")
    to_name: ShortText | None = Field(None, description="their name, as it is published")
    note: LongText


class PauseTicket(TicketAction):
    reason: PauseReason
    note: LongText


class ResumeTicket(TicketAction):
    note: LongText | None = None


class FinishTicket(TicketAction):
    """What was done, with photos of it where the category asks for one."""

    note: LongText
    photos: list[Id] = Field(default=[], max_length=9)
    open_tasks_reason: LongText | None = Field(
        None, description="why it is finished with tasks of units still open; from whoever has it in hand"
    )


class ConfirmTicket(TicketAction):
    comment: LongText | None = None


class DisagreeTicket(TicketAction):
    """It is not settled. The matter opens again one level up, not at the same desk."""

    reason: LongText


class RateTicket(TicketAction):
    stars: int = Field(ge=1, le=5, description="1 (bad) to 5 (very good)")
    solved: bool = Field(True, description="whether the matter is solved")
    comment: LongText | None = None


class WithdrawTicket(TicketAction):
    reason: LongText | None = None


class DeclineTicket(TicketAction):
    """Nothing will be done, and why. The citizen may disagree, as with what was done."""

    reason: LongText


COMPLAINED_ABOUT = ErrorCode(
    "tickets.complained_about", 409, "The matter is about this member of staff.", "该事项投诉的正是此人，不能由其办理。"
)
NOT_AGAIN_HERE = ErrorCode(
    "tickets.not_again_here",
    409,
    "The citizen disagreed with what this member of staff did; somebody else handles it.",
    "居民不认可此人此前的处理结果，须由他人办理。",
)
DESK_TOO_FAR = ErrorCode(
    "tickets.desk_elsewhere",
    422,
    "The desk {desk} neither covers the place nor lies below yours.",
    "{desk} 与该事项所在地或您的辖区无关。",
)
NO_PROOF = ErrorCode(
    "tickets.photo_needed", 422, "This category is closed with a photo of what was done.", "该类别办结须附处理后照片。"
)
NO_LEAD = ErrorCode(
    "tickets.no_lead", 409, "A complex matter is led by somebody by name; name them first.", "复杂事项须先明确牵头人。"
)
NO_MEETING = ErrorCode(
    "tickets.no_meeting",
    409,
    "A hard matter is settled by a joint meeting; none has been held yet.",
    "疑难事项须经联席会议商议，目前尚未召开。",
)
TASKS_OPEN = ErrorCode(
    "tickets.tasks_open",
    409,
    "{count} tasks of units are still open; finish them or say why not.",
    "还有 {count} 项单位任务未办结，请先办结或说明理由。",
)
LEADER_ONLY = ErrorCode(
    "tickets.leader_only",
    403,
    "Only whoever has the matter in hand may leave tasks open.",
    "仅牵头人可以在任务未办结时说明理由并办结。",
)
TOO_LATE_TO_DISAGREE = ErrorCode(
    "tickets.too_late_to_disagree",
    409,
    "It was closed on {closed}; disagreement was possible for {days} days.",
    "该事项已于 {closed} 办结，超过 {days} 天异议期。",
)
OTHERS_WAIT = ErrorCode(
    "tickets.others_wait",
    409,
    "{others} others reported or joined this matter; it goes on for them.",
    "另有 {others} 人反映或关注该事项，须继续办理。",
)
ACTION_ERRORS = (NOT_FOUND, FORBIDDEN, OUTSIDE_AREA, NOT_ALLOWED_NOW, STALE_VERSION)
DESK_ERRORS = (*ACTION_ERRORS, COMPLAINED_ABOUT, NOT_AGAIN_HERE)

ACCEPT_TICKET = Op(
    "accept_ticket", POST("/tickets/{ticket_id}/accept", 200), AcceptTicket, TicketView, STAFF,
    "Take a matter on", emits=(TicketAccepted,), errors=DESK_ERRORS,
)  # fmt: skip
HAND_OVER_TICKET = Op(
    "hand_over_ticket", POST("/tickets/{ticket_id}/hand-over", 200), HandOver, TicketView, STAFF,
    "Hand a matter over to another desk or to a member of staff", emits=(TicketMoved,),
    errors=(*DESK_ERRORS, DESK_TOO_FAR),
)  # fmt: skip
PAUSE_TICKET = Op(
    "pause_ticket", POST("/tickets/{ticket_id}/pause", 200), PauseTicket, TicketView, STAFF,
    "Stop the clocks, for a reason", emits=(TicketMoved,), errors=DESK_ERRORS,
)  # fmt: skip
RESUME_TICKET = Op(
    "resume_ticket", POST("/tickets/{ticket_id}/resume", 200), ResumeTicket, TicketView, STAFF,
    "Let the clocks go on", emits=(TicketMoved,), errors=DESK_ERRORS,
)  # fmt: skip
FINISH_TICKET = Op(
    "finish_ticket", POST("/tickets/{ticket_id}/finish", 200), FinishTicket, TicketView, STAFF,
    "Say that it is done, and what was done", emits=(TicketDone,),
    errors=(*DESK_ERRORS, NO_PROOF, NO_SUCH_PHOTO, NO_LEAD, NO_MEETING, TASKS_OPEN, LEADER_ONLY),
)  # fmt: skip
DECLINE_TICKET = Op(
    "decline_ticket", POST("/tickets/{ticket_id}/decline", 200), DeclineTicket, TicketView, STAFF,
    "Say that nothing will be done, and why", emits=(TicketMoved,), errors=DESK_ERRORS,
)  # fmt: skip
CONFIRM_TICKET = Op(
    "confirm_ticket", POST("/tickets/{ticket_id}/confirm", 200), ConfirmTicket, TicketView, REPORTING,
    "Confirm that it is settled, as the one who reported it", emits=(TicketClosed, HazardConfirmed), errors=ACTION_ERRORS,
)  # fmt: skip
DISAGREE_TICKET = Op(
    "disagree_ticket", POST("/tickets/{ticket_id}/disagree", 200), DisagreeTicket, TicketView, REPORTING,
    "Say that it is not settled; it opens again one level up", emits=(TicketMoved,),
    errors=(*ACTION_ERRORS, TOO_LATE_TO_DISAGREE),
)  # fmt: skip
RATE_TICKET = Op(
    "rate_ticket", POST("/tickets/{ticket_id}/rate", 200), RateTicket, TicketView, REPORTING,
    "Rate what was done, as the one who reported it", emits=(TicketRated, TicketClosed, HazardConfirmed, TextHeld),
    errors=(*ACTION_ERRORS, RATED_ALREADY),
)  # fmt: skip
WITHDRAW_TICKET = Op(
    "withdraw_ticket", POST("/tickets/{ticket_id}/withdraw", 200), WithdrawTicket, TicketView, REPORTING,
    "Take a report back", emits=(TicketMoved,), errors=(*ACTION_ERRORS, OTHERS_WAIT),
)  # fmt: skip

OPERATIONS = (
    ACCEPT_TICKET, HAND_OVER_TICKET, PAUSE_TICKET, RESUME_TICKET, FINISH_TICKET, DECLINE_TICKET, CONFIRM_TICKET,
    DISAGREE_TICKET, RATE_TICKET, WITHDRAW_TICKET,
)  # fmt: skip
EVENTS = ()
