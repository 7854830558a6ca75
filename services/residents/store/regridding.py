"""Finding and keeping regriddings, and moving what lies in their grids."""

from collections import defaultdict
from collections.abc import Iterable

from services.residents.documents.areas import Area
from services.residents.documents.households import Household, Membership
from services.residents.documents.people import Person
from services.residents.documents.regridding import DrawnGrid, Regridding
from services.residents.domain.regridding import FLOW
from services.residents.store.queries import all_of, index_names, inside, rings_in
from shared.contracts.residents.areas import AreaKind
from shared.contracts.residents.households import HouseholdChanged, Relation
from shared.contracts.residents.people import PersonMoved
from shared.contracts.residents.regridding import AreaRegridded, Regrid, RegriddingState, RegriddingView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class RegriddingStore(Work):
    documents = (Regridding,)

    def plan_regridding(self, command: Regrid, by: str) -> Regridding:
        drawn = [
            DrawnGrid(**grid.model_dump(exclude={"outline"}), outline=grid.outline.model_dump(mode="json"))
            for grid in command.drawn
        ]
        return Regridding(
            id=self.new_id(), kind=command.kind, state=FLOW.initial, ended=command.ended, drawn=drawn,
            effective_at=command.effective_at or self.now, reason=command.reason, by=by,
        )  # fmt: skip

    def get_regridding(self, regridding_id: str) -> Regridding:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        plan = Regridding.objects(id=regridding_id).first()
        if plan is None:
            raise NOT_FOUND("/regridding_id", what="regridding")
        self.refuse_stale(plan.version)
        return plan

    def regriddings_due(self) -> list[str]:
        due = Regridding.objects(state=RegriddingState.PLANNED, effective_at__lte=self.now)
        return list(due.order_by("effective_at", "id").limit(100).scalar("id"))

    def search_regriddings(
        self, within: str | None, state: str | None, before: str | None, limit: int
    ) -> list[Regridding]:
        query = all_of(
            {"ended": {"$elemMatch": inside(within)}} if within else {},
            {"state": state} if state else {},
            {"_id": {"$lt": before}} if before else {},
        )
        return list(Regridding.objects(__raw__=query).exclude("drawn.outline").order_by("-id").limit(limit))

    def used_code(self, paths: Iterable[str]) -> str | None:
        """The first of the paths that an area has or had."""
        return next(iter(sorted(Area.objects(path__in=sorted(paths)).scalar("path"))), None)

    def outlines_of(self, plan: Regridding) -> dict[str, list[list[tuple[float, float]]]]:
        return {grid.path: rings_in(grid.outline) for grid in plan.drawn}

    def draw_grid(self, grid: DrawnGrid, succeeds: list[str]) -> Area:
        area = Area(
            path=grid.path, parent=grid.path.rpartition(".")[0], kind=AreaKind.GRID, name=grid.name, name_en=grid.name_en,
            altnames=list(grid.altnames), outline={"type": "Polygon", "coordinates": rings_in(grid.outline)}, since=self.now,
            succeeds=succeeds,
        )  # fmt: skip
        index_names(area, (area.name, area.name_en, *area.altnames))
        return area

    def end_area(self, area: Area, succeeded_by: list[str]) -> None:
        area.until, area.succeeded_by = self.now, succeeded_by

    def move_people(self, building: str, grid: str) -> None:
        """The households of a building, and those who live in them, are in that grid from now on."""
        moving = Household.objects(building=building, current=True, area__ne=grid)
        households = {household.id: household for household in moving}
        stays: dict[str, list[Membership]] = defaultdict(list)
        for stay in Membership.objects(household__in=list(households), current=True):
            stays[stay.household].append(stay)
        members = [stay.person for found in stays.values() for stay in found]
        people = list(Person.objects(id__in=members, area__ne=grid).only("account", "area", "state", "version"))
        self.touch_figures(grid, *{thing.area for thing in (*households.values(), *people)})
        Household.objects(id__in=list(households)).update(set__area=grid, inc__version=1)
        Person.objects(id__in=[person.id for person in people]).update(set__area=grid, inc__version=1)
        for household in households.values():
            self._announce_household_moved(household, grid, stays[household.id])
        for person in people:
            news = PersonMoved(
                person=person.id, account=person.account, from_area=person.area, area=grid, state=person.state
            )
            self.announce(news, subject=person.id, version=person.version + 1, area=grid)

    def _announce_household_moved(self, household: Household, grid: str, stays: list[Membership]) -> None:
        head = next((stay.person for stay in stays if stay.relation == Relation.HEAD), None)
        news = HouseholdChanged(household=household.id, area=grid, head=head, members=[stay.person for stay in stays])
        self.announce(news, subject=household.id, version=household.version + 1, area=grid)

    def announce_regridding(self, plan: Regridding, area: str) -> None:
        event = AreaRegridded(
            kind=plan.kind, ended=list(plan.ended), drawn=[grid.path for grid in plan.drawn], effective_at=self.now
        )
        self.announce(event, subject=plan.id, version=plan.version, area=area)

    def regridding_view(self, plan: Regridding) -> RegriddingView:
        return RegriddingView(
            id=plan.id, kind=plan.kind, state=plan.state, ended=list(plan.ended), drawn=[grid.path for grid in plan.drawn],
            effective_at=plan.effective_at, reason=plan.reason, buildings_moved=plan.buildings_moved,
            points_moved=plan.points_moved, failure=plan.failure, version=plan.version,
        )  # fmt: skip
