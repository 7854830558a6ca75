"""Finding, keeping and showing applications for admission."""

from typing import Any

from services.residents.documents.admission import Admission, AdmissionStepDocument, Decision
from services.residents.documents.people import Person
from services.residents.domain.admitting import ADMISSION, WORKER, capacities
from services.residents.domain.likeness import Likeness
from services.residents.store.people import PersonStore
from shared.contracts.actor import Actor
from shared.contracts.residents.admission import (
    AdmissionMoved,
    AdmissionState,
    AdmissionStep,
    AdmissionView,
    Candidate,
    NextAction,
)
from shared.contracts.residents.households import DwellingAddress
from shared.kernel.errors import NOT_FOUND


class AdmissionStore(PersonStore):
    documents = (*PersonStore.documents, Admission)

    def new_admission(self, **fields: Any) -> Admission:
        return Admission(id=self.new_id(), state=ADMISSION.initial, applied_at=self.now, suspects=0, **fields)

    def get_admission(self, admission_id: str) -> Admission:
        """Refuses with `not_found`, and with `stale_version` when the caller saw another version."""
        admission = Admission.objects(id=admission_id).first()
        if admission is None:
            raise NOT_FOUND("/admission_id", what="admission")
        self.refuse_stale(admission.version)
        return admission

    def open_admission_of(self, account: str) -> Admission | None:
        return Admission.objects(account=account, state=AdmissionState.NEW).first()

    def find_admissions(self, *, areas: tuple[str, ...] | None, account: str | None, state: str | None,
                        after: str | None, limit: int) -> list[Admission]:  # fmt: skip
        """Oldest first; in any of `areas` (with all below them), or all where that is None."""
        query: dict[str, Any] = {}
        if areas is not None:
            query["$or"] = [{"area": {"$gte": area, "$lt": area + "/"}} for area in areas] or [{"area": None}]
        if account is not None:
            query["account"] = account
        if state is not None:
            query["state"] = state
        if after is not None:
            query["_id"] = {"$gt": after}
        return list(Admission.objects(__raw__=query).order_by("id").limit(limit))

    def record_admission(
        self, admission: Admission, action: str, actor: Actor, target: str, note: str | None = None
    ) -> None:
        admission.history.append(
            AdmissionStepDocument(action=action, by=actor.account, at=self.now, target=target, note=note)
        )
        admission.state = target

    def decide_candidate(self, admission: Admission, person: str, like: Likeness, decision: str, actor: Actor,
                         note: str | None) -> None:  # fmt: skip
        """The last word holds; earlier ones stay in the history."""
        admission.decisions = [made for made in admission.decisions if made.person != person]
        admission.decisions.append(
            Decision(person=person, decision=decision, score=like.score, reasons=list(like.reasons), by=actor.account,
                     at=self.now, note=note)
        )  # fmt: skip

    def suspects_of(self, admission: Admission) -> list[tuple[Person, Likeness]]:
        return self.candidates(admission, self.likeness_rules(admission.area[:6]))

    def announce_admission(self, admission: Admission) -> None:
        news = AdmissionMoved(
            admission=admission.id, account=admission.account, area=admission.area, state=admission.state
        )
        self.announce(news, subject=admission.id, version=admission.version, area=admission.area)

    def admission_view(self, admission: Admission, actor: Actor, detail: bool = True) -> AdmissionView:
        """With `detail` those who decide see the candidates as they are now."""
        held = capacities(actor, admission.account, admission.area)
        decides = WORKER in held
        looking = decides and detail and admission.state == AdmissionState.NEW
        told = [step for step in admission.history if decides or step.action != "decide_duplicate"]
        dwelling = DwellingAddress(building=admission.building, room=admission.room) if admission.building else None
        suspects = self.suspects_of(admission) if looking else []
        return AdmissionView(
            id=admission.id,
            state=admission.state,
            area=admission.area,
            name=admission.name,
            paper_kind=admission.paper_kind,
            paper=admission.paper_shown,
            phone=admission.phone_shown,
            dwelling=dwelling,
            relation=admission.relation,
            applied_at=admission.applied_at,
            reason=admission.reason,
            person=admission.person,
            candidates=[self._candidate(admission, person, like) for person, like in suspects],
            suspected=bool(suspects) or (decides and admission.suspects > 0),
            history=[AdmissionStep(action=s.action, at=s.at, target=s.target, note=s.note) for s in told],
            actions=[
                NextAction(action=m.action, needs=list(m.needs)) for m in ADMISSION.open_to(admission.state, held)
            ],
            version=admission.version,
        )

    def _candidate(self, admission: Admission, person: Person, like: Likeness) -> Candidate:
        made = next((made.decision for made in admission.decisions if made.person == person.id), None)
        return Candidate(
            person=person.id, name=person.name, sex=person.sex, birth_date=f"{person.birth_date:%Y-%m}",
            paper=person.paper_shown, phone=person.phone_shown, area=person.area, score=like.score,
            reasons=list(like.reasons), decision=made,
        )  # fmt: skip
