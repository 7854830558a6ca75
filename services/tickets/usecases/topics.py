"""Topics: propose, second, talk over, decide, carry out, rate."""

from typing import Any

from services.tickets.domain.hosting import hosts, refuse_other_than_host
from services.tickets.domain.topics import MOST_EXPERTS, TOPIC, capacities, refuse_out_of_phase, standpoint
from services.tickets.usecases.moderation import judge
from services.tickets.usecases.pages import beyond, following
from shared.contracts.actor import OFFICE, STAFF, Actor
from shared.contracts.tickets.judged import JudgedKind
from shared.contracts.tickets.topics import (
    NO_SUCH_AREA,
    NO_SUCH_TICKET,
    SECONDED_ALREADY,
    TOO_MANY_EXPERTS,
    AgreeOnTopic,
    CarryOutTopic,
    DebateTopic,
    DecideTopic,
    DropTopic,
    GetTopic,
    InviteExpert,
    ListStatements,
    ListTopics,
    PickTopic,
    ProposeTopic,
    RateTopic,
    SecondTopic,
    SpeakToTopic,
    StatementPage,
    StatementView,
    SwitchRights,
    TopicMoved,
    TopicPage,
    TopicPhase,
    TopicRight,
    TopicView,
)
from shared.kernel.errors import FORBIDDEN, OUTSIDE_AREA


def propose_topic(store: Any, actor: Actor, command: ProposeTopic) -> TopicView:
    if actor.has(*STAFF):
        if not hosts(actor, command.area):
            raise OUTSIDE_AREA("/area")
    elif not store.area_has_grids(command.area):
        raise NO_SUCH_AREA("/area", area=command.area)
    missing = store.missing_ticket(command.tickets, actor)
    if missing is not None:
        raise NO_SUCH_TICKET("/tickets", ticket=missing)
    topic = store.new_topic(**command.model_dump(), proposer=actor.account)
    return moved(store, actor, topic, "propose", TopicPhase.PROPOSED)


def get_topic(store: Any, actor: Actor, command: GetTopic) -> TopicView:
    return store.topic_view(store.get_topic(command.topic_id), actor)


def list_topics(store: Any, actor: Actor, command: ListTopics) -> TopicPage:
    found = store.find_topics(
        area=command.area, phase=command.phase, good_cases=command.good_cases, before=beyond(command.cursor),
        limit=command.limit + 1,
    )  # fmt: skip
    return TopicPage(
        items=[store.topic_view(topic, actor) for topic in found[: command.limit]], next=following(found, command.limit)
    )


def second_topic(store: Any, actor: Actor, command: SecondTopic) -> TopicView:
    topic = open_for(store, command.topic_id, TopicRight.SECOND)
    if actor.account == topic.proposer:
        raise FORBIDDEN()
    if not store.second(topic, actor.account):
        raise SECONDED_ALREADY()
    return store.topic_view(topic, actor)


def invite_expert(store: Any, actor: Actor, command: InviteExpert) -> TopicView:
    topic = open_for(store, command.topic_id, TopicRight.INVITE)
    refuse_other_than_host(actor, topic.area)
    if len(topic.experts) >= MOST_EXPERTS:
        raise TOO_MANY_EXPERTS(limit=MOST_EXPERTS)
    store.add_expert(topic, command)
    store.save(topic)
    return store.topic_view(topic, actor)


def speak_to_topic(store: Any, actor: Actor, command: SpeakToTopic) -> StatementView:
    topic = open_for(store, command.topic_id, TopicRight.SPEAK)
    held = standpoint(held_by(actor, topic))
    if held is None:
        raise FORBIDDEN()
    statement = store.new_statement(topic, actor.account, held, command.text)
    statement.held = judge(store, actor, JudgedKind.STATEMENT, statement.id, topic.area, command.text)
    store.save(statement)
    return store.statement_view(statement, actor)


def list_statements(store: Any, actor: Actor, command: ListStatements) -> StatementPage:
    topic = store.get_topic(command.topic_id)
    found = store.find_statements(topic.id, actor.account, beyond(command.cursor), command.limit + 1)
    return StatementPage(
        items=[store.statement_view(each, actor) for each in found[: command.limit]],
        next=following(found, command.limit),
    )


def switch_rights(store: Any, actor: Actor, command: SwitchRights) -> TopicView:
    topic = store.get_topic(command.topic_id)
    refuse_other_than_host(actor, topic.area)
    topic.rights[command.phase.value] = sorted({right.value for right in command.rights})
    store.save(topic)
    return store.topic_view(topic, actor)


def agree_on_topic(store: Any, actor: Actor, command: AgreeOnTopic) -> TopicView:
    topic = store.get_topic(command.topic_id)
    support = (store.count_seconds(topic.id), topic.seconds_needed)
    return move(store, actor, topic, "agree", facts=support)


def debate_topic(store: Any, actor: Actor, command: DebateTopic) -> TopicView:
    return move(store, actor, store.get_topic(command.topic_id), "debate")


def decide_topic(store: Any, actor: Actor, command: DecideTopic) -> TopicView:
    topic = store.get_topic(command.topic_id)
    topic.outcome = command.outcome
    return move(store, actor, topic, "decide", command.outcome)


def carry_out_topic(store: Any, actor: Actor, command: CarryOutTopic) -> TopicView:
    topic = store.get_topic(command.topic_id)
    return move(store, actor, topic, "carry_out", facts=store.count_in_hand(topic.id))


def rate_topic(store: Any, actor: Actor, command: RateTopic) -> TopicView:
    topic = store.get_topic(command.topic_id)
    decided = TOPIC.decide(topic.phase, "rate", held_by(actor, topic))
    refuse_out_of_phase(topic.phase, store.rights_of(topic, topic.phase), TopicRight.RATE)
    topic.stars, topic.comment = command.stars, command.comment
    if command.comment is not None:
        topic.comment_held = judge(store, actor, JudgedKind.RATING_COMMENT, topic.id, topic.area, command.comment)
    return moved(store, actor, topic, "rate", decided.target, command.comment)


def drop_topic(store: Any, actor: Actor, command: DropTopic) -> TopicView:
    return move(store, actor, store.get_topic(command.topic_id), "drop", command.reason)


def pick_topic(store: Any, actor: Actor, command: PickTopic) -> TopicView:
    topic = open_for(store, command.topic_id, TopicRight.PICK)
    if not (actor.has(*OFFICE) and actor.covers(topic.area)):
        raise FORBIDDEN()
    topic.lesson = command.lesson
    store.save(topic)
    return store.topic_view(topic, actor)


def open_for(store: Any, topic_id: str, right: TopicRight) -> Any:
    """The topic, when its phase gives this right."""
    topic = store.get_topic(topic_id)
    refuse_out_of_phase(topic.phase, store.rights_of(topic, topic.phase), right)
    return topic


def held_by(actor: Actor, topic: Any) -> frozenset[str]:
    return capacities(actor, topic.area, topic.proposer, [expert.account for expert in topic.experts])


def move(store: Any, actor: Actor, topic: Any, action: str, note: str | None = None, facts: Any = None) -> TopicView:
    decided = TOPIC.decide(topic.phase, action, held_by(actor, topic), facts)
    return moved(store, actor, topic, action, decided.target, note)


def moved(store: Any, actor: Actor, topic: Any, action: str, phase: str, note: str | None = None) -> TopicView:
    store.move_topic(topic, action, actor, TopicPhase(phase), note)
    store.save(topic)
    news = TopicMoved(topic=topic.id, area=topic.area, kind=topic.kind, phase=topic.phase)
    store.announce(news, subject=topic.id, version=topic.version, area=topic.area)
    return store.topic_view(topic, actor)
