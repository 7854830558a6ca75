"""What there is of somebody among the matters, and taking their name off it."""

import json

from services.tickets.documents.matters import Rating, Ticket
from services.tickets.documents.photos import Photo
from services.tickets.store.booking_privacy import BookingPrivacyStore
from services.tickets.store.following import FollowingStore
from services.tickets.store.forgetting import NOBODY, ForgettingStore
from services.tickets.store.forgetting_texts import TextForgettingStore
from shared.storage.sealing import seal

PART = "export-part"
COPIED = 1000


class PrivacyStore(FollowingStore, ForgettingStore, BookingPrivacyStore, TextForgettingStore):
    def sealed_copy(self, account: str, person: str | None) -> str:
        """The newest matters that somebody reported, and what there is of the other subjects, as sealed JSON."""
        found = Ticket.objects(reporter=account).order_by("-id").limit(COPIED)
        told = [
            {
                "number": ticket.number, "category": ticket.category, "text": ticket.text, "state": ticket.state,
                "area": ticket.area, "photos": list(ticket.photos), "opened_at": ticket.opened_at, "note": ticket.note,
                "stars": ticket.stars, "comment": ticket.comment,
            }
            for ticket in found
        ]  # fmt: skip
        copy = {
            "tickets": told,
            "following": self.followed_by(account),
            "ratings": self._rated_by(account),
            "deliberation": self.deliberated(account),
            "bookings": self.booked_by(account),
            "filings": self.filed_by(account, person),
            "policy_questions": self.asked_by(account),
            "guide_votes": self.guide_votes_of(account),
            "letter_boxes": self.kept_boxes(account),
        }
        copy |= self.asked_and_held(account, person)
        return seal(json.dumps(copy, ensure_ascii=False, default=str), PART)

    def _rated_by(self, account: str) -> list[dict[str, object]]:
        rows = Rating.objects(account=account).order_by("-id").limit(COPIED)
        return [
            {"ticket": r.ticket, "stars": r.stars, "solved": r.solved, "comment": r.comment, "at": r.at} for r in rows
        ]

    def detach_reporter(self, account: str, person: str) -> None:
        """The matters stay, being the district's; who reported them is not known any more."""
        theirs = {"$or": [{"reporter": account}, {"reporter_person": person}]}
        for ticket in Ticket.objects(__raw__=theirs):
            ticket.reporter, ticket.reporter_person, ticket.contact = NOBODY, None, None
            for step in ticket.history:
                step.by = NOBODY if step.by == account else step.by
            self.save(ticket)
        self.forget_follower(account, person)
        self._forget_ratings(account)

    def _forget_ratings(self, account: str) -> None:
        """The stars count on, under a key that names nobody."""
        rows = Rating._get_collection()
        for row in list(rows.find({"account": account})):
            rows.delete_one({"_id": row["_id"]})
            key = f"{row['_id'].rpartition('|')[0]}|{NOBODY}:{self.new_id()}"
            rows.insert_one(
                {name: value for name, value in row.items() if name != "comment"} | {"_id": key, "account": NOBODY}
            )

    def photos_on_matters(self, account: str) -> set[str]:
        """Those of somebody's photos that a matter or a report on a booking shows."""
        return self.shown_by_matters(list(Photo.objects(owner=account).scalar("id")))

    def shown_by_matters(self, photos: list[str]) -> set[str]:
        used = Ticket.objects(__raw__={"$or": [{"photos": {"$in": photos}}, {"proof": {"$in": photos}}]})
        return {photo for ticket in used for photo in (*ticket.photos, *ticket.proof)} | self.reported_with(photos)
