"""The catalogue of home services: offer, change, withdraw, find."""

from typing import Any

from services.tickets.domain.home_services import HOME_SERVICE, refuse_wrong_offer
from services.tickets.domain.hosting import hosts, refuse_to_open, standing_of
from services.tickets.usecases.pages import beyond, following
from services.tickets.usecases.placing import cancel
from shared.contracts.actor import Actor
from shared.contracts.tickets.home_services import (
    AREA_STAYS,
    MOST_PLACES,
    ChangeHomeService,
    GetHomeService,
    HomeServiceOffered,
    HomeServicePage,
    HomeServiceView,
    ListHomeServices,
    OfferAgain,
    OfferHomeService,
    WithdrawHomeService,
)


def offer_home_service(store: Any, actor: Actor, command: OfferHomeService) -> HomeServiceView:
    refuse_to_open(actor, command.area)
    refuse_wrong_offer(command)
    service = store.new_home_service(command, HOME_SERVICE.initial)
    return kept(store, service, actor)


def change_home_service(store: Any, actor: Actor, command: ChangeHomeService) -> HomeServiceView:
    service, _ = decide(store, actor, command.service_id, "change")
    if command.area != service.area:
        raise AREA_STAYS("/area")
    refuse_wrong_offer(command)
    store.describe(service, command)
    return kept(store, service, actor)


def withdraw_home_service(store: Any, actor: Actor, command: WithdrawHomeService) -> HomeServiceView:
    service, service.state = decide(store, actor, command.service_id, "withdraw")
    service.reason = command.reason
    for booking in store.asking(service.id, service.area, MOST_PLACES):
        cancel(store, booking, actor.account, reason=command.reason)
        service.asked -= 1
    return kept(store, service, actor)


def offer_again(store: Any, actor: Actor, command: OfferAgain) -> HomeServiceView:
    service, service.state = decide(store, actor, command.service_id, "offer")
    service.reason = None
    return kept(store, service, actor)


def get_home_service(store: Any, actor: Actor, command: GetHomeService) -> HomeServiceView:
    return shown(store, store.get_home_service(command.service_id), actor)


def list_home_services(store: Any, actor: Actor, command: ListHomeServices) -> HomeServicePage:
    found = store.find_home_services(
        area=command.area, state=command.state, before=beyond(command.cursor), limit=command.limit + 1
    )
    return HomeServicePage(
        items=[shown(store, service, actor) for service in found[: command.limit]], next=following(found, command.limit)
    )


def decide(store: Any, actor: Actor, service_id: str, action: str) -> tuple[Any, str]:
    service = store.get_home_service(service_id)
    store.refuse_stale(service.version)
    return service, HOME_SERVICE.decide(service.state, action, standing_of(actor, service.area)).target


def kept(store: Any, service: Any, actor: Actor) -> HomeServiceView:
    store.save(service)
    news = HomeServiceOffered(
        service=service.id, area=service.area, name=service.name, name_en=service.name_en,
        price_fen=service.price_fen, done_at=service.done_at, state=service.state,
    )  # fmt: skip
    store.announce(news, subject=service.id, version=service.version, area=service.area)
    return shown(store, service, actor)


def shown(store: Any, service: Any, actor: Actor) -> HomeServiceView:
    return store.home_service_view(service, hosts(actor, service.area))
