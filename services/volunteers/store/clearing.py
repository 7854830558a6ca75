"""Finding and keeping what communities owe each other."""

from datetime import date
from typing import Any

from services.volunteers.documents.clearing import Clearing, ClearingClaim, ClearingNet, ClearingTerms
from services.volunteers.domain.areas import chain
from services.volunteers.domain.clearing import Claim, PairNet, cleared_name, clearing_name, left_to_owe, netted
from shared.contracts.ledger import Unit
from shared.contracts.volunteers.clearing import DEBT_LIMIT, ClaimKind, ClaimView, ClearingTermsView, ClearingView
from shared.ledger.book import Book
from shared.storage.work import Work


def net_key(day: str, pair: PairNet) -> str:
    return f"net:{day}:{pair.low}:{pair.high}"


class ClearingStore(Work):
    documents = (ClearingTerms, Clearing, ClearingClaim, ClearingNet)
    book: Book

    def find_clearing_terms(self, area: str) -> ClearingTerms | None:
        return ClearingTerms.objects(id=area).first()

    def put_clearing_terms(self, area: str, limit: int, by: str) -> ClearingTerms:
        terms = self.find_clearing_terms(area) or ClearingTerms(id=area)
        if terms.version is not None:
            self.refuse_stale(terms.version)
        terms.limit, terms.by = limit, by
        self.save(terms)
        return terms

    def debt_limit(self, community: str) -> int:
        """By the terms of the nearest area that has some."""
        found = ClearingTerms.objects(id__in=chain(community))
        nearest = max(found, key=lambda terms: len(terms.id), default=None)
        return DEBT_LIMIT if nearest is None else nearest.limit

    def clearing_of(self, community: str) -> Clearing:
        """With its accounts in the book; made at the first payment that leaves the community or comes into it."""
        found = Clearing.objects(id=community).first()
        if found is None:
            found = Clearing(id=community, within=chain(community), promised=0)
            self.save(found)
            for name in (clearing_name(community), cleared_name(community)):
                self.book.open_account(name, Unit.MINUTE, floor=None)
        return found

    def owes(self, community: str) -> int:
        """What is netted and what is open, together."""
        return sum(self.book.balance(name).balance for name in (clearing_name(community), cleared_name(community)))

    def add_claim(
        self, key: str, kind: ClaimKind, claim: Claim, *, payee: str | None = None, day: date | None = None
    ) -> None:
        """Promised only when no day is named."""
        text = None if day is None else day.isoformat()
        made = ClearingClaim(
            id=key, kind=kind, debtor=claim.debtor, creditor=claim.creditor, payee=payee, minutes=claim.minutes,
            communities=sorted((claim.debtor, claim.creditor)), day=text, open_day=text, at=self.now,
        )  # fmt: skip
        self.save(made)

    def find_claim(self, key: str) -> ClearingClaim | None:
        return ClearingClaim.objects(id=key).first()

    def count_claim(self, claim: ClearingClaim, minutes: int, day: date) -> None:
        """What was promised is owed."""
        claim.minutes, claim.day, claim.open_day, claim.at = minutes, day.isoformat(), day.isoformat(), self.now
        self.save(claim)

    def drop_claim(self, claim: ClearingClaim) -> None:
        claim.delete()

    def open_pairs(self, until: date, limit: int = 200) -> list[tuple[str, str, str]]:
        """Days up to that one and their pairs that are not netted, oldest first."""
        pairs = {"$group": {"_id": {"day": "$open_day", "pair": "$communities"}}}
        found = ClearingClaim.objects(open_day__lte=until.isoformat())
        rows = found.aggregate([pairs, {"$sort": {"_id": 1}}, {"$limit": limit}])
        return [(row["_id"]["day"], *row["_id"]["pair"]) for row in rows]

    def open_claims(self, day: str, low: str, high: str) -> list[ClearingClaim]:
        return list(ClearingClaim.objects(open_day=day, communities=[low, high]))

    def add_net(self, day: str, pair: PairNet) -> ClearingNet:
        net = ClearingNet(
            id=net_key(day, pair), day=day, communities=[pair.low, pair.high], low=pair.low, high=pair.high,
            low_owed=pair.low_owed, high_owed=pair.high_owed, net=pair.net, claims=pair.claims, booked=pair.net != 0,
            at=self.now,
        )  # fmt: skip
        self.save(net)
        mine = {"open_day": day, "communities": [pair.low, pair.high]}
        ClearingClaim._get_collection().update_many(mine, {"$unset": {"open_day": 1}, "$inc": {"version": 1}})
        return net

    def nets_of(self, community: str, day: date) -> list[tuple[PairNet, str | None]]:
        """What is netted of a community's day, each with its entry in the book."""
        found = ClearingNet.objects(communities=community, day=day.isoformat())
        return [
            (PairNet(each.low, each.high, each.low_owed, each.high_owed, each.claims), each.id if each.booked else None)
            for each in found
        ]

    def open_nets_of(self, community: str, day: date) -> list[PairNet]:
        """What would be netted of a community's day as it stands."""
        found = ClearingClaim.objects(communities=community, open_day=day.isoformat())
        return netted(Claim(each.debtor, each.creditor, each.minutes) for each in found)

    def position_before(self, community: str, day: date) -> int:
        """Minutes that others owe it by all days before."""
        signed = {"$cond": [{"$eq": ["$low", community]}, {"$multiply": ["$net", -1]}, "$net"]}
        found = ClearingNet.objects(communities=community, day__lt=day.isoformat())
        return next((row["sum"] for row in found.aggregate([{"$group": {"_id": None, "sum": {"$sum": signed}}}])), 0)

    def day_totals(self, day: date) -> dict[str, Any]:
        sums = {
            "_id": None,
            "pairs": {"$sum": 1},
            "claims": {"$sum": "$claims"},
            "gross": {"$sum": {"$add": ["$low_owed", "$high_owed"]}},
            "net": {"$sum": {"$abs": "$net"}},
        }
        rows = ClearingNet.objects(day=day.isoformat()).aggregate([{"$group": sums}, {"$unset": "_id"}])
        return next(iter(rows), {"pairs": 0, "claims": 0, "gross": 0, "net": 0})

    def find_claims(self, community: str, day: date, after: str | None, limit: int) -> list[ClearingClaim]:
        query = {"communities": community, "day": day.isoformat()} | ({"id__gt": after} if after is not None else {})
        return list(ClearingClaim.objects(**query).order_by("id").limit(limit))

    def find_clearings(self, area: str, after: str | None, limit: int) -> list[Clearing]:
        query = {"within": area} | ({"id__gt": after} if after is not None else {})
        return list(Clearing.objects(**query).order_by("id").limit(limit))

    def find_clearing(self, community: str) -> Clearing | None:
        return Clearing.objects(id=community).first()

    def clearing_view(self, community: str, known: Clearing | None) -> ClearingView:
        position, now_open, promised = 0, 0, 0
        if known is not None:
            position = -self.book.balance(cleared_name(community)).balance
            now_open = -self.book.balance(clearing_name(community)).balance
            promised = known.promised
        limit = self.debt_limit(community)
        return ClearingView(
            area=community, position=position, open=now_open, promised=promised, limit=limit,
            left=left_to_owe(-position - now_open, promised, limit),
        )  # fmt: skip

    def clearing_terms_view(self, terms: ClearingTerms) -> ClearingTermsView:
        return ClearingTermsView(area=terms.id, limit=terms.limit, version=terms.version)

    def claim_view(self, claim: ClearingClaim) -> ClaimView:
        return ClaimView(
            key=claim.id, kind=claim.kind, debtor=claim.debtor, creditor=claim.creditor, minutes=claim.minutes,
            day=date.fromisoformat(claim.day), at=claim.at, netted=claim.open_day is None,
        )  # fmt: skip
