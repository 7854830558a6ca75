"""Finding, keeping, counting and showing resolutions."""

from datetime import date
from typing import Any

from services.tickets.documents.resolutions import Report, Resolution, ResolutionRating
from services.tickets.domain.resolving import RESOLUTION, capacities, is_overdue, today
from services.tickets.store.inside import inside, newest
from shared.contracts.actor import Actor
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.resolutions import (
    ProgressReport,
    ResolutionFiguresView,
    ResolutionKind,
    ResolutionState,
    ResolutionView,
    StateCount,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class ResolutionStore(Work):
    documents = (Resolution, ResolutionRating)

    def new_resolution(self, due: date, **fields: Any) -> Resolution:
        return Resolution(id=self.new_id(), made_at=self.now, due=due.isoformat(), **fields)

    def get_resolution(self, resolution_id: str) -> Resolution:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        resolution = Resolution.objects(id=resolution_id).first()
        if resolution is None:
            raise NOT_FOUND("/resolution_id", what="resolution")
        self.refuse_stale(resolution.version)
        return resolution

    def find_resolutions(self, *, area: str, state: ResolutionState | None, kind: ResolutionKind | None,
                         topic: str | None, overdue: bool, before: str | None, limit: int) -> list[Resolution]:  # fmt: skip
        wanted = {"state": state, "kind": kind, "topic": topic}
        query: dict[str, Any] = {"area": inside(area)} | {name: value for name, value in wanted.items() if value}
        if overdue:
            query = {"$and": [query, self._overdue()]}
        return list(Resolution.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def add_report(self, resolution: Resolution, account: str, text: str, progress: int) -> None:
        resolution.reports.append(Report(at=self.now, by=account, text=text, progress=progress))

    def add_rating(self, resolution: Resolution, account: str, stars: int, comment: str | None) -> bool:
        """False when the account has rated it before."""
        if self._rated(resolution.id, account):
            return False
        self.save(
            ResolutionRating(
                id=f"{resolution.id}|{account}", resolution=resolution.id, account=account, stars=stars, comment=comment
            )
        )
        return True

    def resolution_figures(self, area: str) -> ResolutionFiguresView:
        rows = Resolution.objects.aggregate(
            [
                {"$match": {"area": inside(area)}},
                {"$group": {
                    "_id": {"state": "$state", "kind": "$kind"}, "count": {"$sum": 1}, "worth": {"$sum": "$worth"},
                }},
            ]
        )  # fmt: skip
        found = [(ResolutionState(r["_id"]["state"]), r["_id"]["kind"], r["count"], r["worth"]) for r in rows]
        projects = [row for row in found if row[1] == ResolutionKind.PROJECT and row[0] != ResolutionState.REVOKED]
        return ResolutionFiguresView(
            area=area,
            resolutions=sum(count for _, _, count, _ in found),
            states=[
                StateCount(state=state, count=sum(count for found_state, _, count, _ in found if found_state == state))
                for state in ResolutionState
            ],
            overdue=Resolution.objects(__raw__={"$and": [{"area": inside(area)}, self._overdue()]}).count(),
            projects=sum(count for _, _, count, _ in projects),
            worth=sum(worth for _, _, _, worth in projects),
        )

    def resolution_view(self, resolution: Resolution, actor: Actor) -> ResolutionView:
        held = capacities(actor, resolution.area, resolution.responsible)
        due = date.fromisoformat(resolution.due)
        stars = list(ResolutionRating.objects(resolution=resolution.id).scalar("stars"))
        return ResolutionView(
            id=resolution.id, area=resolution.area, kind=resolution.kind, title=resolution.title, text=resolution.text,
            unit=resolution.unit, responsible=resolution.responsible, due=due, worth=resolution.worth,
            topic=resolution.topic, session=resolution.session, vote=resolution.vote, ticket=resolution.ticket,
            state=resolution.state, made_at=resolution.made_at, overdue=is_overdue(resolution.state, due, self.now),
            progress=_progress(resolution),
            reports=[ProgressReport(at=r.at, text=r.text, progress=r.progress) for r in resolution.reports],
            feedback=resolution.feedback, carried_out_at=resolution.carried_out_at, ratings=len(stars),
            stars=round(sum(stars) / len(stars), 2) if stars else None,
            rated_by_me=self._rated(resolution.id, actor.account), reason=resolution.reason,
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in RESOLUTION.open_to(resolution.state, held)],
            version=resolution.version,
        )  # fmt: skip

    def _overdue(self) -> dict[str, Any]:
        return {"state": ResolutionState.IN_HAND, "due": {"$lt": today(self.now).isoformat()}}

    def _rated(self, resolution_id: str, account: str) -> bool:
        return ResolutionRating.objects(id=f"{resolution_id}|{account}").only("id").first() is not None


def _progress(resolution: Resolution) -> int:
    if resolution.state in (ResolutionState.CARRIED_OUT, ResolutionState.RATED):
        return 100
    return resolution.reports[-1].progress if resolution.reports else 0
