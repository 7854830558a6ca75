"""What there is of somebody in bookings, and taking the name off it. The figures stay what they were."""

from typing import Any

from services.tickets.documents.bookings import Booking
from services.tickets.store.bookings import claim_of, contact_of
from services.tickets.store.forgetting import NOBODY
from shared.storage.work import Work

TOLD = 1000


class BookingPrivacyStore(Work):
    documents = ()

    def booked_by(self, account: str) -> list[dict[str, Any]]:
        """The newest bookings of somebody, with the contact in full."""
        return [
            {
                "name": booking.name, "state": booking.state, "area": booking.area, "booked_at": booking.booked_at,
                "starts_at": booking.starts_at, "stars": booking.stars, "comment": booking.comment,
                "objection": booking.objection,
                "contact": contact.model_dump() if (contact := contact_of(booking)) else None,
                "report": {"outcome": booking.report.outcome, "note": booking.report.note,
                           "taken_fen": booking.report.taken_fen} if booking.report else None,
            }
            for booking in Booking.objects(account=account).order_by("-id").limit(TOLD)
        ]  # fmt: skip

    def reported_with(self, photos: list[str]) -> set[str]:
        """Those of `photos` that show what was done at a household."""
        found = Booking.objects(report__photos__in=photos).scalar("report")
        return {photo for report in found for photo in report.photos}

    def forget_customer(self, account: str) -> None:
        """The visit stays; where it was, for whom, and what the customer said of it goes."""
        for booking in Booking.objects(account=account):
            booking.household = f"{NOBODY} {self.new_id()}"
            if booking.claim:
                booking.claim = claim_of(booking.round or booking.service, booking.household)
            booking.account, booking.contact, booking.comment, booking.objection = NOBODY, None, None, None
            for entry in booking.history:
                entry.note = None if entry.by == account else entry.note
            self.save(booking)
        rows = Booking._get_collection()
        mine = {"array_filters": [{"mine.by": account}]}
        rows.update_many({"history.by": account}, {"$set": {"history.$[mine].by": NOBODY}}, **mine)
        rows.update_many({"report.by": account}, {"$set": {"report.by": NOBODY}})
