"""What of a matter is open data."""

from shared.contracts.tickets.matters import SETTLED, TicketState
from shared.contracts.tickets.service_requests import RequestStatus

OPEN_STATES = tuple(state for state in TicketState if state not in SETTLED)
CLOSED_STATES = tuple(SETTLED)
TOLD_STEPS = {
    "open": "opened", "accept": "accepted", "hand_over": "handed_over", "escalate": "escalated", "pause": "paused",
    "resume": "resumed", "send_outside": "handed_to_partner", "bring_back": "taken_back", "convene": "joint_meeting",
    "finish": "done", "decline": "declined", "confirm": "confirmed", "rate": "rated", "lapse": "closed",
    "disagree": "reopened", "withdraw": "withdrawn", "merge": "merged", "unmerge": "unmerged",
}  # fmt: skip
"""Steps that everybody may know of; looking at a contact, say, is none."""
PUBLIC_WORDS = frozenset({"finish", "decline"})
"""Steps whose note is written for everybody."""
BLUR = 3
"""Decimals of a degree that others are told: about a hundred metres, so that nobody's door is pointed at."""


def status_of(state: str) -> RequestStatus:
    return RequestStatus.CLOSED if state in SETTLED else RequestStatus.OPEN


def blurred(degrees: float) -> float:
    return round(degrees, BLUR)
