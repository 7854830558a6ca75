"""A copy of all that volunteers keeps of somebody: everything about them, nothing about others, opened for their own eyes."""

import json
from typing import Any

from services.volunteers.documents.activities import TeamMember
from services.volunteers.documents.help_calls import HelpCall
from services.volunteers.documents.meetings import MeetingMember
from services.volunteers.documents.pairs import Pair
from services.volunteers.documents.people import Volunteer
from services.volunteers.documents.purses import Purse
from services.volunteers.documents.time_bank import HoursAccount
from services.volunteers.documents.tours import TourPerformer
from services.volunteers.documents.wards import Ward
from services.volunteers.domain.standing_in import stand_in
from services.volunteers.domain.time_bank import hours_name
from services.volunteers.store.copied import IN_OFFICE, SHARES
from services.volunteers.store.found_by import FoundBy
from services.volunteers.store.help_reach import names_of
from services.volunteers.store.purses import purse_name
from services.volunteers.store.shares import COPIED, Row, Somebody, told_of
from shared.ledger.book import Book
from shared.storage.sealing import seal
from shared.storage.work import Work

PART = "export-part"
"""All services seal their parts for this purpose."""

LINE = {"at", "kind", "reason", "amount", "held", "balance"}


class CopyingStore(Work):
    documents = (FoundBy,)
    book: Book

    def known_as(self, account: str, person: str | None) -> Somebody:
        people = [person] if person else []
        owned: Row = {"$or": [{"account": account}, *({"person": each} for each in people)]}
        called: Row = {"$or": [{"caller": account}, *({"person": each} for each in people)]}
        volunteers, hours = _ids(Volunteer, owned), _ids(HoursAccount, owned)
        wards = _ids(Ward, {"$or": [{"person": {"$in": people}}, {"consent.guardian": {"$in": people}}]})
        caring, cared_for = _ids(Pair, {"volunteer": {"$in": volunteers}}), _ids(Pair, {"ward": {"$in": wards}})
        return {
            "account": [account, *map(stand_in, people)], "person": people, "volunteer": volunteers, "hours": hours, "call": _ids(HelpCall, called),
            "caring": caring, "cared_for": cared_for, "paired": caring + cared_for, "ward": wards, "block": names_of(account, person),
            "member": _ids(MeetingMember, {"account": account}), "performer": _ids(TourPerformer, {"account": account}),
            "roster": _ids(TeamMember, {"volunteer": {"$in": volunteers}}), "purse": _ids(Purse, {"account": account}),
        }  # fmt: skip

    def sealed_copy(self, account: str, person: str | None) -> str:
        somebody = self.known_as(account, person)
        copy: dict[str, Any] = {share.name: told_of(share, somebody, self.now) for share in SHARES}
        copy["in_office"] = [
            {"collection": document._get_collection_name(), "as": path, "id": key}
            for document, path in IN_OFFICE
            for key in _ids(document, {path: account})
        ]
        copy["books"] = {
            name: [line.model_dump(include=LINE) for line in self.book.lines(name, limit=COPIED)]
            for name in _books_of(somebody)
        }
        return seal(json.dumps(copy, ensure_ascii=False, default=str), PART)


def _books_of(somebody: Somebody) -> list[str]:
    return [*map(hours_name, somebody["hours"]), *map(purse_name, somebody["purse"])]


def _ids(document: Any, query: Row) -> list[str]:
    return [row["_id"] for row in document._get_collection().find(query, {"_id": 1}, sort=[("_id", -1)], limit=COPIED)]
