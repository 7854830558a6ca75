"""Whom a call can reach: volunteers by distance or, where one of the two has no point, of the same community."""

from collections.abc import Iterator
from itertools import chain as joined
from typing import Any

from services.volunteers.documents.help_calls import HelpBlock, HelpCall, HelpTurn, RingKept, RingRule
from services.volunteers.documents.people import Volunteer
from services.volunteers.domain.areas import chain
from services.volunteers.domain.availability import time_of
from services.volunteers.domain.help_calls import blurred
from services.volunteers.domain.help_rings import FIRST_RINGS, Candidate
from services.volunteers.domain.standing_in import MARK
from services.volunteers.domain.time_bank import community_of
from services.volunteers.store.help_calls import HelpCallStore
from shared.contracts.model import Point
from shared.contracts.volunteers.help_answers import HelpBlockView
from shared.contracts.volunteers.help_calls import HelpUrgency
from shared.contracts.volunteers.help_rings import Ring, RingsView
from shared.contracts.volunteers.people import Skill, Slot
from shared.kernel.errors import NOT_FOUND

BATCH = 200
PERSON = "person:"
"""Begins the name of somebody of the register, which holds for all accounts of theirs."""
_LATEST_TURN = {
    "$lookup": {
        "from": "help_turns", "localField": "_id", "foreignField": "volunteer", "as": "turn",
        "pipeline": [{"$sort": {"at": -1}}, {"$limit": 1}],
    }
}  # fmt: skip
MOST_COUNTED = 2000
"""Of how many volunteers around the reasons are counted at most."""


class HelpReachStore(HelpCallStore):
    documents = (*HelpCallStore.documents, RingRule, HelpBlock)

    def rings_of(self, area: str, urgency: HelpUrgency) -> RingsView:
        """The rule of the area, or of the nearest above it."""
        above = chain(area)
        kept = {rule.area: rule for rule in RingRule.objects(id__in=[f"{each}:{urgency}" for each in above])}
        nearest = next((kept[each] for each in above if each in kept), None)
        if nearest is None:
            return RingsView(urgency=urgency, rings=list(FIRST_RINGS[urgency]))
        return RingsView(urgency=urgency, since_area=nearest.area, rings=[ring_view(ring) for ring in nearest.rings])

    def put_rings(self, area: str, urgency: HelpUrgency, rings: list[Ring]) -> None:
        name = f"{area}:{urgency}"
        rule = RingRule.objects(id=name).first() or RingRule(id=name, area=area)
        rule.rings = self.kept_rings(rings)
        self.save(rule)

    def kept_rings(self, rings: list[Ring]) -> list[RingKept]:
        return [RingKept(**ring.model_dump()) for ring in rings]

    def rings_kept(self, call: HelpCall) -> list[Ring]:
        return [ring_view(ring) for ring in call.rings]

    def near_help(self, call: HelpCall, metres: int) -> Iterator[Candidate]:
        """Who offers the skill within so many metres, was not asked yet, and does not stand apart from the caller."""
        asked = [each.volunteer for each in call.asked]
        query = {"skills": call.skill, "_id": {"$nin": asked}, "account": self._others(call)}
        return self._around(call, metres, query)

    def all_near_help(self, call: HelpCall, metres: int) -> Iterator[Candidate]:
        """Everybody within so many metres, up to a number."""
        return self._around(call, metres, {"account": self._others(call)}, MOST_COUNTED)

    def beyond_help(self, call: HelpCall, metres: int) -> Iterator[Candidate]:
        """Who offers the skill behind so many metres, up to three times as far, and up to a number."""
        point = self._centre(call)
        if point is None:
            return iter(())
        return _by_distance(point, metres, 3 * metres, {"skills": call.skill}, MOST_COUNTED)

    def candidate_for(self, call: HelpCall, volunteer: Volunteer) -> Candidate | None:
        """The volunteer as the call sees them, wherever they live; None when they stand apart from the caller."""
        if volunteer.account in self._apart(call):
            return None
        return _candidate(volunteer.to_mongo().to_dict() | {"turn": []})

    def apart_from(self, account: str | None, person: str | None) -> set[str]:
        """Names of those who do not want to have to do with somebody, or they with them."""
        names = names_of(account, person)
        by_them = HelpBlock.objects(by__in=names).scalar("other")
        return {*by_them, *HelpBlock.objects(other__in=names).scalar("by")}

    def is_of(self, call: HelpCall, names: set[str]) -> bool:
        """Whether it is a call of somebody whose name is among these."""
        return not names.isdisjoint(names_of(call.caller, call.person))

    def block(self, by: str, other: str, call: HelpCall) -> HelpBlockView:
        kept = HelpBlock.objects(by=by, other=other).first()
        if kept is None:
            kept = HelpBlock(id=self.new_id(), by=by, other=other, call=call.id, at=self.now)
            self.save(kept)
        return block_view(kept)

    def blocks_of(self, names: list[str]) -> list[HelpBlockView]:
        return [block_view(kept) for kept in HelpBlock.objects(by__in=names).order_by("-id").limit(500)]

    def end_block(self, block_id: str, names: list[str]) -> HelpBlockView:
        kept = HelpBlock.objects(id=block_id, by__in=names).first()
        if kept is None:
            raise NOT_FOUND("/block_id", what="block")
        kept.delete()
        return block_view(kept)

    def forget_blocks_and_turns(self, account: str, person: str | None, volunteer: str | None) -> None:
        names = names_of(account, person)
        HelpBlock.objects(by__in=names).delete()
        HelpBlock.objects(other__in=names).delete()
        if volunteer is not None:
            HelpTurn.objects(volunteer=volunteer).delete()

    def _around(
        self, call: HelpCall, metres: int, query: dict[str, Any], limit: int | None = None
    ) -> Iterator[Candidate]:
        point = self._centre(call)
        here = query | {"within": community_of(call.area)}
        if point is None:
            return _of_community(here, limit)
        return joined(_by_distance(point, 0, metres, query, limit), _of_community(here | {"place": None}, limit))

    def _centre(self, call: HelpCall) -> Point | None:
        """Whence distances count: from no closer than a blurred point shows. Whoever moves about and sees when they are asked
        learns no more than that of where a caller lives, and whoever calls from here and there no more of the volunteers."""
        point, _ = self.place_of_help(call)
        return None if point is None else blurred(point)

    def _others(self, call: HelpCall) -> dict[str, Any]:
        """Whose accounts are asked; who does not sign in cannot answer."""
        return {"$nin": self._apart(call), "$not": {"$regex": f"^{MARK}"}}

    def _apart(self, call: HelpCall) -> list[str]:
        """Accounts that cannot help here: the caller's own, that of whoever wrote it down, and those blocked by either side."""
        names = self.apart_from(call.caller, call.person) | {call.opened_by, *names_of(call.caller, call.person)} - {
            None
        }
        people = [name.removeprefix(PERSON) for name in names if name.startswith(PERSON)]
        return [*names, *Volunteer.objects(person__in=people).scalar("account")]


def names_of(account: str | None, person: str | None) -> list[str]:
    """What somebody is called in blocks."""
    return [name for name in (account, f"{PERSON}{person}" if person else None) if name is not None]


def ring_view(ring: RingKept) -> Ring:
    return Ring(radius=ring.radius, wait=ring.wait, most=ring.most)


def block_view(kept: HelpBlock) -> HelpBlockView:
    return HelpBlockView(id=kept.id, help_call_id=kept.call, blocked_at=kept.at)


def _by_distance(point: Point, since: int, until: int, query: dict[str, Any], limit: int | None) -> Iterator[Candidate]:
    near = {"type": "Point", "coordinates": [point.longitude, point.latitude]}
    stage = {"near": near, "key": "place", "distanceField": "metres", "minDistance": since, "maxDistance": until,
             "spherical": True, "query": query}  # fmt: skip
    return _read([{"$geoNear": stage}], limit)


def _of_community(query: dict[str, Any], limit: int | None) -> Iterator[Candidate]:
    return _read([{"$match": query}, {"$sort": {"_id": -1}}], limit)


def _read(stages: list[dict[str, Any]], limit: int | None) -> Iterator[Candidate]:
    """Read as it is asked for, so that a near ring costs no more than its people."""
    cut = [] if limit is None else [{"$limit": limit}]
    return map(_candidate, Volunteer._get_collection().aggregate([*stages, *cut, _LATEST_TURN], batchSize=BATCH))


def _candidate(row: dict[str, Any]) -> Candidate:
    return Candidate(
        volunteer=row["_id"], account=row["account"], metres=row.get("metres"), radius=row["radius"],
        skills=frozenset(Skill(skill) for skill in row.get("skills", ())),
        confirmed=frozenset(Skill(each["skill"]) for each in row.get("confirmations", ())),
        slots=tuple(
            Slot(weekday=slot["weekday"], since=time_of(slot["since"]), until=time_of(slot["until"]))
            for slot in row.get("slots", ())
        ),
        resting_until=row.get("resting_until"), asked_last=row["turn"][0]["at"] if row["turn"] else None,
    )  # fmt: skip
