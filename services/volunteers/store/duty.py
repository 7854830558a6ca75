"""Finding and keeping codes for reporting in, and duties."""

from services.volunteers.documents.duty import Duty, DutyCode
from services.volunteers.domain.areas import chain
from shared.contracts.volunteers.duty import NOT_REPORTED_IN, DutyView
from shared.storage.work import Work


class DutyStore(Work):
    documents = (DutyCode, Duty)

    def renew_duty_code(self, community: str) -> DutyCode:
        kept = DutyCode.objects(id=community).first() or DutyCode(id=community)
        kept.code, kept.made_at = self.new_id(), self.now
        self.save(kept)
        return kept

    def find_duty_code(self, code: str) -> DutyCode | None:
        return DutyCode.objects(code=code).first()

    def find_duty(self, volunteer_id: str) -> Duty | None:
        return Duty.objects(id=volunteer_id).first()

    def get_duty(self, volunteer_id: str) -> Duty:
        duty = self.find_duty(volunteer_id)
        if duty is None:
            raise NOT_REPORTED_IN()
        return duty

    def communities_of(self, volunteer_ids: list[str]) -> dict[str, str]:
        """Where each of them is on duty; who is nowhere is left out."""
        return {duty.id: duty.community for duty in Duty.objects(id__in=volunteer_ids)}

    def begin_duty(self, volunteer_id: str, community: str) -> Duty:
        duty = Duty(id=volunteer_id, community=community, within=chain(community), reported_at=self.now)
        self.save(duty)
        return duty

    def begin_duties(self, volunteer_ids: list[str], community: str) -> None:
        """As `begin_duty` does each, but in one request."""
        common = {"community": community, "within": chain(community), "reported_at": self.now, "version": 1}
        rows = [Duty(id=volunteer_id, **common).to_mongo() for volunteer_id in volunteer_ids]
        if rows:
            Duty._get_collection().insert_many(rows)

    def end_duty(self, volunteer_id: str) -> None:
        Duty.objects(id=volunteer_id).delete()

    def duty_view(self, duty: Duty) -> DutyView:
        return DutyView(
            volunteer_id=duty.id, community=duty.community, reported_at=duty.reported_at, version=duty.version
        )
