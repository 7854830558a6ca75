"""Finding and keeping drills."""

from services.volunteers.documents.activities import Team
from services.volunteers.documents.drills import Assembled, Drill
from services.volunteers.domain.areas import chain
from services.volunteers.domain.drills import DRILL
from shared.contracts.volunteers.drills import DrillState, DrillView, PlanDrill
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class DrillStore(Work):
    documents = (Drill,)

    def add_drill(self, team: Team, fields: PlanDrill) -> Drill:
        drill = Drill(
            id=self.new_id(), team=team.id, community=team.area, within=chain(team.area), kind=fields.kind,
            title=fields.title, place=fields.place, state=DRILL.initial, starts_at=fields.starts_at, members=team.members,
        )  # fmt: skip
        self.save(drill)
        return drill

    def get_drill(self, drill_id: str) -> Drill:
        drill = Drill.objects(id=drill_id).first()
        if drill is None:
            raise NOT_FOUND("/drill_id", what="drill")
        self.refuse_stale(drill.version)
        return drill

    def find_drills(self, area: str, state: DrillState | None, before: str | None, limit: int) -> list[Drill]:
        found = Drill.objects(within=area)
        found = found.filter(state=state) if state is not None else found
        found = found.filter(id__lt=before) if before is not None else found
        return list(found.order_by("-id").limit(limit))

    def note_assembled(self, drill: Drill, member: str, seconds: int | None) -> None:
        """Not kept yet. `seconds`: after the alarm."""
        drill.there.append(Assembled(member=member, seconds=seconds))
        drill.attended = len(drill.there)

    def drill_view(self, drill: Drill) -> DrillView:
        return DrillView(
            id=drill.id, team_id=drill.team, community=drill.community, kind=drill.kind, title=drill.title,
            place=drill.place, state=drill.state, starts_at=drill.starts_at, sounded_at=drill.sounded_at,
            members=drill.members, attended=drill.attended, assembled_seconds=drill.assembled_seconds,
            findings=list(drill.findings), lessons=drill.lessons, cancelled=drill.cancelled, version=drill.version,
        )  # fmt: skip
