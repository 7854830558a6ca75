"""Finding and keeping call-outs, and whom a ring reaches."""

from collections.abc import Iterable
from datetime import datetime

from services.volunteers.documents.activities import Team, TeamMember
from services.volunteers.documents.call_outs import CallOut, Summons
from services.volunteers.documents.response_teams import StreetDuty
from services.volunteers.domain.areas import chain
from services.volunteers.domain.call_outs import CALL_OUT, SUMMONS, coming
from services.volunteers.domain.squad_rings import Reached, Scene, SquadAt, reach, street_of
from services.volunteers.store.responders import OnRoster, ResponderStore
from services.volunteers.store.response_teams import place_of, point_of
from shared.contracts.volunteers.call_outs import (
    CallOutState,
    CallOutView,
    RaiseCallOut,
    Ring,
    SummonsState,
    SummonsView,
)
from shared.contracts.volunteers.responders import RosterPlace
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal

TEXT = "call-out"


class CallOutStore(ResponderStore):
    documents = (CallOut,)

    def new_call_out(self, fields: RaiseCallOut, origin: str | None) -> CallOut:
        """Not kept yet; nobody is called yet."""
        return CallOut(
            id=self.new_id(), area=fields.area, within=chain(fields.area), estate=fields.estate, place=fields.place,
            point=[fields.point.longitude, fields.point.latitude] if fields.point else [], kind=fields.kind,
            text=seal(fields.text, TEXT), origin=origin, state=CALL_OUT.initial, raised_at=self.now, wanted=fields.wanted,
            answer_within=fields.answer_within, called=0,
        )  # fmt: skip

    def find_call_out_of(self, origin: str) -> CallOut | None:
        return CallOut.objects(origin=origin).first()

    def get_call_out(self, call_out_id: str) -> CallOut:
        call_out = CallOut.objects(id=call_out_id).first()
        if call_out is None:
            raise NOT_FOUND("/call_out_id", what="call-out")
        self.refuse_stale(call_out.version)
        return call_out

    def find_call_outs(self, area: str, state: CallOutState | None, before: str | None, limit: int) -> list[CallOut]:
        found = CallOut.objects(within=area)
        found = found.filter(state=state) if state is not None else found
        found = found.filter(id__lt=before) if before is not None else found
        return list(found.order_by("-id").limit(limit))

    def find_call_outs_of(self, account: str, before: str | None, limit: int) -> list[CallOut]:
        found = CallOut.objects(calls__account=account)
        found = found.filter(id__lt=before) if before is not None else found
        return list(found.order_by("-id").limit(limit))

    def call_outs_to_widen(self) -> list[tuple[str, datetime]]:
        """Those whose next ring is due, and since when."""
        due = CallOut.objects(widens_at__lte=self.now).order_by("widens_at").only("id", "widens_at").limit(100)
        return [(each.id, each.widens_at) for each in due]

    def find_call_out_due(self, call_out_id: str, widens_at: datetime) -> CallOut | None:
        return CallOut.objects(id=call_out_id, widens_at=widens_at).first()

    def call_ring(self, call_out: CallOut, ring: Ring) -> list[Summons]:
        """Adds calls for all whom the ring reaches, who are ready and were not called before; not kept yet."""
        scene = Scene(call_out.area, call_out.estate, place_of(call_out.point))
        known = {call.member for call in call_out.calls}
        accounts = {call.account for call in call_out.calls if call.account}
        calls = []
        for each in self.on_roster(self._reached(reach(ring, scene, self._squads_of_street(scene)))):
            if each.unready is None and each.member.id not in known and each.account not in accounts:
                calls.append(self._summons(each, ring))
                accounts |= {each.account} if each.account else set()
        call_out.calls.extend(calls)
        call_out.called += len(calls)
        return calls

    def forget_in_call_outs(self, account: str) -> None:
        for call_out in CallOut.objects(calls__account=account):
            for call in call_out.calls:
                if call.account == account:
                    call.account = None
            self.save(call_out)
        StreetDuty.objects(accounts=account).update(pull__accounts=account)

    def call_out_view(self, call_out: CallOut, account: str, runs: bool) -> CallOutView:
        """`runs`: whether whoever looks at it runs it, and so sees all calls, and numbers as long as it is open."""
        is_open = call_out.state is not CallOutState.CLOSED
        mine = next((call for call in call_out.calls if call.account == account), None)
        numbers = (
            self.names_and_numbers([c.member for c in call_out.calls if not c.account]) if runs and is_open else {}
        )
        return CallOutView(
            id=call_out.id, area=call_out.area, estate=call_out.estate, place=call_out.place,
            point=point_of(call_out.point), kind=call_out.kind, state=call_out.state, raised_at=call_out.raised_at,
            text=unseal(call_out.text, TEXT) if call_out.text and is_open and (runs or mine) else None,
            wanted=call_out.wanted, called=call_out.called, coming=coming(call_out.calls),
            arrived=len(call_out.arrivals), not_coming=sum(c.state is SummonsState.NOT_COMING for c in call_out.calls),
            rings=list(call_out.rings), widens_at=call_out.widens_at, duty_told=call_out.duty_told,
            outcome=call_out.outcome, note=call_out.note if runs else None, closed_at=call_out.closed_at,
            mine=summons_view(mine) if mine else None, version=call_out.version,
            calls=[summons_view(call, *numbers.get(call.member, ())) for call in call_out.calls] if runs else None,
        )  # fmt: skip

    def _squads_of_street(self, scene: Scene) -> list[SquadAt]:
        teams = Team.objects(__raw__={"within": street_of(scene.area), "kind": {"$exists": True}}).order_by("area")
        squads = []
        for team in teams:
            squads += [
                SquadAt(team.id, each.id, team.area, tuple(each.areas), tuple(each.estates), place_of(each.point))
                for each in team.squads
            ]
            squads.append(SquadAt(team.id, None, team.area))
        return squads

    def _reached(self, reached: Reached) -> list[TeamMember]:
        squads = [each.squad for each in reached.squads if each.squad is not None]
        alone = [each.team for each in reached.squads if each.squad is None]
        parts: list[dict[str, object]] = [
            {"squad": {"$in": squads}},
            {"team": {"$in": alone}, "squad": {"$exists": False}},
            {"team": {"$in": list(reached.leaders_of)}, "place": RosterPlace.TEAM_LEADER.value},
        ]
        teams = [each.team for each in reached.squads] + list(reached.leaders_of)
        return list(TeamMember.objects(__raw__={"team": {"$in": teams}, "$or": parts}).order_by("id"))

    def _summons(self, each: OnRoster, ring: Ring) -> Summons:
        return Summons(
            member=each.member.id, account=each.account, team=each.member.team, squad=each.member.squad, ring=ring,
            state=SUMMONS.initial, called_at=self.now,
        )  # fmt: skip


def accounts_of(calls: Iterable[Summons]) -> list[str]:
    return [call.account for call in calls if call.account]


def summons_view(call: Summons, name: str | None = None, phone: str | None = None) -> SummonsView:
    return SummonsView(
        member_id=call.member, team_id=call.team, squad_id=call.squad, name=name, phone=phone, ring=call.ring,
        state=call.state, called_at=call.called_at, minutes=call.minutes, answer_seconds=call.answer_seconds,
        arrival_seconds=call.arrival_seconds, metres_off=call.metres_off,
    )  # fmt: skip
