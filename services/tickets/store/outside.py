"""Finding, keeping and showing outside desks and what was sent to them."""

from collections.abc import Sequence
from typing import Any

from pymongo.errors import DuplicateKeyError

from services.tickets.documents.matters import Ticket
from services.tickets.documents.outside import DeskOutside, Referral, ReferralUpdate
from services.tickets.domain.referrals import REFERRAL, RUNNING
from services.tickets.store.inside import newest
from shared.contracts.actor import Actor
from shared.contracts.tickets.matters import NextAction, ReferralState, TicketState
from shared.contracts.tickets.outside import (
    UPDATE_REPEATED,
    OutsideDesk,
    OutsideDeskFields,
    OutsideUpdate,
    ReferralView,
    ReportFromOutside,
)
from shared.kernel.errors import NOT_FOUND
from shared.storage.work import Work

UPDATES_SHOWN = 200


class OutsideStore(Work):
    documents = (DeskOutside, Referral, ReferralUpdate)

    def find_outside_desk(self, code: str) -> DeskOutside | None:
        return DeskOutside.objects(id=code).first()

    def outside_desks(self) -> list[DeskOutside]:
        return list(DeskOutside.objects.order_by("id"))

    def outside_desks_of(self, account: str) -> list[str]:
        """Codes of the desks that the account is a client of."""
        return sorted(DeskOutside.objects(clients=account).scalar("id"))

    def keep_outside_desk(self, code: str, fields: OutsideDeskFields) -> DeskOutside:
        """Adds or changes a desk; who sees what lies there follows. Refuses with `stale_version`."""
        desk = self.find_outside_desk(code)
        self.refuse_stale(desk.version if desk else 0)
        desk = desk or DeskOutside(id=code)
        desk.name, desk.name_en, desk.active = fields.name, fields.name_en, fields.active
        desk.clients = list(dict.fromkeys(fields.clients))
        self.save(desk)
        lying_there = {"outside_desk": code, "state": TicketState.OUTSIDE}
        change = {"$set": {"outside_clients": desk.clients}, "$inc": {"version": 1}}
        Ticket._get_collection().update_many(lying_there, change)
        return desk

    def new_referral(self, ticket: Ticket, desk: str, note: str) -> Referral:
        return Referral(
            id=self.new_id(), ticket=ticket.id, number=ticket.number, desk=desk, area=ticket.area, within=ticket.within,
            against=ticket.against, from_desk=ticket.desk, state=REFERRAL.initial, note=note, sent_at=self.now,
        )  # fmt: skip

    def get_referral(self, referral_id: str) -> Referral:
        referral = Referral.objects(id=referral_id).first()
        if referral is None:
            raise NOT_FOUND("/referral_id", what="referral")
        return referral

    def last_referral(self, ticket_id: str, desk: str) -> Referral | None:
        return Referral.objects(ticket=ticket_id, desk=desk).order_by("-id").first()

    def running_referral(self, ticket_id: str) -> Referral | None:
        return Referral.objects(ticket=ticket_id, state__in=RUNNING).order_by("-id").first()

    def find_referrals(
        self, *, desks: Sequence[str] | None, areas: Sequence[str] | None, unseen_by: str, state: ReferralState | None,
        before: str | None, limit: int,
    ) -> list[Referral]:  # fmt: skip
        """Newest first: those sent to any of `desks`, from any of `areas`; but for those about `unseen_by`."""
        query: dict[str, Any] = {"against": {"$ne": unseen_by}} | ({"state": state} if state else {})
        query |= {"desk": {"$in": list(desks)}} if desks is not None else {}
        query |= {"within": {"$in": list(areas)}} if areas is not None else {}
        return list(Referral.objects(__raw__=newest(query, before)).order_by("-id").limit(limit))

    def add_update(self, referral: Referral, told: ReportFromOutside, late: bool, actor: Actor) -> None:
        """Keeps what a desk has reported; refuses with `tickets.update_repeated` what it has reported before."""
        key = f"{referral.desk}|{told.update_id}"
        if ReferralUpdate.objects(id=key).only("id").first() is not None:
            raise UPDATE_REPEATED("/update_id", update_id=told.update_id)
        update = ReferralUpdate(
            id=key, referral=referral.id, update_id=told.update_id, state=told.state, text=told.text,
            reference=told.reference, updated_at=told.updated_at, received_at=self.now, late=late, by=actor.account,
        )  # fmt: skip
        try:
            self.save(update)
        except DuplicateKeyError as error:
            raise UPDATE_REPEATED("/update_id", update_id=told.update_id) from error

    def outside_desk_view(self, desk: DeskOutside) -> OutsideDesk:
        return OutsideDesk(
            code=desk.id, name=desk.name, name_en=desk.name_en, clients=list(desk.clients), active=desk.active,
            version=desk.version,
        )  # fmt: skip

    def referral_view(self, referral: Referral, held: frozenset[str]) -> ReferralView:
        updates = ReferralUpdate.objects(referral=referral.id).order_by("updated_at", "id").limit(UPDATES_SHOWN)
        return ReferralView(
            id=referral.id, ticket=referral.ticket, number=referral.number, outside_desk=referral.desk, area=referral.area,
            from_desk=referral.from_desk, state=referral.state, reference=referral.reference, note=referral.note,
            sent_at=referral.sent_at, updated_at=referral.updated_at, ended_at=referral.ended_at,
            updates=[
                OutsideUpdate(
                    update_id=u.update_id, state=u.state, text=u.text, reference=u.reference, updated_at=u.updated_at,
                    received_at=u.received_at, late=u.late,
                )
                for u in updates
            ],
            actions=[NextAction(action=m.action, needs=list(m.needs)) for m in REFERRAL.open_to(referral.state, held)],
            version=referral.version,
        )  # fmt: skip
