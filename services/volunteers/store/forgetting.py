"""Taking a name off what somebody decided in office."""

from services.volunteers.documents.clearing import ClearingTerms
from services.volunteers.documents.community_funds import CommunityFund, FundBooking
from services.volunteers.documents.fairs import Fair
from services.volunteers.documents.forgotten import Forgotten
from services.volunteers.documents.help_notes import HelpNote
from services.volunteers.documents.help_visits import HelpVisit
from services.volunteers.documents.hours_transfers import HoursTransfer
from services.volunteers.documents.needs import Resource
from services.volunteers.documents.pairs import Pair, PairRule, PairVisit, PlanEdition
from services.volunteers.documents.pantry import FoodBatch, Serving
from services.volunteers.documents.people import Volunteer
from services.volunteers.documents.points import Award, EarningRule
from services.volunteers.documents.posts import Deed
from services.volunteers.documents.shifts import HoursOutside, Shift
from services.volunteers.documents.shop import Gift, Redemption, Shop
from services.volunteers.documents.time_bank import HoursAccount
from services.volunteers.documents.trainings import Attendance
from services.volunteers.documents.wards import Carer, Ward, WardLook
from shared.storage.sealing import blind
from shared.storage.work import Work

NOBODY = "erased"
FORGOTTEN = "volunteers forgotten"
SIGNED = (
    (Deed, "decided_by"), (Attendance, "recorded_by"), (Resource, "confirmed_by"), (ClearingTerms, "by"),
    (HoursAccount, "priority_by"), (HoursTransfer, "by"), (HoursTransfer, "reversed_by"),
    (HelpVisit, "booked_by"), (HelpVisit, "vouched_by"), (HelpVisit, "reversed_by"),
    (HelpVisit, "dispute.written_down_by"), (HelpVisit, "dispute.decided_by"), (HelpVisit, "dispute.witness"), (Ward, "consent.recorded_by"),
    (Ward, "consent.withdrawn_by"), (WardLook, "by"), (Carer, "confirmed_by"), (Carer, "withdrawn_by"), (PairRule, "set_by"),
    (PlanEdition, "by"), (Pair, "proposed_by"), (PairVisit, "decided_by"), (PairVisit, "answered_by"),
    (CommunityFund, "opened_by"), (FundBooking, "by"), (FundBooking, "reversed_by"),
    (Fair, "by"), (FoodBatch, "by"), (Serving, "by"),
    (HelpNote, "by"), (HelpNote, "closed_by"),
    (HoursOutside, "by"), (HoursOutside, "struck_by"), (EarningRule, "by"), (Award, "by"), (Award, "taken_back_by"), (Shop, "by"),
    (Shop, "closed_by"), (Gift, "decided_by"), (Redemption, "collected_by"), (Redemption, "returned_by"),
)  # fmt: skip
SIGNED_MANY = ((Volunteer, "confirmations"), (Shift, "entries"))
"""Lists of which each row has `by`."""


class ForgettingStore(Work):
    documents = (Forgotten,)

    def remember_forgotten(self, *names: str) -> None:
        """So that nothing of them comes back with news that are late."""
        for name in names:
            if not self.is_forgotten(name):
                self.save(Forgotten(id=blind(name, FORGOTTEN), at=self.now))

    def is_forgotten(self, *names: str | None) -> bool:
        marks = [blind(name, FORGOTTEN) for name in names if name is not None]
        return Forgotten.objects(id__in=marks).first() is not None

    def forget_in_office(self, account: str) -> None:
        """It stays decided, by nobody who can be named."""
        for document, field in SIGNED:
            change = {"$set": {field: NOBODY}, "$inc": {"version": 1}}
            document._get_collection().update_many({field: account}, change)
        for document, rows in SIGNED_MANY:
            document._get_collection().update_many(
                {f"{rows}.by": account},
                {"$set": {f"{rows}.$[mine].by": NOBODY}, "$inc": {"version": 1}},
                array_filters=[{"mine.by": account}],
            )
