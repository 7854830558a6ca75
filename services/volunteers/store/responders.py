"""Finding and keeping who is on the rosters of teams with squads, and who of them is ready."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from services.volunteers.documents.activities import Team, TeamMember
from services.volunteers.documents.call_outs import CallOut
from services.volunteers.documents.people import Volunteer
from services.volunteers.domain.availability import time_of
from services.volunteers.domain.call_outs import unready
from services.volunteers.domain.masking import mask_name, mask_phone
from services.volunteers.domain.standing_in import signs_in
from services.volunteers.store.inserting import insert_all
from shared.contracts.volunteers.call_outs import CallOutState, SummonsState
from shared.contracts.volunteers.people import Slot
from shared.contracts.volunteers.responders import Responder, ResponderView, RosterPlace, Unready
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import blind, seal, unseal
from shared.storage.work import Work

NAME, PHONE = "roster name", "roster phone"


@dataclass(frozen=True)
class OnRoster:
    """Somebody on a roster; `account` is None for who is called by telephone, or does not sign in."""

    member: TeamMember
    account: str | None
    unready: Unready | None


class ResponderStore(Work):
    documents = ()

    def new_responder(self, team: Team, fields: Responder, squad: str | None) -> TeamMember:
        """Not kept yet."""
        by_paper = fields.volunteer_id is None
        return TeamMember(
            id=self.new_id(), team=team.id, volunteer=fields.volunteer_id, squad=squad, place=fields.place,
            joined_at=self.now, name=seal(fields.name, NAME) if by_paper and fields.name else None,
            phone=seal(fields.phone, PHONE) if by_paper and fields.phone else None,
            phone_mark=self.mark_of_phone(fields.phone) if by_paper and fields.phone else None,
        )  # fmt: skip

    def keep_responders(self, members: list[TeamMember]) -> None:
        insert_all(members)

    def mark_of_phone(self, phone: str) -> str:
        """By which somebody who is called by telephone is found again."""
        return blind(phone, PHONE)

    def find_responders(self, team_id: str) -> list[TeamMember]:
        return list(TeamMember.objects(team=team_id).order_by("id"))

    def get_responder(self, team: Team, member_id: str) -> TeamMember:
        member = TeamMember.objects(id=member_id, team=team.id).first()
        if member is None:
            raise NOT_FOUND("/member_id", what="member")
        return member

    def link_responder(self, member: TeamMember, volunteer_id: str) -> None:
        member.volunteer = volunteer_id
        member.name = member.phone = member.phone_mark = None
        self.save(member)

    def drop_responder(self, member: TeamMember) -> None:
        member.delete()

    def reckon_team(self, team: Team) -> None:
        """How many are on its roster, and which enrolled volunteers lead it."""
        members = self.find_responders(team.id)
        team.members = len(members)
        team.leaders = [each.volunteer for each in members if each.volunteer and each.place is RosterPlace.TEAM_LEADER]
        self.save(team)

    def volunteers_by_id(self, ids: Iterable[str | None]) -> dict[str, Volunteer]:
        wanted = [each for each in ids if each is not None]
        return {each.id: each for each in Volunteer.objects(id__in=wanted)} if wanted else {}

    def on_roster(self, members: list[TeamMember]) -> list[OnRoster]:
        """With whether each of them is ready now."""
        volunteers = self.volunteers_by_id(each.volunteer for each in members)
        elsewhere = self.members_called_out([each.id for each in members])
        return [self._on_roster(each, volunteers, elsewhere) for each in members]

    def members_called_out(self, ids: list[str]) -> set[str]:
        """Who of them is under way to a call-out that is open, or there."""
        busy = [SummonsState.COMING.value, SummonsState.ARRIVED.value]
        one = {"member": {"$in": ids}, "state": {"$in": busy}}
        found = CallOut.objects(
            __raw__={"state": {"$ne": CallOutState.CLOSED.value}, "calls": {"$elemMatch": one}}
        ).only("calls")
        return {call.member for each in found for call in each.calls if call.state.value in busy}

    def roster_places(self, account: str, community: str) -> list[TeamMember]:
        """What somebody is on the teams with squads of a community."""
        volunteer = Volunteer.objects(account=account).only("id").first()
        if volunteer is None:
            return []
        teams = {team.id for team in Team.objects(__raw__={"within": community, "kind": {"$exists": True}}).only("id")}
        return [each for each in TeamMember.objects(volunteer=volunteer.id) if each.team in teams]

    def responder_view(self, each: OnRoster) -> ResponderView:
        member = each.member
        return ResponderView(
            id=member.id, volunteer_id=member.volunteer, squad_id=member.squad, place=member.place, unready=each.unready,
            name=mask_name(unseal(member.name, NAME)) if member.name else None,
            phone=mask_phone(unseal(member.phone, PHONE)) if member.phone else None,
        )  # fmt: skip

    def names_and_numbers(self, ids: list[str]) -> dict[str, tuple[str, str]]:
        """In full, of those who are called by telephone."""
        found = TeamMember.objects(id__in=ids, phone__exists=True) if ids else []
        return {each.id: (unseal(each.name, NAME), unseal(each.phone, PHONE)) for each in found}

    def _on_roster(self, member: TeamMember, volunteers: dict[str, Any], elsewhere: set[str]) -> OnRoster:
        volunteer = volunteers.get(member.volunteer) if member.volunteer else None
        slots = [
            Slot(weekday=each.weekday, since=time_of(each.since), until=time_of(each.until))
            for each in (volunteer.slots if volunteer else [])
        ]
        resting = volunteer.resting_until if volunteer else None
        account = volunteer.account if volunteer and signs_in(volunteer.account) else None
        reachable = account is not None or member.phone is not None
        return OnRoster(member, account, unready(slots, resting, member.id in elsewhere, self.now, reachable))
