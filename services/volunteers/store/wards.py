"""Finding, keeping and showing wards and the checks of carers."""

from datetime import date
from typing import Any

from services.volunteers.documents.people import Volunteer
from services.volunteers.documents.wards import Carer, Consent, Ward, WardLook
from services.volunteers.domain.areas import chain
from services.volunteers.domain.masking import mask_name
from shared.contracts.actor import Role
from shared.contracts.volunteers.wards import (
    ConfirmVetting,
    ConsentView,
    GuardianConsent,
    RegisterChild,
    VettingView,
    WardKind,
    WardLookView,
    WardView,
)
from shared.kernel.clock import SHANGHAI
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal
from shared.storage.work import Work

OF_A_WARD = "volunteers ward"


class WardStore(Work):
    documents = (Ward, WardLook, Carer)

    @property
    def today(self) -> date:
        return self.now.astimezone(SHANGHAI).date()

    def find_elder(self, person: str) -> Ward | None:
        return Ward.objects(person=person).first()

    def new_elder(self, person: str) -> Ward:
        return Ward(id=self.new_id(), kind=WardKind.ELDER, person=person)

    def place_ward(self, ward: Ward, area: str) -> None:
        ward.area, ward.within = area, chain(area)

    def add_child(self, child: RegisterChild, by: str) -> Ward:
        ward = Ward(
            id=self.new_id(), kind=WardKind.CHILD, name=seal(child.name, OF_A_WARD), birth_year=child.birth_year
        )
        self.place_ward(ward, child.area)
        self.record_consent(ward, child.consent, by)
        return ward

    def record_consent(self, ward: Ward, consent: GuardianConsent, by: str) -> None:
        ward.consent = Consent(
            guardian=consent.guardian, paper=seal(consent.paper, OF_A_WARD), given_on=consent.given_on.isoformat(),
            recorded_by=by, recorded_at=self.now,
        )  # fmt: skip
        self.save(ward)

    def mark_consent_withdrawn(self, ward: Ward, reason: str, by: str) -> None:
        ward.consent.withdrawn_at, ward.consent.withdrawn_by = self.now, by
        ward.consent.withdrawn_because = seal(reason, OF_A_WARD)
        self.save(ward)

    def find_ward(self, ward_id: str) -> Ward | None:
        return Ward.objects(id=ward_id).first()

    def get_ward(self, ward_id: str) -> Ward:
        ward = self.find_ward(ward_id)
        if ward is None:
            raise NOT_FOUND("/ward_id", what="ward")
        return ward

    def find_wards(
        self, area: str, kind: WardKind | None, unpaired: bool, before: str | None, limit: int
    ) -> list[Ward]:
        query: dict[str, Any] = {"within": area}
        if kind is not None:
            query["kind"] = kind.value
        if unpaired:
            child = {"kind": WardKind.CHILD.value, "consent.withdrawn_at": None}
            query |= {"seen_to": 0, "$or": [child, {"living_alone": True}]}
        if before is not None:
            query["_id"] = {"$lt": before}
        return list(Ward.objects(__raw__=query).order_by("-id").limit(limit))

    def wards_of(self, person: str | None) -> list[Ward]:
        """The elder that a person is, and the children whose guardian they are."""
        if person is None:
            return []
        return list(Ward.objects(__raw__={"$or": [{"person": person}, {"consent.guardian": person}]}))

    def count_elders_alone(self, area: str) -> tuple[int, int]:
        """All, and those without an active pair."""
        alone = Ward.objects(within=area, kind=WardKind.ELDER, living_alone=True)
        return alone.count(), alone.filter(seen_to=0).count()

    def delete_ward(self, ward: Ward) -> None:
        WardLook.objects(ward=ward.id).delete()
        ward.delete()

    def record_look_at(
        self, ward: Ward, by: str, role: Role, office: str | None, reason: str, note: str | None
    ) -> None:
        look = WardLook(
            id=self.new_id(), ward=ward.id, by=by, role=role, office=office, reason=reason,
            note=seal(note, OF_A_WARD) if note else None, at=self.now,
        )  # fmt: skip
        self.save(look)

    def looks_at(self, wards: list[Ward], before: str | None, limit: int) -> list[WardLook]:
        query: dict[str, Any] = {"ward": {"$in": [ward.id for ward in wards]}} | (
            {"_id": {"$lt": before}} if before else {}
        )
        return list(WardLook.objects(__raw__=query).order_by("-id").limit(limit))

    def look_view(self, look: WardLook) -> WardLookView:
        return WardLookView(
            id=look.id, ward_id=look.ward, at=look.at, role=look.role, office=look.office, reason=look.reason,
            note=unseal(look.note, OF_A_WARD) if look.note else None,
        )  # fmt: skip

    def find_volunteer_named(self, volunteer_id: str) -> Volunteer | None:
        return Volunteer.objects(id=volunteer_id).first()

    def carer_of(self, volunteer_id: str) -> Carer:
        return Carer.objects(id=volunteer_id).first() or Carer(id=volunteer_id)

    def vetted_until(self, carer: Carer) -> date | None:
        """The last day of a check that was not withdrawn; None without one."""
        return date.fromisoformat(carer.until) if carer.until and carer.withdrawn_at is None else None

    def put_vetting(self, carer: Carer, vetting: ConfirmVetting, by: str) -> None:
        carer.paper = seal(vetting.paper, OF_A_WARD)
        carer.until, carer.due = vetting.until.isoformat(), vetting.until.isoformat()
        carer.confirmed_by, carer.confirmed_at = by, self.now
        carer.withdrawn_at = carer.withdrawn_by = carer.withdrawn_because = None
        self.save(carer)

    def mark_vetting_withdrawn(self, carer: Carer, reason: str, by: str) -> None:
        carer.withdrawn_at, carer.withdrawn_by, carer.due = self.now, by, None
        carer.withdrawn_because = seal(reason, OF_A_WARD)
        self.save(carer)

    def vettings_over(self, limit: int = 100) -> list[tuple[str, str]]:
        """Carers whose check has ended since it was last looked at, and its last day."""
        over = Carer.objects(due__lt=self.today.isoformat()).order_by("due").limit(limit)
        return [(carer.id, carer.due) for carer in over]

    def delete_carer(self, volunteer_id: str) -> None:
        Carer.objects(id=volunteer_id).delete()

    def child_name(self, ward: Ward) -> str | None:
        return unseal(ward.name, OF_A_WARD) if ward.name else None

    def ward_view(self, ward: Ward, named: bool = False, opened: bool = False) -> WardView:
        """`named`: with the name in full; `opened`: with all in full."""
        consent, name = ward.consent, self.child_name(ward)
        if name and not (named or opened):
            name = mask_name(name)
        shown = (lambda text: text) if opened else mask_name
        return WardView(
            id=ward.id, kind=ward.kind, area=ward.area, person=ward.person, living_alone=ward.living_alone,
            name=name, birth_year=ward.birth_year, pairs=ward.seen_to, version=ward.version,
            consent=ConsentView(
                guardian=consent.guardian, paper=shown(unseal(consent.paper, OF_A_WARD)),
                given_on=date.fromisoformat(consent.given_on), recorded_at=consent.recorded_at,
                withdrawn_at=consent.withdrawn_at,
            )
            if consent else None,
        )  # fmt: skip

    def vetting_view(self, carer: Carer) -> VettingView:
        until = self.vetted_until(carer)
        return VettingView(
            volunteer_id=carer.id, paper=unseal(carer.paper, OF_A_WARD), until=date.fromisoformat(carer.until),
            confirmed_at=carer.confirmed_at, withdrawn_at=carer.withdrawn_at,
            holds=until is not None and until >= self.today, version=carer.version,
        )  # fmt: skip
