"""Finding and keeping staff and appointments."""

from datetime import date
from typing import Any

from services.residents.documents.areas import Area
from services.residents.documents.buildings import Building
from services.residents.documents.staff import Appointment, StaffMember
from services.residents.domain.staff import POSTS
from services.residents.store.queries import inside, put_all
from shared.contracts.residents.areas import AreaKind
from shared.contracts.residents.staff import AppointmentView, Duty, Phase, PostCode, Responsible, StaffView, Vacancy
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

PHONE_PURPOSE = "staff-phone"


class StaffStore(Work):
    documents = (StaffMember,)

    @property
    def today(self) -> date:
        return self.now.astimezone(SHANGHAI).date()

    def find_staff(self, number: str) -> StaffMember | None:
        return StaffMember.objects(staff_number=number).first()

    def get_staff(self, number: str) -> StaffMember:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        member = self.find_staff(number)
        if member is None:
            raise NOT_FOUND("/staff_number", what="staff")
        self.refuse_stale(member.version)
        return member

    def known_staff(self, numbers: list[str]) -> set[str]:
        return set(StaffMember.objects(staff_number__in=numbers).scalar("staff_number"))

    def new_staff(self, number: str) -> StaffMember:
        return StaffMember(staff_number=number, serving=False)

    def put_staff(self, members: list[StaffMember]) -> None:
        """Many who are new, at once."""
        put_all(members)
        self.touch_figures(*(area for member in members for duty in member.appointments for area in duty.areas))

    def name_staff(self, member: StaffMember, name: str, phone: str | None) -> None:
        member.name = name
        member.sealed_phone = seal(phone, PHONE_PURPOSE) if phone else None

    def new_appointment(self, duty: Duty, grade: int | None, by: str, reason: str | None = None) -> Appointment:
        return Appointment(
            post=duty.post, grade=grade, areas=duty.areas, buildings=duty.buildings, since=duty.since.isoformat(),
            until=duty.until.isoformat() if duty.until else None, phase=Phase.PLANNED, by=by, reason=reason,
        )  # fmt: skip

    def missing_area(self, paths: list[str]) -> str | None:
        """The first of `paths` that is no area of today."""
        known = set(Area.objects(path__in=paths, until=None).scalar("path"))
        return next((path for path in paths if path not in known), None)

    def grid_of_building(self, code: str) -> str | None:
        """The grid that the building lies in now, or None when there is no such building."""
        building = Building.objects(code=code).only("grid").first()
        return building.grid if building else None

    def find_serving(self, area: str | None, post: PostCode | None, after: str | None, limit: int) -> list[StaffMember]:
        duty: dict[str, Any] = {"phase": Phase.IN_FORCE}
        if area is not None:
            duty["areas"] = {"$elemMatch": inside(area)}
        if post is not None:
            duty["post"] = post
        query: dict[str, Any] = {"appointments": {"$elemMatch": duty}}
        if after is not None:
            query["_id"] = {"$gt": after}
        return list(StaffMember.objects(__raw__=query).order_by("staff_number").limit(limit))

    def responsible(
        self, areas: list[str], building: str | None, day: date, post: PostCode | None
    ) -> list[Responsible]:
        """Those whose duty on that day names one of `areas`, the nearest first; whom the building itself names, first of all.

        Those who answer for single buildings are told for a building only when it is one of theirs.
        """
        at = day.isoformat()
        duty: dict[str, Any] = {
            "areas": {"$in": areas},
            "since": {"$lte": at},
            "$or": [{"until": None}, {"until": {"$gt": at}}],
        }
        if post is not None:
            duty["post"] = post
        found = []
        for member in StaffMember.objects(__raw__={"appointments": {"$elemMatch": duty}}).limit(500):
            for held in member.appointments:
                near = max((len(area) for area in held.areas if area in areas), default=0)
                over = held.until is not None and held.until <= at
                if not near or held.since > at or over or (post is not None and held.post != post):
                    continue
                by_building = building in held.buildings
                if building is not None and POSTS[held.post].by_building and not by_building:
                    continue
                found.append(((not by_building, -near, member.staff_number), member, held, by_building))
        return [
            Responsible(
                staff_number=member.staff_number, name=member.name, phone=self._phone(member), post=held.post,
                areas=list(held.areas), by_building=by_building,
            )
            for _, member, held, by_building in sorted(found, key=lambda entry: entry[0])
        ]  # fmt: skip

    def vacant_grids(self, area: str, after: str | None, limit: int) -> list[Vacancy]:
        """Grids below `area` without a grid worker in force, by path."""
        staffed = {"post": PostCode.GRID_WORKER, "phase": Phase.IN_FORCE, "areas": {"$elemMatch": inside(area)}}
        served = {
            path
            for member in StaffMember.objects(__raw__={"appointments": {"$elemMatch": staffed}}).only("appointments")
            for held in member.appointments
            if held.phase == Phase.IN_FORCE and held.post == PostCode.GRID_WORKER
            for path in held.areas
        }
        path = inside(area) | {"$nin": sorted(served)} | ({"$gt": after} if after else {})
        grids = Area.objects(__raw__={"_id": path, "kind": AreaKind.GRID, "until": None}).order_by("path").limit(limit)
        return [Vacancy(area=grid.path, name=grid.name, name_en=grid.name_en) for grid in grids]

    def staff_due(self, limit: int = 200) -> list[tuple[str, int]]:
        """Numbers and versions of those whose appointment begins or ends today or should have before."""
        due = StaffMember.objects(__raw__={"due": {"$lte": self.today.isoformat()}}).limit(limit)
        return [(member.staff_number, member.version) for member in due]

    def staff_view(self, member: StaffMember) -> StaffView:
        current = next((held for held in member.appointments if held.phase == Phase.IN_FORCE), None)
        return StaffView(
            staff_number=member.staff_number,
            name=member.name,
            phone=self._phone(member),
            serving=member.serving,
            roles=[POSTS[current.post].role] if current else [],
            areas=list(current.areas) if current else [],
            appointments=[_appointment_view(held) for held in member.appointments],
            version=member.version,
        )

    def _phone(self, member: StaffMember) -> str | None:
        return unseal(member.sealed_phone, PHONE_PURPOSE) if member.sealed_phone else None


def _appointment_view(held: Appointment) -> AppointmentView:
    return AppointmentView(
        post=held.post, grade=held.grade, areas=list(held.areas), buildings=list(held.buildings),
        since=date.fromisoformat(held.since), until=date.fromisoformat(held.until) if held.until else None,
        phase=held.phase, reason=held.reason,
    )  # fmt: skip
