"""Finding and keeping calls for help and the answers to them. Texts and places are sealed."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from services.volunteers.documents.help_calls import Asked, Errand, Feedback, HelpAnswer, HelpCall, HelpTurn
from services.volunteers.documents.people import Volunteer
from services.volunteers.domain.areas import chain
from services.volunteers.domain.help_calls import HELP_ANSWER, HELP_CALL, LIVE, WANTING, WITHIN_DAY, due_at
from services.volunteers.domain.help_rings import Candidate
from shared.contracts.model import Point
from shared.contracts.volunteers.help_calls import HelpAudience, HelpCallState, HelpFigures, OpenHelpCall
from shared.contracts.volunteers.people import Skill
from shared.kernel.errors import NOT_FOUND
from shared.kernel.ids import first_id
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

SAID = "volunteers help call"
PLACE = "volunteers help place"
PLAIN = (
    "skill",
    "starts_at",
    "ends_at",
    "minutes",
    "urgency",
    "helpers",
    "confirmed_only",
    "audience",
    "before",
    "after",
)


class HelpCallStore(Work):
    documents = (HelpCall, HelpTurn, Errand)

    def new_help_call(
        self, asked: OpenHelpCall, caller: str | None, person: str | None, opened_by: str | None, rings: list[Any]
    ) -> HelpCall:
        return HelpCall(
            id=self.new_id(), caller=caller, person=person, opened_by=opened_by, text=self.sealed_word(asked.text),
            place=_place(asked), area=asked.area, within=chain(asked.area), state=HELP_CALL.initial, rings=rings,
            opened_at=self.now, **{name: getattr(asked, name) for name in PLAIN},
        )  # fmt: skip

    def find_help_call(self, call_id: str) -> HelpCall | None:
        return HelpCall.objects(id=call_id).first()

    def get_help_call(self, call_id: str) -> HelpCall:
        call = self.find_help_call(call_id)
        if call is None:
            raise NOT_FOUND("/help_call_id", what="call for help")
        return call

    def answer_of(self, call: HelpCall, answer_id: str) -> HelpAnswer:
        answer = next((each for each in call.answers if each.id == answer_id), None)
        if answer is None:
            raise NOT_FOUND("/answer_id", what="answer")
        return answer

    def keep_help_call(self, call: HelpCall) -> None:
        states = [each.state for each in call.answers]
        call.live = True if call.state in LIVE else None
        call.on_board = True if call.live and call.audience is HelpAudience.ANYONE else None
        call.due_at = due_at(call.state, call.widens_at, call.ends_at, call.helpers, states)
        self.save(call)

    def ask_help_of(self, call: HelpCall, chosen: Iterable[Candidate]) -> list[str]:
        """Their accounts. Their turns are noted, so that others come first the next time."""
        asked = [Asked(volunteer=each.volunteer, account=each.account, at=self.now) for each in chosen]
        call.asked.extend(asked)
        if asked:
            turns = [HelpTurn(id=self.new_id(), volunteer=each.volunteer, at=each.at) for each in asked]
            HelpTurn._get_collection().insert_many([turn.to_mongo() for turn in turns])
        return [each.account for each in asked]

    def add_help_answer(self, call: HelpCall, volunteer: Volunteer) -> HelpAnswer:
        """Who takes what everybody may take is as good as asked."""
        if all(each.account != volunteer.account for each in call.asked):
            call.asked.append(Asked(volunteer=volunteer.id, account=volunteer.account, at=self.now))
        answer = HelpAnswer(
            id=self.new_id(), volunteer=volunteer.id, account=volunteer.account, person=volunteer.person,
            state=HELP_ANSWER.initial, taken_at=self.now,
        )  # fmt: skip
        call.answers.append(answer)
        call.taken_at = call.taken_at or self.now
        return answer

    def new_feedback(self, rating: int, text: str | None) -> Feedback:
        return Feedback(rating=rating, text=self.sealed_word(text), given_at=self.now)

    def find_help_calls(
        self, area: str, state: HelpCallState | None, skill: Skill | None, before: str | None, limit: int
    ) -> list[HelpCall]:
        asked = {"state": state, "skill": skill}
        query = {"within": area} | {name: value for name, value in asked.items() if value is not None}
        return _newest(query, before, limit)

    def find_open_help_calls(self, area: str, before: str | None, limit: int) -> list[HelpCall]:
        """Those on the board that can still be taken."""
        return _newest({"within": area, "on_board": True, "state": {"$in": WANTING}}, before, limit)

    def find_help_calls_of(self, account: str, person: str | None, before: str | None, limit: int) -> list[HelpCall]:
        owners: list[dict[str, Any]] = [{"caller": account}]
        if person is not None:
            owners.append({"person": person})
        return _newest({"$or": owners}, before, limit)

    def find_help_calls_to(self, account: str, before: str | None, limit: int) -> list[HelpCall]:
        """Those that are open, and those that the account has answered."""
        return _newest({"asked.account": account, "$or": [{"live": True}, {"answers.account": account}]}, before, limit)

    def help_calls_due(self, limit: int = 100) -> list[tuple[str, datetime]]:
        due = HelpCall.objects(due_at__lte=self.now).order_by("due_at").only("id", "due_at").limit(limit)
        return [(call.id, call.due_at) for call in due]

    def all_help_calls_of(self, account: str, person: str | None) -> list[HelpCall]:
        """Those by which somebody is helped, and those that asked them."""
        named: list[dict[str, Any]] = [{"caller": account}, {"asked.account": account}]
        if person is not None:
            named.append({"person": person})
        return list(HelpCall.objects(__raw__={"$or": named}))

    def forget_who_wrote(self, account: str) -> None:
        """Nothing says any more who wrote calls down for others."""
        HelpCall._get_collection().update_many(
            {"opened_by": account}, {"$unset": {"opened_by": ""}, "$inc": {"version": 1}}
        )

    def blank_help_call(self, call: HelpCall) -> None:
        """Nothing says any more who called, what for and from where; that there was a call stays."""
        call.caller = call.person = call.opened_by = call.text = call.place = call.reason = None
        for answer in call.answers:
            answer.reason = None
            if answer.by_caller is not None:
                answer.by_caller.text = None

    def blank_help_answer(self, call: HelpCall, account: str) -> None:
        """Nothing says any more who was asked and answered."""
        call.asked = [each for each in call.asked if each.account != account]
        for answer in call.answers:
            if answer.account == account:
                answer.account = answer.volunteer = answer.person = answer.reason = None
                if answer.by_volunteer is not None:
                    answer.by_volunteer.text = None

    def get_errand(self, kind: str, errand: str) -> Errand:
        return Errand.objects(id=f"{kind}:{errand}").first() or Errand(id=f"{kind}:{errand}", heard=0)

    def help_call_figures(self, area: str, since: datetime, until: datetime) -> HelpFigures:
        """Of calls that were opened from `since` until before `until`."""
        row = next(
            HelpCall.objects(
                __raw__={"within": area, "_id": {"$gte": first_id(since), "$lt": first_id(until)}}
            ).aggregate([{"$group": _FIGURES}]),
            dict.fromkeys(_FIGURES, 0),
        )
        return HelpFigures(area=area, **{name: row[name] for name in _FIGURES if name != "_id"})

    def place_of_help(self, call: HelpCall) -> tuple[Point | None, str | None]:
        """Point and address."""
        if call.place is None:
            return None, None
        kept = json.loads(unseal(call.place, PLACE))
        return Point(**kept["point"]) if kept["point"] else None, kept["address"]

    def sealed_word(self, text: str | None) -> str | None:
        return None if text is None else seal(text, SAID)

    def opened_word(self, sealed: str | None) -> str | None:
        return None if sealed is None else unseal(sealed, SAID)


def _newest(query: dict[str, Any], before: str | None, limit: int) -> list[HelpCall]:
    if before is not None:
        query["_id"] = {"$lt": before}
    return list(HelpCall.objects(__raw__=query).order_by("-id").limit(limit))


def _place(asked: OpenHelpCall) -> str | None:
    if asked.point is None and asked.address is None:
        return None
    kept = {"point": asked.point.model_dump() if asked.point else None, "address": asked.address}
    return seal(json.dumps(kept, ensure_ascii=False), PLACE)


def _count(condition: Any) -> dict[str, Any]:
    return {"$sum": {"$cond": [condition, 1, 0]}}


_TAKEN = {"$gt": ["$taken_at", None]}
_FIGURES: dict[str, Any] = {
    "_id": None,
    "calls": {"$sum": 1},
    "called": {"$sum": {"$size": {"$ifNull": ["$asked", []]}}},
    "taken": _count(_TAKEN),
    "within_day": _count(
        {
            "$and": [
                _TAKEN,
                {"$lte": [{"$subtract": ["$taken_at", "$opened_at"]}, WITHIN_DAY // timedelta(milliseconds=1)]},
            ]
        }
    ),
    "done": _count({"$eq": ["$state", HelpCallState.DONE]}),
    "untaken": _count({"$gt": ["$need", None]}),
    "minutes": {"$sum": {"$sum": "$answers.minutes"}},
}
