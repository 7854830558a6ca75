"""Taking a name off what somebody decided in office."""

from services.volunteers.documents.needs import Resource
from services.volunteers.documents.people import Volunteer
from services.volunteers.documents.posts import Deed
from services.volunteers.documents.trainings import Attendance
from shared.storage.work import Work

NOBODY = "erased"
SIGNED = ((Deed, "decided_by"), (Attendance, "recorded_by"), (Resource, "confirmed_by"))


class ForgettingStore(Work):
    documents = ()

    def forget_in_office(self, account: str) -> None:
        """It stays decided, by nobody who can be named."""
        for document, field in SIGNED:
            change = {"$set": {field: NOBODY}, "$inc": {"version": 1}}
            document._get_collection().update_many({field: account}, change)
        Volunteer._get_collection().update_many(
            {"confirmations.by": account},
            {"$set": {"confirmations.$[mine].by": NOBODY}, "$inc": {"version": 1}},
            array_filters=[{"mine.by": account}],
        )
