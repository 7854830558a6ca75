"""Consents, copies of data, and what is left of somebody who is forgotten."""

import json
from datetime import timedelta
from typing import Any

from services.residents.documents.admission import Admission
from services.residents.documents.changes import Change
from services.residents.documents.groups import GroupMember, GroupPost
from services.residents.documents.households import Household, Membership
from services.residents.documents.people import Person
from services.residents.documents.privacy import Consent, Export, ExportPart, Look
from services.residents.domain.erasing import Holding, blurred
from services.residents.domain.masking import STAR
from services.residents.store.people import PersonStore
from shared.contracts.residents.groups import MemberState
from shared.contracts.residents.people import PersonState
from shared.contracts.residents.privacy import ConsentView, ExportState, ExportView
from shared.kernel.errors import NOT_FOUND
from shared.storage.sealing import seal, unseal

PART = "export-part"
"""All services seal their parts for this purpose."""
EXPORT_KEPT = timedelta(days=7)


class PrivacyStore(PersonStore):
    documents = (Consent, Export)

    def standing_consent(self, account: str, purpose: str) -> Consent | None:
        return Consent.objects(account=account, purpose=purpose, withdrawn_at=None).order_by("-id").first()

    def consents_of(self, account: str) -> list[Consent]:
        return list(Consent.objects(account=account).order_by("-id").limit(500))

    def give_consent(self, account: str, purpose: str, text_version: str) -> Consent:
        consent = Consent(
            id=self.new_id(), account=account, purpose=purpose, text_version=text_version, given_at=self.now
        )
        self.save(consent)
        return consent

    def consent_view(self, consent: Consent) -> ConsentView:
        return ConsentView(
            purpose=consent.purpose, text_version=consent.text_version, given_at=consent.given_at,
            withdrawn_at=consent.withdrawn_at,
        )  # fmt: skip

    def open_export(self, account: str, awaited: list[str]) -> Export:
        return Export(
            id=self.new_id(), account=account, state=ExportState.COLLECTING, awaited=awaited, requested_at=self.now,
            expires_at=self.now + EXPORT_KEPT,
        )  # fmt: skip

    def find_export(self, export_id: str) -> Export | None:
        return Export.objects(id=export_id).first()

    def get_export(self, export_id: str, account: str) -> Export:
        export = Export.objects(id=export_id, account=account).first()
        if export is None:
            raise NOT_FOUND("/export_id", what="export")
        return export

    def seal_part(self, part: dict[str, Any]) -> str:
        return seal(json.dumps(part, ensure_ascii=False, default=str), PART)

    def add_part(self, export: Export, service: str, sealed: str) -> None:
        """The export is ready with its last part."""
        export.parts.append(ExportPart(service=service, sealed=sealed))
        export.awaited = [awaited for awaited in export.awaited if awaited != service]
        export.state = ExportState.COLLECTING if export.awaited else ExportState.READY
        self.save(export)

    def export_view(self, export: Export, with_parts: bool) -> ExportView:
        parts = {part.service: json.loads(unseal(part.sealed, PART)) for part in export.parts} if with_parts else {}
        return ExportView(
            id=export.id,
            state=export.state,
            requested_at=export.requested_at,
            missing=list(export.awaited),
            parts=parts,
        )

    def everything_about(self, account: str, person: Person | None) -> dict[str, Any]:
        """All that this service keeps of an account and the person behind it, for nobody's eyes but theirs."""
        asked: list[dict[str, Any]] = [{"account": account}, *([{"person": person.id}] if person else [])]
        return {
            **(self._file_of(person) if person else {}),
            "admissions": [
                _fields(one, "name", "area", "state", "applied_at", "reason")
                for one in Admission.objects(account=account)
            ],
            "change_requests": [
                _fields(one, "kind", "state", "requested_at", "decided_at", "note", "reason")
                for one in Change.objects(__raw__={"$or": asked})
            ],
            "consents": [
                _fields(one, "purpose", "text_version", "given_at", "withdrawn_at") for one in self.consents_of(account)
            ],
            "groups": [
                _fields(one, "group", "called", "greeting", "role", "state", "since")
                for one in GroupMember.objects(account=account)
            ],
            "group_posts": [
                _fields(one, "group", "kind", "text", "at") for one in GroupPost.objects(author=account).limit(1000)
            ],
        }

    def _file_of(self, person: Person) -> dict[str, Any]:
        stays = Membership.objects(person=person.id).order_by("since", "id")
        homes = {home.id: home for home in Household.objects(id__in=[stay.household for stay in stays])}
        return {
            "person": _fields(person, "name", "sex", "birth_date", "state", "area", "marks", "extra", "registered_at")
            | {"paper": {"kind": person.paper_kind, "number": self.paper_of(person)}, "phone": self.phone_of(person)},
            "stays": [
                _fields(stay, "relation", "since", "until", "ended_by")
                | _fields(homes.get(stay.household), "number", "building", "room", "area")
                for stay in stays
            ],
            "looks": [
                _fields(one, "at", "kind", "role", "office", "reason", "note") for one in Look.objects(person=person.id)
            ],
        }

    def last_entries(self, person: Person) -> dict[Holding, Any]:
        """Of what there is of somebody, the day of the last entry."""
        account = person.account
        found = {
            Holding.ADMISSIONS: Admission.objects(account=account).order_by("-id").first(),
            Holding.CHANGES: Change.objects(person=person.id).order_by("-id").first(),
            Holding.CONSENTS: Consent.objects(account=account).order_by("-id").first(),
            Holding.LOOKS: Look.objects(person=person.id).order_by("-id").first(),
            Holding.STAYS: Membership.objects(person=person.id).order_by("-id").first(),
        }
        dates = ("decided_at", "requested_at", "withdrawn_at", "given_at", "until", "recorded_at", "applied_at", "at")
        last: dict[Holding, Any] = {}
        for holding, entry in found.items():
            if entry is not None:
                when = next(value for name in dates if (value := getattr(entry, name, None)) is not None)
                last[holding] = when.date() if hasattr(when, "date") else when
        return last

    def forget_person(self, person: Person) -> None:
        """Takes name, numbers and account out of the person and of everything that is kept."""
        account = person.account
        for admission in Admission.objects(account=account):
            admission.name, admission.paper_shown, admission.birth_date = STAR, STAR, blurred(admission.birth_date)
            self.forget_numbers(admission)
            self.save(admission)
        Change.objects(person=person.id).update(
            set__wanted=seal("{}", "change-wanted"), set__before=seal("{}", "change-wanted")
        )
        self._forget_in_groups(account)
        Export.objects(account=account).delete()
        Person.objects(different_from=person.id).update(pull__different_from=person.id)
        person.name, person.birth_date, person.state = STAR, blurred(person.birth_date), PersonState.ERASED
        person.marks, person.extra, person.different_from, person.account = [], {}, [], None
        self.forget_numbers(person)
        person.paper_shown = None
        self.save(person)

    def forget_numbers(self, document: Any) -> None:
        for name in ("paper", "paper_mark", "phone", "phone_mark", "phone_shown"):
            setattr(document, name, None)

    def _forget_in_groups(self, account: str) -> None:
        for member in self.memberships_of(account):
            if member.state == MemberState.MEMBER:
                self.free_seat(self.get_group(member.group))
            member.state = MemberState.LEFT
            self.save(member)
        GroupMember.objects(account=account).update(set__called=STAR, unset__person=True, unset__greeting=True)
        GroupPost.objects(author=account).update(set__called=STAR)


def _fields(document: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(document, name) for name in names} if document is not None else {}
