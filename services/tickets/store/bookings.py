"""Finding, keeping and showing bookings."""

from datetime import timedelta
from typing import Any

from services.tickets.documents.bookings import Booking, BookingEntry, WorkReport
from services.tickets.documents.grids import Grid
from services.tickets.documents.home_services import HomeService
from services.tickets.documents.rounds import Round, Slot
from services.tickets.domain.bookings import BOOKING, OPEN
from services.tickets.domain.contacts import mark_of_home, masked
from services.tickets.domain.slots import day_of
from services.tickets.store.inside import inside, newest
from shared.contracts.tickets.bookings import (
    BookingFields,
    BookingState,
    BookingStep,
    BookingView,
    ContactView,
    ReportView,
)
from shared.contracts.tickets.matters import NextAction
from shared.contracts.tickets.visits import ReportBooking
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import blind, seal, unseal
from shared.storage.work import Work

CONTACT = "booking-contact"
HOUSEHOLD = "booking-household"


class BookingStore(Work):
    documents = (Booking,)

    def new_booking(self, service: HomeService, asked: BookingFields, account: str | None) -> Booking:
        """One that asks for a round of the service; whoever finds it a place says so next."""
        contact = asked.contact
        household = blind(mark_of_home(contact.building, contact.room), HOUSEHOLD)
        return Booking(
            id=self.new_id(), service=service.id, name=service.name, name_en=service.name_en, area=asked.area,
            household=household, claim=claim_of(service.id, household), account=account, channel=asked.channel,
            contact=seal(ContactView(**contact.model_dump(), note=asked.note).model_dump_json(), CONTACT),
            state=BOOKING.initial, booked_at=self.now, price_fen=service.price_fen,
        )  # fmt: skip

    def get_booking(self, booking_id: str) -> Booking:
        """Refuses with `not_found`."""
        booking = Booking.objects(id=booking_id).first()
        if booking is None:
            raise NOT_FOUND("/booking_id", what="booking")
        return booking

    def holder_of(self, thing: str, household: str) -> Booking | None:
        """The booking by which a household has its place in a round, or asks for one of a service."""
        return Booking.objects(claim=claim_of(thing, household)).first()

    def put_into(self, booking: Booking, round_: Round, slot: Slot) -> None:
        booking.round, booking.slot, booking.price_fen = round_.id, slot.number, round_.price_fen
        booking.starts_at, booking.day = slot.starts_at, day_of(slot.starts_at).isoformat()
        booking.claim = claim_of(round_.id, booking.household)

    def postpone(self, booking: Booking, by: timedelta) -> None:
        booking.starts_at += by
        booking.day = day_of(booking.starts_at).isoformat()

    def record_booking(self, booking: Booking, action: str, target: str, by: str, note: str | None = None) -> None:
        booking.state = target
        booking.history.append(BookingEntry(action=action, by=by, at=self.now, slot=booking.slot, note=note))

    def keep_report(self, booking: Booking, report: ReportBooking, by: str) -> None:
        booking.report = WorkReport(
            outcome=report.outcome, note=report.note, minutes=report.minutes, photos=report.photos,
            taken_fen=report.taken_fen, by=by,
        )  # fmt: skip

    def first_in_line(self, slot: Slot) -> Booking | None:
        waiting = Booking.objects(round=slot.round, slot=slot.number, state=BookingState.WAITING)
        return waiting.order_by("turn").first()

    def asking(self, service_id: str, area: str, limit: int) -> list[Booking]:
        """Those in an area that wait for a round to be planned, in the order in which they asked."""
        query = {"service": service_id, "state": BookingState.ASKED, "area": inside(area)}
        return list(Booking.objects(__raw__=query).order_by("id").limit(limit))

    def open_in(self, round_id: str) -> list[Booking]:
        """Those of a round that wait or have a place, and were not visited yet."""
        return list(Booking.objects(round=round_id, state__in=OPEN).order_by("slot", "state", "turn"))

    def open_of(self, account: str) -> list[Booking]:
        return list(Booking.objects(account=account, state__in=OPEN))

    def grid_is_known(self, area: str) -> bool:
        return Grid.objects(__raw__={"_id": area, "ended": {"$ne": True}}).only("path").first() is not None

    def bookings_with(self, photo_id: str) -> list[Booking]:
        """Those whose report shows a photo."""
        return list(Booking.objects(report__photos=photo_id))

    def find_bookings(self, query: dict[str, Any], before: str | None, limit: int) -> list[Booking]:
        return list(Booking.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def bookings_of(self, account: str, before: str | None, limit: int) -> list[Booking]:
        return self.find_bookings({"account": account}, before, limit)

    def bookings_in(self, *, area: str, before: str | None, limit: int, **wanted: str | None) -> list[Booking]:
        query = {name: value for name, value in wanted.items() if value is not None}
        return self.find_bookings(query | {"area": inside(area)}, before, limit)

    def booking_view(self, booking: Booking, held: frozenset[str], full: bool) -> BookingView:
        """full: with the whole contact, which is neither for lists nor for replies that are kept."""
        contact = contact_of(booking)
        report = booking.report
        return BookingView(
            id=booking.id, service=booking.service, name=booking.name, name_en=booking.name_en, round=booking.round,
            slot=booking.slot, starts_at=booking.starts_at, area=booking.area, state=booking.state,
            channel=booking.channel, booked_at=booking.booked_at, price_fen=booking.price_fen,
            in_line=self._place_in_line(booking), contact=contact if full or contact is None else masked(contact),
            report=ReportView(
                outcome=report.outcome, note=report.note, minutes=report.minutes, photos=list(report.photos),
                taken_fen=report.taken_fen,
            ) if report else None,
            stars=booking.stars, comment=booking.comment, objection=booking.objection,
            history=[BookingStep(action=e.action, at=e.at, slot=e.slot, note=e.note) for e in booking.history],
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in BOOKING.open_to(booking.state, held)],
            version=booking.version,
        )  # fmt: skip

    def _place_in_line(self, booking: Booking) -> int | None:
        if booking.state != BookingState.WAITING:
            return None
        line = Booking.objects(round=booking.round, slot=booking.slot, state=BookingState.WAITING)
        return line.filter(turn__lt=booking.turn).count() + 1


def claim_of(thing: str, household: str) -> str:
    return f"{thing}|{household}"


def contact_of(booking: Booking) -> ContactView | None:
    return ContactView.model_validate_json(unseal(booking.contact, CONTACT)) if booking.contact else None
