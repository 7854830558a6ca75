"""Finding, keeping and showing topics."""

from typing import Any

from services.tickets.documents.grids import Grid
from services.tickets.documents.matters import Ticket
from services.tickets.documents.resolutions import Resolution
from services.tickets.documents.topics import Seconding, Statement, Topic, TopicExpert, TopicStep
from services.tickets.domain.flow import capacities as ticket_capacities
from services.tickets.domain.topics import RIGHTS, TOPIC, capacities
from services.tickets.store.grids import GRID
from services.tickets.store.inside import inside, newest
from services.tickets.store.showing import standing_of
from shared.contracts.actor import Actor
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.resolutions import ResolutionState
from shared.contracts.tickets.topics import (
    Expert,
    PhaseRights,
    PhaseStep,
    Standpoint,
    StatementView,
    TopicPhase,
    TopicRight,
    TopicView,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class TopicStore(Work):
    documents = (Topic, Seconding, Statement)

    def new_topic(self, **fields: Any) -> Topic:
        return Topic(id=self.new_id(), proposed_at=self.now, **fields)

    def get_topic(self, topic_id: str) -> Topic:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        topic = self.find_topic(topic_id)
        if topic is None:
            raise NOT_FOUND("/topic_id", what="topic")
        self.refuse_stale(topic.version)
        return topic

    def find_topic(self, topic_id: str) -> Topic | None:
        return Topic.objects(id=topic_id).first()

    def find_topics(self, *, area: str, phase: TopicPhase | None, good_cases: bool, before: str | None,
                    limit: int) -> list[Topic]:  # fmt: skip
        query: dict[str, Any] = {"area": inside(area)}
        if phase is not None:
            query["phase"] = phase
        if good_cases:
            query["lesson"] = {"$ne": None}
        return list(Topic.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def area_has_grids(self, area: str) -> bool:
        return (
            Grid.objects(__raw__={"_id": inside(area), "depth": GRID, "ended": {"$ne": True}}).only("path").first()
            is not None
        )

    def missing_ticket(self, tickets: list[str], actor: Actor) -> str | None:
        """The first of `tickets` that the actor has nothing to do with."""
        found = Ticket._get_collection().find({"_id": {"$in": tickets}}) if tickets else ()
        known = {ticket["_id"] for ticket in found if ticket_capacities(actor, standing_of(ticket))}
        return next((ticket for ticket in tickets if ticket not in known), None)

    def move_topic(self, topic: Topic, action: str, actor: Actor, phase: TopicPhase, note: str | None = None) -> None:
        topic.history.append(TopicStep(action=action, by=actor.account, at=self.now, phase=phase, note=note))
        topic.phase = phase

    def add_expert(self, topic: Topic, expert: Expert) -> None:
        topic.experts.append(TopicExpert(**expert.model_dump(include={"name", "field", "account"})))

    def second(self, topic: Topic, account: str) -> bool:
        """Counts one supporter more; False when the account is one of them already."""
        name = f"{topic.id}|{account}"
        if Seconding.objects(id=name).first() is not None:
            return False
        self.save(Seconding(id=name, topic=topic.id, account=account, at=self.now))
        return True

    def count_seconds(self, topic_id: str) -> int:
        return Seconding.objects(topic=topic_id).count()

    def has_seconded(self, topic_id: str, account: str) -> bool:
        return Seconding.objects(id=f"{topic_id}|{account}").only("id").first() is not None

    def new_statement(self, topic: Topic, account: str, standpoint: Standpoint, text: str) -> Statement:
        return Statement(
            id=self.new_id(), topic=topic.id, account=account, standpoint=standpoint, text=text, held=False, at=self.now
        )

    def find_statements(self, topic_id: str, reader: str, after: str | None, limit: int) -> list[Statement]:
        """In the order in which they were made; a held one is found for its author only."""
        query: dict[str, Any] = {"topic": topic_id} | ({"_id": {"$gt": after}} if after else {})
        query["$or"] = [{"held": {"$ne": True}}, {"account": reader}]
        return list(Statement.objects(__raw__=query).order_by("id").limit(limit))

    def count_in_hand(self, topic_id: str) -> int:
        return Resolution.objects(topic=topic_id, state=ResolutionState.IN_HAND).count()

    def rights_of(self, topic: Topic, phase: TopicPhase) -> list[TopicRight]:
        """In the order of their declaration."""
        given = topic.rights.get(phase.value)
        held = RIGHTS[phase] if given is None else {TopicRight(name) for name in given}
        return [right for right in TopicRight if right in held]

    def topic_view(self, topic: Topic, actor: Actor) -> TopicView:
        held = capacities(actor, topic.area, topic.proposer, [expert.account for expert in topic.experts])
        commented = not topic.comment_held or actor.account == topic.proposer
        return TopicView(
            id=topic.id, area=topic.area, kind=topic.kind, title=topic.title, text=topic.text, tickets=list(topic.tickets),
            seconds_needed=topic.seconds_needed, phase=topic.phase, seconds=self.count_seconds(topic.id),
            seconded=self.has_seconded(topic.id, actor.account),
            experts=[Expert(name=e.name, field=e.field, account=e.account) for e in topic.experts],
            rights=self.rights_of(topic, topic.phase),
            phases=[PhaseRights(phase=phase, rights=self.rights_of(topic, phase)) for phase in TopicPhase],
            proposed_at=topic.proposed_at, outcome=topic.outcome, stars=topic.stars, lesson=topic.lesson,
            history=[
                PhaseStep(action=s.action, at=s.at, phase=s.phase, note=s.note if s.action != "rate" or commented else None)
                for s in topic.history
            ],
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in TOPIC.open_to(topic.phase, held)],
            version=topic.version,
        )  # fmt: skip

    def statement_view(self, statement: Statement, actor: Actor) -> StatementView:
        return StatementView(
            id=statement.id, standpoint=statement.standpoint, text=statement.text, at=statement.at,
            mine=statement.account == actor.account, held=bool(statement.held),
        )  # fmt: skip
