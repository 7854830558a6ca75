"""Rolls of teams, and shifts that somebody can look through for one to take."""

from typing import Any

from services.volunteers.documents.activities import Team, TeamMember
from services.volunteers.documents.people import Volunteer
from services.volunteers.documents.shifts import Shift
from services.volunteers.store.shifts import LONGEST
from shared.contracts.volunteers.team_rolls import CategoryFigures, MemberView, TeamFigures
from shared.kernel.paging import BAD_CURSOR
from shared.storage.work import Work


class TeamRollStore(Work):
    documents = ()

    def find_volunteers_in(self, area: list[str], ids: list[str]) -> list[Volunteer]:
        """Those of the ids who live in one of the areas."""
        return list(Volunteer.objects(id__in=ids, within__in=area).only("id"))

    def members_among(self, team: Team, ids: list[str]) -> set[str]:
        return {each.volunteer for each in TeamMember.objects(team=team.id, volunteer__in=ids).only("volunteer")}

    def find_members(self, team: Team, before: str | None, limit: int) -> list[TeamMember]:
        found = TeamMember.objects(team=team.id)
        found = found.filter(id__lt=before) if before is not None else found
        return list(found.order_by("-id").limit(limit))

    def find_member_named(self, team: Team, volunteer_id: str) -> TeamMember | None:
        return TeamMember.objects(team=team.id, volunteer=volunteer_id).first()

    def member_view(self, team: Team, member: TeamMember) -> MemberView:
        return MemberView(
            volunteer_id=member.volunteer, leads=member.volunteer in team.leaders, joined_at=member.joined_at
        )

    def enlist(self, team: Team, volunteers: list[str]) -> None:
        if volunteers:
            TeamMember._get_collection().insert_many(
                [
                    {"_id": self.new_id(), "team": team.id, "volunteer": each, "joined_at": self.now, "version": 1}
                    for each in volunteers
                ]
            )
        team.members += len(volunteers)
        self.save(team)

    def count_teams(self, area: str) -> TeamFigures:
        teams: list[Any] = list(Team.objects(within=area).only("id", "category", "members"))
        people = TeamMember.objects(team__in=[team.id for team in teams]).aggregate(
            [{"$group": {"_id": "$volunteer"}}, {"$count": "people"}]
        )
        return TeamFigures(
            area=area, teams=len(teams), people=next((row["people"] for row in people), 0),
            categories=[
                CategoryFigures(
                    category=category, teams=sum(team.category == category for team in teams),
                    memberships=sum(team.members for team in teams if team.category == category),
                )
                for category in sorted({team.category for team in teams})
            ],
        )  # fmt: skip

    def find_open_shifts(self, area: str, account: str, cursor: str | None, limit: int) -> list[Shift]:
        """Those that one may sign up for now and has not, the soonest first."""
        query: dict[str, Any] = {
            "within": area, "cancelled": None, "paused": None, "paused_with_activity": None, "opens_at": {"$lte": self.now}, "closes_at": {"$gt": self.now},
            "starts": {"$gt": self.now}, "entries.account": {"$ne": account},
        }  # fmt: skip
        if cursor is not None:
            last = Shift.objects(id=cursor).first()
            if last is None:
                raise BAD_CURSOR("/cursor")
            query["$or"] = [{"starts": {"$gt": last.starts}}, {"starts": last.starts, "_id": {"$gt": last.id}}]
        return list(Shift.objects(__raw__=query).order_by("starts", "id").limit(limit))

    def find_shifts_ahead(self, account: str) -> list[Any]:
        """Time and activity of the shifts for which the account is signed up or waits, from now on."""
        mine = Shift.objects(entries__account=account, cancelled=None, starts__gt=self.now - LONGEST, ends__gt=self.now)
        return list(mine.only("activity", "starts", "ends"))
