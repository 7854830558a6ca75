"""Where the texts are that can be held back: whatever shows them to others leaves out those whose flag is set."""

from services.tickets.documents.live_desk import LiveQuestion
from services.tickets.documents.matters import Ticket
from services.tickets.documents.publishing import PolicyQuestion
from services.tickets.documents.topics import Statement, Topic
from shared.contracts.tickets.judged import JudgedKind

FLAGS = {
    JudgedKind.REPORT: ((Ticket, "held"),),
    JudgedKind.STATEMENT: ((Statement, "held"),),
    JudgedKind.LIVE_QUESTION: ((LiveQuestion, "held"),),
    JudgedKind.POLICY_QUESTION: ((PolicyQuestion, "held"),),
    JudgedKind.RATING_COMMENT: ((Topic, "comment_held"),),
}


def show_again(kind: JudgedKind, subject: str, author: str) -> None:
    """The text is public from now on."""
    for document, flag in FLAGS.get(kind, ()):
        change = {"$set": {flag: False}, "$inc": {"version": 1}}
        document._get_collection().update_one({"_id": subject, flag: True}, change)
    if kind == JudgedKind.RATING_COMMENT:
        _show_note(subject, author)


def _show_note(ticket: str, author: str) -> None:
    """What somebody said when rating a matter stands in its history."""
    Ticket._get_collection().update_one(
        {"_id": ticket, "history.held": True},
        {"$set": {"history.$[theirs].held": False}, "$inc": {"version": 1}},
        array_filters=[{"theirs.held": True, "theirs.by": author}],
    )
