"""Finding and keeping followers."""

from services.tickets.documents.following import Follower
from shared.storage.work import Work


class FollowingStore(Work):
    documents = (Follower,)

    def follows(self, ticket_id: str, account: str) -> bool:
        return Follower.objects(id=f"{ticket_id}|{account}").only("id").first() is not None
