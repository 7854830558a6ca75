"""Finding, keeping and showing streams of the live desk and the questions put to them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.tickets.documents.live_desk import LiveQuestion, LiveReply, LiveStream
from services.tickets.documents.publishing import Guide
from services.tickets.domain.live_desk import STREAM, broadcast, is_missed, standing
from services.tickets.store.inside import inside
from shared.contracts.actor import Actor
from shared.contracts.tickets.live_desk import (
    LiveQuestionView,
    ReplyView,
    StreamState,
    StreamView,
    TranscriptEntry,
    TranscriptReply,
)
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.publishing import PublicationState
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

UNANSWERED = {"replies.0": {"$exists": False}, "held": False}


class LiveDeskStore(Work):
    documents = (LiveStream, LiveQuestion)

    def plan_streams(self, area: str, days: Iterable[date]) -> int:
        """Adds a stream for each day that has none; gives how many."""
        wanted = {day.isoformat(): day for day in days}
        known = set(LiveStream.objects(area=area, day__in=list(wanted)).scalar("day"))
        for name in sorted(wanted.keys() - known):
            starts_at, ends_at = broadcast(wanted[name])
            self.save(
                LiveStream(
                    id=self.new_id(), area=area, day=name, starts_at=starts_at, ends_at=ends_at, state=STREAM.initial
                )
            )
        return len(wanted) - len(known)

    def count_streams(self, area: str, since: date, until: date) -> int:
        return LiveStream.objects(area=area, day__gte=since.isoformat(), day__lte=until.isoformat()).count(True)

    def get_stream(self, stream_id: str) -> LiveStream:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        stream = self.stream_at(stream_id)
        self.refuse_stale(stream.version)
        return stream

    def stream_at(self, stream_id: str) -> LiveStream:
        """The stream, for what does not change it. Refuses with `not_found`."""
        stream = LiveStream.objects(id=stream_id).first()
        if stream is None:
            raise NOT_FOUND("/stream_id", what="live stream")
        return stream

    def find_streams(self, area: str, state: StreamState | None, since: date | None, until: date | None,
                     after: tuple[str, str] | None, limit: int) -> list[LiveStream]:  # fmt: skip
        """By day, then area; `after` is the day and area that the page goes on from."""
        query: dict[str, Any] = {"area": inside(area)} | ({"state": state} if state else {})
        days = {op: day.isoformat() for op, day in (("$gte", since), ("$lte", until)) if day}
        query |= {"day": days} if days else {}
        if after:
            day, path = after
            query["$or"] = [{"day": {"$gt": day}}, {"day": day, "area": {"$gt": path}}]
        return list(LiveStream.objects(__raw__=query).order_by("day", "area").limit(limit))

    def new_live_question(self, stream: LiveStream, **fields: Any) -> LiveQuestion:
        return LiveQuestion(
            id=self.new_id(),
            stream=stream.id,
            area=stream.area,
            day=stream.day,
            asked_at=self.now,
            held=False,
            **fields,
        )

    def get_live_question(self, question_id: str) -> LiveQuestion:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        question = self.find_live_question(question_id)
        if question is None:
            raise NOT_FOUND("/question_id", what="live question")
        self.refuse_stale(question.version)
        return question

    def find_live_question(self, question_id: str) -> LiveQuestion | None:
        return LiveQuestion.objects(id=question_id).first()

    def find_live_questions(self, stream_id: str, *, asker: str | None, waiting: bool, after: str | None,
                       limit: int) -> list[LiveQuestion]:  # fmt: skip
        """In the order in which they were asked; a held one is found for its asker only."""
        query: dict[str, Any] = {"stream": stream_id}
        query |= {"_id": {"$gt": after}} if after else {}
        query |= {"replies.0": {"$exists": False}} if waiting else {}
        query["$or"] = [{"held": False}, *([{"account": asker}] if asker else [])]
        return list(LiveQuestion.objects(__raw__=query).order_by("id").limit(limit))

    def count_waiting_questions(self, stream_id: str) -> int:
        return LiveQuestion.objects(__raw__={"stream": stream_id} | UNANSWERED).count(True)

    def count_live_questions(self, stream_id: str) -> tuple[int, int]:
        """Questions that everybody may see, and how many of them are answered."""
        asked = LiveQuestion.objects(stream=stream_id, held=False).count(True)
        return asked, asked - self.count_waiting_questions(stream_id)

    def add_live_reply(
        self, question: LiveQuestion, account: str, text: str | None, guide: str | None, live: bool
    ) -> None:
        question.replies.append(LiveReply(text=text, guide=guide, by=account, at=self.now, live=live))

    def has_guide(self, guide_id: str) -> bool:
        """Whether there is such a guide, and it is published."""
        return Guide.objects(id=guide_id, state=PublicationState.PUBLISHED).only("id").first() is not None

    def stream_view(self, stream: LiveStream, actor: Actor, host: bool) -> StreamView:
        moves = STREAM.open_to(stream.state, standing(actor, stream.area, stream.hosts))
        return StreamView(
            id=stream.id, area=stream.area, day=stream.day, starts_at=stream.starts_at, ends_at=stream.ends_at,
            state=stream.state, missed=is_missed(stream.state, stream.ends_at, self.now), seats_taken=len(stream.hosts),
            hosts=list(stream.hosts) if host else [], opened_at=stream.opened_at, held_at=stream.held_at,
            closed_at=stream.closed_at, note=stream.note, reason=stream.reason,
            actions=[NextAction(action=move.action, needs=list(move.needs)) for move in moves], version=stream.version,
        )  # fmt: skip

    def live_question_view(self, question: LiveQuestion, account: str, host: bool) -> LiveQuestionView:
        mine = question.account == account
        return LiveQuestionView(
            id=question.id, stream=question.stream, text=question.text, shown_as=question.shown_as, mine=mine,
            held=question.held, asked_at=question.asked_at,
            replies=[
                ReplyView(text=r.text, guide=r.guide, at=r.at, live=r.live, by=r.by if host else None)
                for r in question.replies
            ],
            request=question.request if mine or host else None, version=question.version,
        )  # fmt: skip

    def transcript_entry(self, question: LiveQuestion) -> TranscriptEntry:
        replies = [TranscriptReply(text=r.text, guide=r.guide, at=r.at, live=r.live) for r in question.replies]
        return TranscriptEntry(text=question.text, asked_at=question.asked_at, replies=replies)
