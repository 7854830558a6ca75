"""Resolutions: make, report on, carry out, rate, revoke, count."""

from typing import Any

from services.tickets.domain.hosting import refuse_to_open
from services.tickets.domain.resolving import MOST_REPORTS, RESOLUTION, capacities
from services.tickets.domain.topics import refuse_out_of_phase
from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.sessions import refuse_figures_elsewhere, refuse_topic_elsewhere
from shared.contracts.actor import Actor, lies_in
from shared.contracts.tickets.resolutions import (
    NO_SUCH_SOURCE,
    NOT_CONCERNED,
    RATED_ALREADY,
    TOO_MANY_REPORTS,
    CarryOutResolution,
    GetResolution,
    ListResolutions,
    MakeResolution,
    RateResolution,
    ReportOnResolution,
    ResolutionCarriedOut,
    ResolutionFiguresView,
    ResolutionMade,
    ResolutionNews,
    ResolutionPage,
    ResolutionState,
    ResolutionView,
    RevokeResolution,
    ShowResolutionFigures,
)
from shared.contracts.tickets.topics import NO_SUCH_TICKET, TopicRight


def make_resolution(store: Any, actor: Actor, command: MakeResolution) -> ResolutionView:
    refuse_to_open(actor, command.area)
    refuse_wrong_sources(store, actor, command)
    resolution = store.new_resolution(**command.model_dump(), state=RESOLUTION.initial, made_by=actor.account)
    store.save(resolution)
    if command.topic is not None:  # written, so that nobody carries the topic out at the same moment
        store.save(store.find_topic(command.topic))
    announce(store, resolution, ResolutionMade)
    return store.resolution_view(resolution, actor)


def get_resolution(store: Any, actor: Actor, command: GetResolution) -> ResolutionView:
    return store.resolution_view(store.get_resolution(command.resolution_id), actor)


def list_resolutions(store: Any, actor: Actor, command: ListResolutions) -> ResolutionPage:
    found = store.find_resolutions(
        area=command.area, state=command.state, kind=command.kind, topic=command.topic, overdue=command.overdue,
        before=beyond(command.cursor), limit=command.limit + 1,
    )  # fmt: skip
    return ResolutionPage(
        items=[store.resolution_view(each, actor) for each in found[: command.limit]],
        next=following(found, command.limit),
    )


def report_on_resolution(store: Any, actor: Actor, command: ReportOnResolution) -> ResolutionView:
    resolution, _ = decide(store, actor, command.resolution_id, "report")
    if len(resolution.reports) >= MOST_REPORTS:
        raise TOO_MANY_REPORTS(limit=MOST_REPORTS)
    store.add_report(resolution, actor.account, command.text, command.progress)
    store.save(resolution)
    return store.resolution_view(resolution, actor)


def carry_out_resolution(store: Any, actor: Actor, command: CarryOutResolution) -> ResolutionView:
    resolution, target = decide(store, actor, command.resolution_id, "carry_out")
    resolution.state, resolution.feedback, resolution.carried_out_at = target, command.feedback, store.now
    store.save(resolution)
    announce(store, resolution, ResolutionCarriedOut)
    return store.resolution_view(resolution, actor)


def rate_resolution(store: Any, actor: Actor, command: RateResolution) -> ResolutionView:
    resolution, target = decide(store, actor, command.resolution_id, "rate")
    if not took_part(store, resolution, actor.account):
        raise NOT_CONCERNED()
    if not store.add_rating(resolution, actor.account, command.stars, command.comment):
        raise RATED_ALREADY()
    if resolution.state != target:
        resolution.state = target
        store.save(resolution)
    return store.resolution_view(resolution, actor)


def revoke_resolution(store: Any, actor: Actor, command: RevokeResolution) -> ResolutionView:
    resolution, target = decide(store, actor, command.resolution_id, "revoke")
    resolution.state, resolution.reason = target, command.reason
    store.save(resolution)
    return store.resolution_view(resolution, actor)


def show_resolution_figures(store: Any, actor: Actor, command: ShowResolutionFigures) -> ResolutionFiguresView:
    refuse_figures_elsewhere(actor, command.area)
    return store.resolution_figures(command.area)


def decide(store: Any, actor: Actor, resolution_id: str, action: str) -> tuple[Any, ResolutionState]:
    resolution = store.get_resolution(resolution_id)
    held = capacities(actor, resolution.area, resolution.responsible)
    return resolution, ResolutionState(RESOLUTION.decide(resolution.state, action, held).target)


def took_part(store: Any, resolution: Any, account: str) -> bool:
    """In its topic, as proposer or supporter; in its session; or on the roll of its vote."""
    topic = store.find_topic(resolution.topic) if resolution.topic else None
    return bool(
        (topic is not None and (topic.proposer == account or store.has_seconded(topic.id, account)))
        or (resolution.session and store.was_there(resolution.session, account))
        or (resolution.vote and store.was_on_roll(resolution.vote, account))
    )


def refuse_wrong_sources(store: Any, actor: Actor, command: MakeResolution) -> None:
    refuse_topic_elsewhere(store, command.topic, command.area, "/topic")
    if command.topic is not None:
        topic = store.find_topic(command.topic)
        refuse_out_of_phase(topic.phase, store.rights_of(topic, topic.phase), TopicRight.RESOLVE)
    if command.ticket is not None and store.missing_ticket([command.ticket], actor) is not None:
        raise NO_SUCH_TICKET("/ticket", ticket=command.ticket)
    for name, place in (("session", store.area_of_session), ("vote", store.area_of_vote)):
        named = getattr(command, name)
        area = place(named) if named else None
        if named and (area is None or not (lies_in(area, command.area) or lies_in(command.area, area))):
            raise NO_SUCH_SOURCE(f"/{name}", source=name)


def announce(store: Any, resolution: Any, event: type[ResolutionNews]) -> None:
    news = event(
        resolution=resolution.id, area=resolution.area, kind=resolution.kind, unit=resolution.unit, due=resolution.due,
        worth=resolution.worth, topic=resolution.topic, ticket=resolution.ticket,
    )  # fmt: skip
    store.announce(news, subject=resolution.id, version=resolution.version, area=resolution.area)
