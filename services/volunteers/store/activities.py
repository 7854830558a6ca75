"""Finding and keeping teams and activities."""

from datetime import date, datetime
from typing import Any

from services.volunteers.documents.activities import Activity, PlacesNeeded, Team, TeamMember
from services.volunteers.documents.people import Volunteer
from services.volunteers.domain.areas import chain
from shared.contracts.volunteers.activities import ActivityView, FormTeam, Need, OpenActivity, TeamView
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work


class ActivityStore(Work):
    documents = (Team, TeamMember, Activity)

    def get_team(self, team_id: str) -> Team:
        team = Team.objects(id=team_id).first()
        if team is None:
            raise NOT_FOUND("/team_id", what="team")
        self.refuse_stale(team.version)
        return team

    def find_team(self, team_id: str) -> Team | None:
        return Team.objects(id=team_id).first()

    def form_team(self, fields: FormTeam) -> Team:
        team = Team(id=self.new_id(), within=chain(fields.area), leaders=[], members=0, formed_at=self.now)
        for name in ("area", "name", "category"):
            setattr(team, name, getattr(fields, name))
        return team

    def find_member(self, team: Team, volunteer: Volunteer) -> TeamMember | None:
        return TeamMember.objects(team=team.id, volunteer=volunteer.id).first()

    def add_member(self, team: Team, volunteer: Volunteer) -> None:
        if self.find_member(team, volunteer) is None:
            self.save(TeamMember(id=self.new_id(), team=team.id, volunteer=volunteer.id, joined_at=self.now))
            team.members += 1

    def drop_member(self, team: Team, member: TeamMember) -> None:
        member.delete()
        team.members -= 1
        team.leaders = [each for each in team.leaders if each != member.volunteer]

    def leave_teams(self, volunteer: str) -> None:
        for member in TeamMember.objects(volunteer=volunteer):
            team = self.get_team(member.team)
            self.drop_member(team, member)
            self.save(team)

    def find_teams(self, area: str, category: Any, before: str | None, limit: int) -> list[Any]:
        return self._newest(Team, area, category, before, limit)

    def get_activity(self, activity_id: str) -> Activity:
        activity = Activity.objects(id=activity_id).first()
        if activity is None:
            raise NOT_FOUND("/activity_id", what="activity")
        self.refuse_stale(activity.version)
        return activity

    def new_activity(self, fields: OpenActivity) -> Activity:
        activity = Activity(id=self.new_id(), within=chain(fields.area), team=fields.team_id)
        for name in (
            "area", "title", "category", "place", "starts", "minutes", "rule", "reserve", "stand_by", "most_each", "opens_before",
            "closes_before",
        ):  # fmt: skip
            setattr(activity, name, getattr(fields, name))
        activity.needs = places_needed(fields.needs)
        return activity

    def find_activities(self, area: str, category: Any, before: str | None, limit: int) -> list[Any]:
        return self._newest(Activity, area, category, before, limit)

    def activities_due(self) -> list[tuple[str, datetime]]:
        """Those for which more shifts are to be made, and since when."""
        due = Activity.objects(due_at__lte=self.now).order_by("due_at").limit(100)
        return [(each.id, each.due_at) for each in due]

    def find_activity_due(self, activity_id: str, due_at: datetime) -> Activity | None:
        return Activity.objects(id=activity_id, due_at=due_at).first()

    def mark_made(self, activity: Activity, until: date, due_at: datetime | None) -> None:
        activity.made_until, activity.due_at = until, due_at
        self.save(activity)

    def team_view(self, team: Team) -> TeamView:
        return TeamView(
            id=team.id, area=team.area, name=team.name, category=team.category, leaders=list(team.leaders),
            members=team.members, version=team.version,
        )  # fmt: skip

    def activity_view(self, activity: Activity) -> ActivityView:
        return ActivityView(
            id=activity.id, area=activity.area, title=activity.title, category=activity.category, team_id=activity.team,
            place=activity.place, starts=activity.starts, minutes=activity.minutes, rule=activity.rule,
            needs=needs_of(activity), reserve=activity.reserve, stand_by=activity.stand_by,
            most_each=activity.most_each, cancelled=activity.cancelled, paused=activity.paused, version=activity.version,
        )  # fmt: skip

    def _newest(self, kind: Any, area: str, category: Any, before: str | None, limit: int) -> list[Any]:
        query: dict[str, Any] = {"within": area}
        if category is not None:
            query["category"] = category.value
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(kind.objects(__raw__=query).order_by("-id").limit(limit))


def places_needed(needs: list[Need]) -> list[PlacesNeeded]:
    return [PlacesNeeded(skill=need.skill, places=need.places) for need in needs]


def needs_of(thing: Any) -> list[Need]:
    return [Need(skill=need.skill, places=need.places) for need in thing.needs]
