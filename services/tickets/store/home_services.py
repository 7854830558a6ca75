"""Finding, keeping and showing the catalogue of home services."""

from typing import Any

from pymongo import ReturnDocument

from services.tickets.documents.home_services import HomeService
from services.tickets.domain.home_services import HOME_SERVICE
from services.tickets.domain.hosting import HOST
from services.tickets.store.inside import inside, newest
from shared.contracts.tickets.home_services import Gathering, HomeServiceFields, HomeServiceView, OfferState
from shared.contracts.tickets.matters import NextAction
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

FIELDS = tuple(HomeServiceFields.model_fields)


def reaching(area: str) -> dict[str, Any]:
    """What is for an area: its own, what is for an area above it, and what is for one below."""
    parts = area.split(".")
    above = [".".join(parts[:depth]) for depth in range(1, len(parts))]
    return {"$or": [{"area": inside(area)}, {"area": {"$in": above}}]}


class HomeServiceStore(Work):
    documents = (HomeService,)

    def new_home_service(self, offer: HomeServiceFields, state: str) -> HomeService:
        service = HomeService(id=self.new_id(), state=state)
        self.describe(service, offer)
        return service

    def describe(self, service: HomeService, offer: HomeServiceFields) -> None:
        for name, value in offer.model_dump(include=set(FIELDS), mode="json").items():
            setattr(service, name, value)

    def get_home_service(self, service_id: str) -> HomeService:
        service = HomeService.objects(id=service_id).first()
        if service is None:
            raise NOT_FOUND("/service_id", what="home service")
        return service

    def find_home_services(
        self, *, area: str, state: OfferState | None, before: str | None, limit: int
    ) -> list[HomeService]:
        query = reaching(area) | ({"state": state} if state else {})
        return list(HomeService.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def gathering_of(self, service: HomeService) -> Gathering | None:
        return Gathering.model_validate(service.gather) if service.gather else None

    def count_asked(self, service_id: str, more: int) -> int:
        """How many households wait for a round, now that so many more do. Those who ask at once are counted in turn."""
        found: Any = HomeService._get_collection().find_one_and_update(
            {"_id": service_id}, {"$inc": {"asked": more}}, return_document=ReturnDocument.AFTER
        )
        return found["asked"]

    def home_service_view(self, service: HomeService, host: bool) -> HomeServiceView:
        moves = HOME_SERVICE.open_to(service.state, frozenset({HOST} if host else ()))
        return HomeServiceView(
            **{name: getattr(service, name) for name in FIELDS if name != "gather"},
            gather=self.gathering_of(service),
            id=service.id, state=service.state, asked=service.asked, reason=service.reason,
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in moves],
            version=service.version,
        )  # fmt: skip
