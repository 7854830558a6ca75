"""Where the texts are that can be held back: whatever shows them to others leaves out those whose flag is set."""

from typing import Any

from services.tickets.documents.live_desk import LiveQuestion
from services.tickets.documents.matters import Ticket
from services.tickets.documents.moderation import HeldText
from services.tickets.documents.publishing import PolicyQuestion
from services.tickets.documents.topics import Statement, Topic
from services.tickets.domain.moderating import Posted
from services.tickets.store.questions import words_of
from shared.contracts.tickets.catalogue import TicketClass
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


def hide(kind: JudgedKind, subject: str) -> None:
    """The text is not public from now on."""
    for document, flag in FLAGS[kind]:
        document._get_collection().update_one({"_id": subject}, {"$set": {flag: True}, "$inc": {"version": 1}})


def posted_at(kind: JudgedKind, subject: str) -> Posted | None:
    """The text as it is there."""
    if kind == JudgedKind.REPORT:
        ticket = Ticket.objects(id=subject).first()
        urgent = ticket is not None and ticket.ticket_class == TicketClass.EMERGENCY
        return ticket and _posted(ticket, ticket.text, ticket.reporter or ticket.filed_by, ticket.area, urgent)
    if kind == JudgedKind.STATEMENT:
        said = Statement.objects(id=subject).first()
        return said and _posted(said, said.text, said.account, Topic.objects(id=said.topic).only("area").first().area)
    if kind == JudgedKind.LIVE_QUESTION:
        asked = LiveQuestion.objects(id=subject).first()
        return asked and _posted(asked, asked.text, asked.account, asked.area)
    asked = PolicyQuestion.objects(id=subject).first()
    return asked and _posted(asked, words_of(asked)["text"], asked.asker, asked.area)


def _posted(row: Any, text: str, author: str | None, area: str, emergency: bool = False) -> Posted:
    before = HeldText.objects(subject=row.id).only("id").first() is not None
    return Posted(text=text, author=author or "", area=area, held_before=before, emergency=emergency)


def _show_note(ticket: str, author: str) -> None:
    """What somebody said when rating a matter stands in its history."""
    Ticket._get_collection().update_one(
        {"_id": ticket, "history.held": True},
        {"$set": {"history.$[theirs].held": False}, "$inc": {"version": 1}},
        array_filters=[{"theirs.held": True, "theirs.by": author}],
    )
