"""Finding and keeping needs."""

from typing import Any

from services.volunteers.documents.needs import Need
from shared.contracts.model import Point
from shared.contracts.volunteers.needs import Kind, Misfit, MisfitCount, NeedFields, NeedState, NeedView
from shared.contracts.volunteers.people import Skill
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class NeedStore(Work):
    documents = (Need,)

    def add_need(self, fields: NeedFields, survey: str | None) -> Need:
        need = Need(
            id=self.new_id(), survey=survey, within=above(fields.area), remaining=fields.quantity, state=NeedState.OPEN,
            wanting=True, listed_at=self.now, **placed(fields.point),
            **{name: getattr(fields, name) for name in
               ("title", "kind", "skill", "area", "starts_at", "ends_at", "minutes", "quantity", "priority")},
        )  # fmt: skip
        self.save(need)
        return need

    def get_need(self, need_id: str) -> Need:
        need = Need.objects(id=need_id).first()
        if need is None:
            raise NOT_FOUND("/need_id", what="need")
        return need

    def find_needs(
        self, area: str, state: NeedState | None, kind: Kind | None, skill: Skill | None, before: str | None, limit: int
    ) -> list[Need]:
        query: dict[str, Any] = {"within": area}
        asked = {"state": state, "kind": kind, "skill": skill}
        query |= {name: value for name, value in asked.items() if value is not None}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Need.objects(__raw__=query).order_by("-id").limit(limit))

    def find_wanting(self, area: str, limit: int) -> list[Need]:
        """Whose time is not over. Who was never looked at first, then the most urgent, and of those the oldest."""
        return list(Need.objects(__raw__=self._wanting(area)).order_by("looked_at", "-priority", "id").limit(limit))

    def count_wanting(self, area: str) -> int:
        return Need.objects(__raw__=self._wanting(area)).count()

    def mark_looked_at(self, ids: list[str]) -> None:
        """Changes nothing that anybody reads, and so no version."""
        Need._get_collection().update_many({"_id": {"$in": ids}}, {"$set": {"looked_at": self.now}})

    def _wanting(self, area: str) -> dict[str, Any]:
        return {"within": area, "wanting": True, "$or": [{"ends_at": None}, {"ends_at": {"$gt": self.now}}]}

    def find_needs_by_id(self, ids: list[str]) -> dict[str, Need]:
        return {need.id: need for need in Need.objects(id__in=ids)}

    def take_from_need(self, need: Need, quantity: int) -> None:
        """`quantity` of it is in a project now; less than nothing gives back."""
        need.remaining -= quantity
        need.state = NeedState.OPEN if need.remaining else NeedState.MET
        need.wanting = True if need.remaining else None
        need.reason = None

    def leave_unmet(self, need: Need, reason: Misfit) -> None:
        need.state, need.reason = NeedState.RECRUITING, reason

    def recruit(
        self, fields: NeedFields, help_call: str, known: str | None, reason: Misfit, counts: dict[Misfit, int]
    ) -> Need:
        """The one need that a call for help becomes; `known` where it was one before."""
        need = Need.objects(id=known).first() if known else None
        if need is None:
            need = Need(id=self.new_id(), within=above(fields.area), listed_at=self.now, help_call=help_call)
            for name in ("title", "kind", "skill", "area", "starts_at", "ends_at", "priority"):
                setattr(need, name, getattr(fields, name))
        need.quantity = need.remaining = fields.quantity
        need.state, need.wanting, need.reason = NeedState.RECRUITING, True, reason
        need.counts = {str(each): count for each, count in counts.items() if count}
        self.save(need)
        return need

    def end_recruiting(self, known: str) -> None:
        """Somebody was found; what is in projects already stays there."""
        need = Need.objects(id=known).first()
        if need is not None and need.wanting and need.remaining == need.quantity:
            self.withdraw_need(need)

    def withdraw_need(self, need: Need) -> None:
        need.state, need.wanting, need.reason = NeedState.WITHDRAWN, None, None
        self.save(need)

    def need_view(self, need: Need) -> NeedView:
        return NeedView(
            id=need.id, survey=need.survey, title=need.title, kind=need.kind, skill=need.skill, area=need.area,
            point=point_of(need), starts_at=need.starts_at, ends_at=need.ends_at, minutes=need.minutes, quantity=need.quantity,
            remaining=need.remaining, priority=need.priority, state=need.state, reason=need.reason,
            help_call_id=need.help_call, listed_at=need.listed_at, version=need.version,
            counts=[MisfitCount(reason=Misfit(reason), count=count) for reason, count in sorted(need.counts.items())],
        )  # fmt: skip


def above(area: str) -> list[str]:
    """The area and all that hold it, the smallest first."""
    parts = area.split(".")
    return [".".join(parts[:depth]) for depth in range(len(parts), 0, -1)]


def placed(point: Point | None) -> dict[str, float]:
    return {"longitude": point.longitude, "latitude": point.latitude} if point else {}


def point_of(document: Any) -> Point | None:
    if document.longitude is None:
        return None
    return Point(longitude=document.longitude, latitude=document.latitude)
