"""Votes: open with a frozen roll, cast, record from paper, close and count."""

from typing import Any

from services.tickets.domain.hosting import hosts, refuse_other_than_host, refuse_to_open, standing_of
from services.tickets.domain.topics import refuse_out_of_phase
from services.tickets.domain.voting import (
    VOTE,
    count_votes,
    fold_roll,
    pick_voter,
    refuse_wrong_choices,
    refuse_wrong_closing,
    refuse_wrong_rules,
)
from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.sessions import refuse_topic_elsewhere
from shared.contracts.actor import Actor
from shared.contracts.tickets.topics import TopicRight
from shared.contracts.tickets.votes import (
    NO_STANDING,
    VOTE_CLOSED,
    VOTED_ALREADY,
    VOTES_IN_PERSON,
    CastVote,
    CloseVote,
    GetVote,
    ListVotes,
    OpenVote,
    RecordVote,
    VoteClosed,
    VotePage,
    VoteState,
    VoteView,
)


def open_vote(store: Any, actor: Actor, command: OpenVote) -> VoteView:
    refuse_to_open(actor, command.area)
    refuse_topic_elsewhere(store, command.topic, command.area, "/topic")
    refuse_while_phase_forbids(store, command.topic)
    refuse_wrong_rules(command.rules, len(command.options))
    refuse_wrong_closing(command.closes_at, store.now)
    roll = fold_roll(command.roll, command.rules.basis)
    vote = store.new_vote(
        rules=command.rules, area=command.area, question=command.question, options=command.options,
        closes_at=command.closes_at, topic=command.topic, state=VOTE.initial, roll_size=len(roll),
    )  # fmt: skip
    store.save(vote)
    store.freeze_roll(vote, roll)
    return shown(store, vote, actor)


def get_vote(store: Any, actor: Actor, command: GetVote) -> VoteView:
    return shown(store, store.get_vote(command.vote_id), actor)


def list_votes(store: Any, actor: Actor, command: ListVotes) -> VotePage:
    found = store.find_votes(
        area=command.area,
        state=command.state,
        topic=command.topic,
        before=beyond(command.cursor),
        limit=command.limit + 1,
    )
    return VotePage(
        items=[shown(store, vote, actor) for vote in found[: command.limit]], next=following(found, command.limit)
    )


def cast_vote(store: Any, actor: Actor, command: CastVote) -> VoteView:
    vote = store.get_vote(command.vote_id)
    papers = {paper.voter: paper for paper in store.vote_papers_of(vote.id, actor.account)}
    paper = papers[pick_voter(list(papers), command.voter)]
    return fill_in(store, actor, vote, paper, command.choices)


def record_vote(store: Any, actor: Actor, command: RecordVote) -> VoteView:
    vote = store.get_vote(command.vote_id)
    refuse_other_than_host(actor, vote.area)
    paper = store.vote_paper(vote.id, command.voter)
    if paper is None:
        raise NO_STANDING("/voter")
    if paper.accounts:
        raise VOTES_IN_PERSON("/voter", voter=paper.voter)
    return fill_in(store, actor, vote, paper, command.choices)


def close_vote(store: Any, actor: Actor, command: CloseVote) -> VoteView:
    vote = store.get_vote(command.vote_id)
    VOTE.decide(vote.state, "close", standing_of(actor, vote.area))
    count(store, vote)
    return shown(store, vote, actor)


def close_when_due(store: Any, vote_id: str) -> None:
    """At its closing time, unless the host was faster."""
    vote = store.find_vote(vote_id)
    if vote is not None and vote.state == VoteState.OPEN and vote.closes_at <= store.now:
        count(store, vote)


def fill_in(store: Any, actor: Actor, vote: Any, paper: Any, choices: list[int]) -> VoteView:
    if not store.vote_is_open(vote) or paper.closed:
        raise VOTE_CLOSED(at=min(vote.closed_at or vote.closes_at, vote.closes_at).isoformat())
    refuse_while_phase_forbids(store, vote.topic)
    rules = store.rules_of(vote)
    if paper.cast and not rules.may_change:
        raise VOTED_ALREADY("/voter", voter=paper.voter)
    refuse_wrong_choices(choices, rules.min_choices, rules.max_choices, len(vote.options))
    store.fill_in(paper, choices, actor.account)
    return shown(store, vote, actor)


def count(store: Any, vote: Any) -> None:
    result = count_votes(store.rules_of(vote), vote.options, vote.roll_size, store.close_papers(vote.id))
    vote.state, vote.closed_at, vote.result = VoteState.CLOSED, store.now, result.model_dump(mode="json")
    store.save(vote)
    news = VoteClosed(vote=vote.id, area=vote.area, topic=vote.topic, result=result)
    store.announce(news, subject=vote.id, version=vote.version, area=vote.area)


def refuse_while_phase_forbids(store: Any, topic_id: str | None) -> None:
    topic = store.find_topic(topic_id) if topic_id else None
    if topic is not None:
        refuse_out_of_phase(topic.phase, store.rights_of(topic, topic.phase), TopicRight.VOTE)


def shown(store: Any, vote: Any, actor: Actor) -> VoteView:
    return store.vote_view(vote, actor.account, hosts(actor, vote.area))
