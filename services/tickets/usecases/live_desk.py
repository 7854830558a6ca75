"""The live desk: plan, take seats, stream, ask and answer."""

from typing import Any

from services.tickets.domain.hosting import hosts, refuse_other_than_host, refuse_to_open
from services.tickets.domain.live_desk import MOST_REPLIES, SEATS, STREAM, Readiness, planned_days, standing
from services.tickets.usecases.moderation import judge
from services.tickets.usecases.pages import beyond, following
from shared.contracts.actor import Actor
from shared.contracts.tickets.judged import JudgedKind
from shared.contracts.tickets.live_desk import (
    EMPTY_ANSWER,
    NO_SUCH_GUIDE,
    SEATED_ALREADY,
    SEATS_TAKEN,
    TOO_MANY_REPLIES,
    AnswerLiveQuestion,
    AskLiveQuestion,
    CancelStream,
    CloseStream,
    EndStream,
    GetLiveQuestion,
    GetStream,
    LeaveSeat,
    ListLiveQuestions,
    ListStreams,
    LiveQuestionPage,
    LiveQuestionView,
    OpenStream,
    PlannedStreams,
    PlanStreams,
    ShowTranscript,
    StreamHeld,
    StreamPage,
    StreamState,
    StreamView,
    TakeSeat,
    TranscriptPage,
)
from shared.kernel.errors import FORBIDDEN, NOT_ALLOWED_NOW, NOT_FOUND
from shared.kernel.paging import decode_cursor, encode_cursor


def plan_streams(store: Any, actor: Actor, command: PlanStreams) -> PlannedStreams:
    refuse_to_open(actor, command.area)
    added = store.plan_streams(command.area, planned_days(command.since, command.until))
    streams = store.count_streams(command.area, command.since, command.until)
    return PlannedStreams(area=command.area, since=command.since, until=command.until, added=added, streams=streams)


def list_streams(store: Any, actor: Actor, command: ListStreams) -> StreamPage:
    after = tuple(decode_cursor(command.cursor, str, str)) if command.cursor else None
    found = store.find_streams(command.area, command.state, command.since, command.until, after, command.limit + 1)
    last = found[command.limit - 1] if len(found) > command.limit else None
    return StreamPage(
        items=[shown(store, stream, actor) for stream in found[: command.limit]],
        next=encode_cursor(last.day, last.area) if last else None,
    )


def get_stream(store: Any, actor: Actor, command: GetStream) -> StreamView:
    return shown(store, store.stream_at(command.stream_id), actor)


def take_seat(store: Any, actor: Actor, command: TakeSeat) -> StreamView:
    stream, _ = decide(store, actor, command.stream_id, "take_seat")
    if actor.account in stream.hosts:
        raise SEATED_ALREADY()
    if len(stream.hosts) >= SEATS:
        raise SEATS_TAKEN()
    stream.hosts.append(actor.account)
    return kept(store, stream, actor)


def leave_seat(store: Any, actor: Actor, command: LeaveSeat) -> StreamView:
    stream, _ = decide(store, actor, command.stream_id, "leave_seat")
    stream.hosts.remove(actor.account)
    return kept(store, stream, actor)


def open_stream(store: Any, actor: Actor, command: OpenStream) -> StreamView:
    stream = store.get_stream(command.stream_id)
    ready = Readiness(len(stream.hosts), stream.starts_at, store.now)
    stream.state = target(actor, stream, "open", ready)
    stream.opened_at = store.now
    return kept(store, stream, actor)


def end_stream(store: Any, actor: Actor, command: EndStream) -> StreamView:
    stream, stream.state = decide(store, actor, command.stream_id, "end")
    stream.held_at = store.now
    store.save(stream)
    asked, answered = store.count_live_questions(stream.id)
    held = StreamHeld(stream=stream.id, area=stream.area, day=stream.day, questions=asked, answered=answered)
    store.announce(held, subject=stream.id, version=stream.version, area=stream.area)
    return shown(store, stream, actor)


def close_stream(store: Any, actor: Actor, command: CloseStream) -> StreamView:
    stream = store.get_stream(command.stream_id)
    stream.state = target(actor, stream, "close", store.count_waiting_questions(stream.id))
    stream.closed_at, stream.note = store.now, command.note
    return kept(store, stream, actor)


def cancel_stream(store: Any, actor: Actor, command: CancelStream) -> StreamView:
    stream, stream.state = decide(store, actor, command.stream_id, "cancel")
    stream.reason = command.reason
    return kept(store, stream, actor)


def ask_live_question(store: Any, actor: Actor, command: AskLiveQuestion) -> LiveQuestionView:
    stream = store.stream_at(command.stream_id)
    target(actor, stream, "ask")
    question = store.new_live_question(
        stream, account=actor.account, person=actor.person, text=command.text, shown_as=command.shown_as
    )
    said = " ".join(filter(None, (command.text, command.shown_as)))
    question.held = judge(store, actor, JudgedKind.LIVE_QUESTION, question.id, stream.area, said)
    store.save(question)
    return store.live_question_view(question, actor.account, hosts(actor, stream.area))


def list_live_questions(store: Any, actor: Actor, command: ListLiveQuestions) -> LiveQuestionPage:
    stream = store.stream_at(command.stream_id)
    found = store.find_live_questions(
        stream.id, asker=actor.account, waiting=command.waiting, after=beyond(command.cursor), limit=command.limit + 1
    )
    host = hosts(actor, stream.area)
    return LiveQuestionPage(
        items=[store.live_question_view(question, actor.account, host) for question in found[: command.limit]],
        next=following(found, command.limit),
    )


def show_transcript(store: Any, actor: Actor, command: ShowTranscript) -> TranscriptPage:
    stream = store.stream_at(command.stream_id)
    found = store.find_live_questions(
        stream.id, asker=None, waiting=False, after=beyond(command.cursor), limit=command.limit + 1
    )
    return TranscriptPage(
        items=[store.transcript_entry(question) for question in found[: command.limit]],
        next=following(found, command.limit),
    )


def get_live_question(store: Any, actor: Actor, command: GetLiveQuestion) -> LiveQuestionView:
    question = store.get_live_question(command.question_id)
    if question.held and question.account != actor.account:
        raise NOT_FOUND("/question_id", what="live question")
    return store.live_question_view(question, actor.account, hosts(actor, question.area))


def answer_live_question(store: Any, actor: Actor, command: AnswerLiveQuestion) -> LiveQuestionView:
    """While the stream is open its hosts answer; afterwards any staff of the area, even when it is closed."""
    if command.text is None and command.guide is None:
        raise EMPTY_ANSWER("/text")
    question = store.get_live_question(command.question_id)
    if question.held:
        raise NOT_FOUND("/question_id", what="live question")
    stream = store.stream_at(question.stream)
    refuse_other_than_host(actor, stream.area)
    if stream.state not in (StreamState.OPEN, StreamState.HELD, StreamState.CLOSED):
        raise NOT_ALLOWED_NOW(action="answer", state=stream.state, allowed=[])
    live = stream.state == StreamState.OPEN
    if live and actor.account not in stream.hosts:
        raise FORBIDDEN()
    if len(question.replies) >= MOST_REPLIES:
        raise TOO_MANY_REPLIES(limit=MOST_REPLIES)
    if command.guide is not None and not store.has_guide(command.guide):
        raise NO_SUCH_GUIDE("/guide", guide=command.guide)
    store.add_live_reply(question, actor.account, command.text, command.guide, live)
    store.save(question)
    return store.live_question_view(question, actor.account, True)


def decide(store: Any, actor: Actor, stream_id: str, action: str) -> tuple[Any, StreamState]:
    stream = store.get_stream(stream_id)
    return stream, target(actor, stream, action)


def target(actor: Actor, stream: Any, action: str, facts: Any = None) -> StreamState:
    held = standing(actor, stream.area, stream.hosts)
    return StreamState(STREAM.decide(stream.state, action, held, facts).target)


def kept(store: Any, stream: Any, actor: Actor) -> StreamView:
    store.save(stream)
    return shown(store, stream, actor)


def shown(store: Any, stream: Any, actor: Actor) -> StreamView:
    return store.stream_view(stream, actor, hosts(actor, stream.area))
